"""Rare events, one a file: what goes wrong in a scene of any family."""
