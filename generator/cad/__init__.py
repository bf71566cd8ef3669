"""The user's CAD files as meshes."""
