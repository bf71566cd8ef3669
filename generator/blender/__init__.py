"""The only code that imports bpy, mathutils or blenderproc: builds a recipe's scene and renders its views."""
