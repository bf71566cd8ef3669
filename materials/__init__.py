"""Substances, one family per file."""
