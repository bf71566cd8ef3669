"""Write docs/parts.md from the catalogue. Runs in the project's environment.

python scripts/bake_parts/table.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from generator.catalogue import load_catalogue  # noqa: E402

_HEAD = """# Parts

The things that scenes are made of, to real dimensions. `glint list parts` prints their names. The table is written by
`python scripts/bake_parts/table.py`.

{count} parts of {families} families, {triangles} triangles, {megabytes:.1f} MB in the package.

## How they are made

Two commands, the first in an environment of its own (bd_warehouse needs numpy 2), the second in the project's:

    uv run scripts/bake_parts/solids.py RAW_DIR
    python scripts/bake_parts/store.py RAW_DIR

The second gives the same bytes from the same raw surfaces. The first repeats its corners to 0.1 nm, but Open CASCADE
may split a few quadrilaterals along the other diagonal: of 69 parts baked twice, 67 were equal to the byte, and two had
10 and 4 other triangles. The meshes that are shipped are those that count. Without `uv`, install what the
head of `solids.py` names and run it with Python.

Parts whose source is Glint's own code, or numbers, need no baking: `scenes/shapes` makes them when they are wanted.
For harnesses, machining and grinding `scenes/parts/_made.py` joins the edges that they leave open and bounds their
hulls.

- Solids come from bd_warehouse (screw heads, gears, the tables of dimensions) and build123d, with the chamfers,
  fillets, stamps and forged letters that the real things have. Turned things (washers, pins, bearings, glass) are
  exact surfaces of revolution.
- Threads are helical surfaces of their own, cut exactly by the chamfer and the run-out: ISO 68-1 and ISO 228-1.
- Normals are those of the CAD surfaces: smooth within a face, split at its edges. So roundings need few triangles.
- Hulls are made by hand where the shape is known. They contain the mesh within 0.02 mm; holes stay holes. A screw is
  two pieces of its major diameter, a ring twelve to sixteen wedges, a closed bottle three. Simplified on purpose: the
  gaps between gear teeth and between the coils of a spring are filled, threaded holes of blocks are closed, and so are
  the cavities of connectors. Cables bend: physics lays them out as rods and asks for no hulls, so theirs are rough.

## Sources and licences

bd_warehouse 0.4.0 is Apache-2.0 (Copyright Gumyr); build123d is Apache-2.0. No geometry was copied from anywhere else;
dimensions are facts of the norms named. The meshes are part of Glint: GPL-3.0-or-later.

| part | norm, dimensions | extent mm | volume cm3 | triangles | hulls | slots | roles | source |
|---|---|---|---|---|---|---|---|---|
"""


def main() -> None:
    """Load every part and write the page."""
    parts = load_catalogue().parts
    rows, triangles = [], 0
    for name, part in parts.items():
        mesh = part.load()
        triangles += len(mesh.faces)
        extent = " x ".join(f"{x * 1e3:.1f}" for x in mesh.extent_m)
        cells = [
            f"`{name}`", part.doc, extent, f"{mesh.volume_m3 * 1e6:.2f}", f"{len(mesh.faces)}", f"{len(mesh.hulls)}",
            ", ".join(mesh.slots), ", ".join(part.roles), part.source,
        ]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    stored = sum(f.stat().st_size for f in (ROOT / "scenes" / "parts" / "meshes").glob("*.npz"))
    families = len({p.family for p in parts.values()})
    head = _HEAD.format(count=len(parts), families=families, triangles=triangles, megabytes=stored / 1e6)
    (ROOT / "docs" / "parts.md").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
