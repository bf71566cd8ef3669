"""The things in the scenes, in real dimensions."""
