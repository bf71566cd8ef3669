"""Scene families, one per file."""
