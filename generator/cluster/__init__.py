"""The only code that imports ray: scenes over cores and nodes."""
