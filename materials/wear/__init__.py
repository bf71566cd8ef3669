"""What use and time do to a surface, one kind per file."""
