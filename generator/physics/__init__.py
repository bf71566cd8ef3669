"""Brings loose things to rest."""
