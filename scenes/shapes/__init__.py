"""Meshes made from numbers: bins, bench tops, floors."""
