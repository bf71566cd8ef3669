"""Wear by its layers: how much is covered, whether the layer lies where the picture changed, and how it looks.

python benchmarks/wear_layers.py                   covered share of a board for each kind and severity
python benchmarks/wear_layers.py --iou             overlap of each layer with what the wear changed in the picture
python benchmarks/wear_layers.py --cost            CPU seconds of worn metal against clean metal
python benchmarks/wear_layers.py --look OUT.png grease=0.6 rust   a sheet to look at: one row for each material

Layers and pictures come from the renderer itself: a board, and a few parts on a bench, under two tubes and a window.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import wear_cost
from gallery import LAMPS, WORLD, camera, developed, placed, shaft, sheet

from generator.blender.renderer import BlenderRenderer
from generator.camera import Camera
from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.plugins import Catalogue
from generator.profiles import Profile
from generator.recipe import RECIPE_VERSION, Capture, MaterialRecipe, MeshRef, SceneRecipe, Thing, View, WearRecipe
from generator.render import ViewRender
from generator.seeds import stream
from scenes.shapes._mesh import make_mesh, rotation, slab
from scenes.shapes.rooms import block

_log = logging.getLogger("wear_layers")
LEVELS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
LOOK_LEVELS = (0.0, 0.3, 0.6, 1.0)
LOOK_AT = ("steel_brushed", "painted_steel_blue", "plastic_white", "glass_clear")
SHOWN_ON = {"edge_wear": "painted_steel_blue", "rust": "steel_brushed"}
SHEET_ON = {"dents": "steel_polished", "fingerprints": "steel_polished", "oil_film": "steel_polished"}
SHEET_ON |= {"edge_wear": "painted_steel_blue", "marker": "painted_steel_blue", "scratches": "painted_steel_blue"}
SHEET_ON |= {"dust": "plastic_black", "water_marks": "plastic_black", "tape_residue": "plastic_blue"}
SHEET_ON |= {"coolant": "steel_milled", "grinding_dust": "plastic_white"}
_PLACES = 2  # things whose mean is taken: each has its own cut of the map
_CHANGED = 0.06  # a pixel has changed if its light differs by this share of itself and of the picture's middle
_COVERED = 0.1  # of the layer


def wear_of(known: Catalogue, name: str, wanted: Mapping[str, float]) -> tuple[WearRecipe, ...]:
    """The wear of one thing, in the order in which it comes about; the same draw at every severity."""
    kinds = sorted(wanted, key=lambda kind: (known.wear[kind].order, kind))
    draw = {kind: known.wear[kind].sample(stream(5, 0, f"{name}/{kind}"), wanted[kind]) for kind in kinds}
    return tuple(WearRecipe(kind, wanted[kind], draw[kind]) for kind in kinds if wanted[kind] > 0)


class Bench:
    """Renders boards and parts of one material with some wear."""

    def __init__(self, width_px: int, height_px: int, samples: int, denoise: bool) -> None:
        self.known = load_catalogue()
        self.size = (width_px, height_px)
        profile = Profile("wear", samples, 0.0, "HIGH", "FAST", denoise)
        self.renderer = BlenderRenderer(self.known, device="cpu", profile=profile)

    def thing(self, name: str, mesh: Mesh, material: str, pose: object, wear: Mapping[str, float]) -> Thing:
        made = MaterialRecipe(material, self.known.materials[material].sample(stream(5, 0, f"{name}/{material}")))
        return Thing(name, MeshRef("shape", name, {}), pose, (made,), wear_of(self.known, name, wear))  # type: ignore[arg-type]

    def board(self, material: str, wear: Mapping[str, float], number: int = 0) -> ViewRender:
        """A board that fills the picture, 0.36 m wide, seen from straight above."""
        top = block(3.0, 2.0, 0.04)
        pose = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, -0.02), (0.0, 0.0, 0.0, 1.0))
        view = camera(*self.size, (0.0, -0.001, 0.4), (0.0, 0.0, 0.0), 9.8)
        name = f"board_{number}"
        return self.picture([self.thing(name, top, material, pose, wear)], {name: top}, view)

    def group(self, material: str, wear: Mapping[str, float]) -> ViewRender:
        """A block, a shaft and a plate of the material, on a bench without wear."""
        bench = block(3.0, 2.0, 0.04)
        meshes = {
            "bench": bench,
            "shaft": shaft(),
            "block": make_mesh([slab(0.056, 0.036, 0.02, 0.003, 0.001)], ("body",)),
            "plate": make_mesh([slab(0.07, 0.12, 0.004, 0.006, 0.0006)], ("body",)),
        }
        pose = ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.3), (0.0, 0.0, 1.0, -0.02), (0.0, 0.0, 0.0, 1.0))
        things = [self.thing("bench", bench, "laminate_grey", pose, {})]
        for name, turn, x, y in (
            ("plate", rotation("z", 12), -0.045, 0.02),
            ("block", rotation("z", -28), 0.035, 0.035),
            ("shaft", rotation("z", 20) @ rotation("y", 90), 0.03, -0.02),
        ):
            things.append(self.thing(name, meshes[name], material, placed(meshes[name], turn, x, y), wear))
        view = camera(*self.size, (0.0, -0.2, 0.2), (-0.005, 0.008, 0.004), 15.0)
        return self.picture(things, meshes, view)

    def picture(self, things: Sequence[Thing], meshes: Mapping[str, Mesh], view: Camera) -> ViewRender:
        recipe = SceneRecipe(
            RECIPE_VERSION, "wear", 1, 0, "train", "wear", "standard", ("wear",), {}, tuple(things), LAMPS, WORLD,
            (View(0, view, (Capture(1, "1.png", {}, {}, 0),), 1),),
        )  # fmt: skip
        return next(iter(self.renderer.render(recipe, dict(meshes))))


def light(view: ViewRender) -> np.ndarray:
    """(H, W, 3) radiance of all lamps together."""
    return sum((np.asarray(r, np.float64) for r in view.radiance.values()), np.zeros(()))


def shares(kinds: Sequence[str]) -> None:
    """The covered share of a board by kind and severity, the mean over a few places; of edges for edge wear."""
    bench = Bench(96, 72, 4, denoise=False)
    print("| severity | " + " | ".join(f"{level:g}" for level in LEVELS) + " |")
    for kind in kinds:
        row = []
        for level in LEVELS:
            wear, material = {kind: level}, SHOWN_ON.get(kind, "stainless_steel_brushed")
            if kind == "edge_wear":
                views = [bench.group(material, wear)]
            else:
                views = [bench.board(material, wear, place) for place in range(_PLACES)]
            row.append(np.stack([view.layers[f"wear_{kind}"] for view in views]))
        where = row[-1] > 0.5 if kind == "edge_wear" else np.ones(row[-1].shape, bool)  # of the parts only the edges
        print(f"| {kind} | " + " | ".join(f"{one[where].mean():.3f}".lstrip("0") for one in row) + " |", flush=True)


def overlap(kinds: Sequence[str], samples: int) -> None:
    """Intersection over union of the pixels that changed and those that the layer covers; also of chance."""
    bench = Bench(120, 90, samples, denoise=False)
    print(f"{'kind':14} {'IoU':>5} {'by chance':>9} {'covered':>8} {'changed':>8}")
    for kind in kinds:
        material = SHOWN_ON.get(kind, "stainless_steel_brushed")
        clean, worn = bench.group(material, {}), bench.group(material, {kind: 0.7})
        layer = worn.layers[f"wear_{kind}"]
        before, after = light(clean).mean(axis=2), light(worn).mean(axis=2)
        scale = np.maximum(np.maximum(before, after), 0.2 * np.median(before))
        changed, covered = np.abs(after - before) / scale > _CHANGED, layer > _COVERED
        both, either = (changed & covered).sum(), (changed | covered).sum()
        a, b = changed.mean(), covered.mean()
        chance = a * b / max(a + b - a * b, 1e-9)
        print(f"{kind:14} {both / max(either, 1):5.2f} {chance:9.2f} {b:8.3f} {a:8.3f}", flush=True)


def costs(kinds: Sequence[str], repeats: int) -> None:
    """CPU time of one sample for each pixel of brushed steel that fills the picture: with each kind, some, all, none.

    Brushed steel rather than metal without any map, so that what its maps cost is not put down to wear. Clean steel is
    timed again before each case, and the median counts: what else the machine does comes and goes.
    """
    all_of = wear_cost.catalogue()
    cases: dict[str, dict[str, float]] = {kind: {kind: 0.5} for kind in kinds}
    cases |= {"usual": wear_cost.USUAL, "all": dict.fromkeys(kinds, 0.5)}

    def spent(wear: Mapping[str, float]) -> float:
        worn = wear_cost.filling(all_of, "steel_brushed", wear_cost.in_order(all_of, wear))
        few, many = wear_cost.one_try(all_of, *worn)
        return many - few

    spent(cases["all"])  # makes maps, loads all
    clean: list[float] = []
    least = dict.fromkeys(cases, np.inf)
    for _ in range(repeats):
        for name, wear in cases.items():
            clean.append(spent({}))
            least[name] = min(least[name], spent(wear))
            print(f"{name:14} {least[name]:6.2f} CPU s, {least[name] / np.median(clean):.2f} x clean", flush=True)


def look(out: Path, wanted: Mapping[str, float], materials: Sequence[str], size: tuple[int, int], samples: int) -> None:
    """A sheet: a row for each material, severities across."""
    bench = Bench(*size, samples, denoise=True)
    tiles = []
    for material in materials:
        for level in LOOK_LEVELS:
            view = bench.group(material, {kind: level * at for kind, at in wanted.items()})
            tiles.append((f"{material} {level:g}", developed(light(view))))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet(tiles, len(LOOK_LEVELS)).save(out)


def each(out: Path, kinds: Sequence[str], size: tuple[int, int], samples: int) -> None:
    """A sheet with every kind on the substance that shows it best, slight and strong."""
    bench = Bench(*size, samples, denoise=True)
    tiles = []
    for kind in sorted(kinds, key=lambda kind: bench.known.wear[kind].order):
        for level in (0.35, 0.9):
            view = bench.group(SHEET_ON.get(kind, "steel_brushed"), {kind: level})
            tiles.append((f"{kind} {level:g}", developed(light(view))))
    out.parent.mkdir(parents=True, exist_ok=True)
    sheet(tiles, 6).save(out, quality=85)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", help="kinds of wear, all if none; with --look also kind=factor")
    parser.add_argument("--iou", action="store_true")
    parser.add_argument("--cost", action="store_true")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument("--look", type=Path, metavar="OUT.png")
    parser.add_argument("--sheet", type=Path, metavar="OUT.jpg", help="every kind, slight and strong")
    parser.add_argument("--materials", nargs="*", default=list(LOOK_AT))
    parser.add_argument("--size", type=int, nargs=2, default=(240, 180))
    parser.add_argument("--samples", type=int, default=16)
    options = parser.parse_args()
    wanted = {k: float(v or 1.0) for k, _, v in (text.partition("=") for text in options.kinds)}
    kinds = list(wanted) or list(load_catalogue().wear)
    if options.sheet:
        each(options.sheet, kinds, tuple(options.size), options.samples)
    elif options.look:
        look(options.look, wanted or dict.fromkeys(kinds, 0.5), options.materials, tuple(options.size), options.samples)
    elif options.cost:
        costs(kinds, options.repeats)
    elif options.iou:
        overlap(kinds, max(options.samples, 48))
    else:
        shares(kinds)


if __name__ == "__main__":
    main()
