"""Meshes that are shipped beside this module, read when they are first wanted.

`scripts/bake_parts` makes them; `docs/parts.md` lists them with their norms, sources and licences.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from generator.mesh import Mesh, read_mesh

FOLDER = Path(__file__).parent / "meshes"
OURS = "modelled for Glint in build123d; GPL-3.0-or-later"
LIBRARY = "modelled for Glint on bd_warehouse 0.4.0 (Apache-2.0); GPL-3.0-or-later"


def stored(name: str) -> Callable[[], Mesh]:
    """What gives the mesh of that name; it is read once and then shared."""
    return partial(_read, name)


@cache
def _read(name: str) -> Mesh:
    return read_mesh(FOLDER / f"{name}.npz")
