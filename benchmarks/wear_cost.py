"""CPU seconds of one sample per pixel: each material against plain metal, wear on a bin of 40 parts against none.

    python benchmarks/wear_cost.py             the bin: plain, materials, scratches, dust, both, the usual, all
    python benchmarks/wear_cost.py --materials one material of each kind, filling the picture
    python benchmarks/wear_cost.py --only steel_cast steel_milled   these alone, filling the picture

The cost of a sample is the difference between two renders of the same picture with few and with many samples, so that
building and loading do not count. CPU time, not wall time: other work on the machine hardly changes it. What is clear
stands beside glass without any texture as well: light goes further in it, whatever lies on it.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from gallery import LAMPS, WORLD, ball, camera, placed, shaft

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.plugins import Catalogue, Material
from generator.profiles import Profile
from generator.recipe import RECIPE_VERSION, Capture, MaterialRecipe, MeshRef, SceneRecipe, Thing, View, WearRecipe
from generator.seeds import stream
from generator.shading import Graph, Surface
from materials.closures import conductor
from materials.optics import CONDUCTORS, DIELECTRICS
from materials.skins import wall
from scenes.shapes._mesh import make_mesh, rotation, slab
from scenes.shapes.containers import open_bin
from scenes.shapes.rooms import block

_log = logging.getLogger("wear_cost")
SIZE = (240, 180)
FEW, MANY = 4, 24
USUAL = {"dust": 0.3, "scratches": 0.35, "edge_wear": 0.2, "grease": 0.2, "fingerprints": 0.2}  # as the defaults draw
METALS = (
    "steel_milled",
    "steel_turned",
    "stainless_steel_brushed",
    "aluminium_milled",
    "zinc_sandblasted",
    "steel_cast",
)
ONE_OF_EACH = (
    "steel_polished",
    "steel_brushed",
    "steel_turned",
    "steel_milled",
    "steel_sandblasted",
    "steel_cast",
    "steel_ground",
    "steel_forged",
    "steel_laser_cut",
    "steel_galvanised",
    "steel_zinc_yellow",
    "steel_heat_tinted",
    "steel_welded",
    "aluminium_anodised_red",
    "plastic_blue",
    "rubber_black",
    "painted_steel_grey",
    "powder_coat_black",
    "cardboard_brown",
    "oak_worn",
    "laminate_white",
    "esd_mat_green",
    "concrete_floor",
    "epoxy_grey",
    "painted_wall_white",
    "brick_wall",
    "glass_clear",
)


def build_plain(params: Mapping[str, Any], graph: Graph) -> Surface:
    """Metal with no texture at all: what everything else is measured against."""
    return Surface(conductor(CONDUCTORS["iron"]), "metal", 0.3)


def build_plain_glass(params: Mapping[str, Any], graph: Graph) -> Surface:
    """Glass that refracts, with nothing on it and no tint: what its bounces alone cost."""
    return Surface(wall(DIELECTRICS["soda_lime_glass"]), "glass", 0.0, (1.0, 1.0, 1.0))


PLAIN = Material("plain", "Iron without any texture.", lambda rng: {}, build_plain, 7850.0, 0.4)
PLAIN_GLASS = Material("plain_glass", "Glass without any texture.", lambda rng: {}, build_plain_glass, 2500.0, 0.4)


def catalogue() -> Catalogue:
    known = load_catalogue()
    return replace(known, materials={**known.materials, "plain": PLAIN, "plain_glass": PLAIN_GLASS})


def thing(all_of: Catalogue, name: str, material: str, pose: Any, wear: Mapping[str, float]) -> Thing:
    sampled = MaterialRecipe(material, all_of.materials[material].sample(stream(1, 0, name)))
    worn = tuple(WearRecipe(k, s, all_of.wear[k].sample(stream(1, 0, f"{name}/{k}"), s)) for k, s in wear.items())
    return Thing(name, MeshRef("shape", "cost", {}), pose, (sampled,), worn)


def bin_of_parts(
    all_of: Catalogue, materials: Sequence[str] | None, wear: Mapping[str, float]
) -> tuple[list[Thing], dict[str, Mesh]]:
    """40 shafts and blocks in a crate on a bench. Without `materials` everything is plain metal."""
    rng = np.random.default_rng(4)
    crate = open_bin(0.3, 0.2, 0.07)
    meshes: dict[str, Mesh] = {"bench": block(3.0, 2.0, 0.04), "bin": crate}
    rest = np.eye(4)
    rest[2, 3] = -0.02
    bench = tuple(map(tuple, rest.tolist()))
    things = [thing(all_of, "bench", "laminate_grey" if materials else "plain", bench, {})]
    things.append(thing(all_of, "bin", "plastic_blue" if materials else "plain", placed(crate, np.eye(3), 0, 0), {}))
    for i in range(40):
        mesh = shaft() if i % 2 else make_mesh([slab(0.04, 0.026, 0.012, 0.002, 0.0008)], ("body",))
        turn = rotation("z", rng.uniform(0, 360)) @ (rotation("y", 90) if i % 2 else np.eye(3))
        pose = np.array(placed(mesh, turn, (i % 8 - 3.5) * 0.033, (i // 8 - 2) * 0.034))
        pose[2, 3] += 0.006 + 0.004 * (i % 3)
        name = f"part_{i:02d}"
        meshes[name] = mesh
        material = METALS[i % len(METALS)] if materials else "plain"
        things.append(thing(all_of, name, material, tuple(map(tuple, pose.tolist())), wear))
    return things, meshes


def filling(all_of: Catalogue, material: str, wear: Mapping[str, float]) -> tuple[list[Thing], dict[str, Mesh]]:
    """One board and a ball of the same material that fill the picture."""
    meshes = {"board": block(3.0, 2.0, 0.04), "ball": ball(0.06)}
    rest = np.eye(4)
    rest[2, 3] = -0.02
    board = thing(all_of, "board", material, tuple(map(tuple, rest.tolist())), wear)
    return [board, thing(all_of, "ball", material, placed(meshes["ball"], np.eye(3), 0, 0), wear)], meshes


def one_try(all_of: Catalogue, things: Sequence[Thing], meshes: Mapping[str, Mesh]) -> tuple[float, float]:
    """CPU seconds of the picture with few and with many samples."""
    view = camera(*SIZE, (0.0, -0.3, 0.32), (0.0, 0.0, 0.01), 12.0)
    views = (View(0, view, (Capture(1, "1.png", {}, {}, 0),), 1),)
    recipe = SceneRecipe(
        RECIPE_VERSION, "cost", 1, 0, "train", "cost", "standard", ("wear",), {}, tuple(things), LAMPS, WORLD, views
    )  # fmt: skip
    spent = []
    for samples in (FEW, MANY):
        renderer = BlenderRenderer(all_of, device="cpu", profile=Profile("cost", samples, 0.0, "FAST", "FAST", False))
        renderer.start()
        begin = time.process_time()
        for _ in renderer.render(recipe, meshes):
            pass
        spent.append(time.process_time() - begin)
    return spent[0], spent[1]


def cost(all_of: Catalogue, things: Sequence[Thing], meshes: Mapping[str, Mesh], repeats: int) -> float:
    """CPU seconds of one sample per pixel: the least of several tries."""
    tries = [one_try(all_of, things, meshes) for _ in range(repeats)]
    return (min(many for _, many in tries) - min(few for few, _ in tries)) / (MANY - FEW)


def against_plain(all_of: Catalogue, names: Sequence[str], repeats: int) -> None:
    """Each in turn, then all again: what else the machine does spoils one try of each, not one name."""
    clear = [name for name in names if all_of.materials[name].transparent]
    names = (*names, "plain_glass") if clear else names
    few, many = dict.fromkeys(("plain", *names), np.inf), dict.fromkeys(("plain", *names), np.inf)
    for _ in range(repeats):
        for name in few:
            spent = one_try(all_of, *filling(all_of, name, {}))
            few[name], many[name] = min(few[name], spent[0]), min(many[name], spent[1])
    least = {name: (many[name] - few[name]) / (MANY - FEW) for name in few}
    plain = least.pop("plain")
    print(f"{'plain metal':24} 1.00   ({plain * 1e9 / (SIZE[0] * SIZE[1]):.0f} ns a pixel)")
    for name, cost_s in least.items():
        beside = f"   {cost_s / least['plain_glass']:.2f} x plain glass" if name in clear else ""
        print(f"{name:24} {cost_s / plain:.2f}{beside}", flush=True)


def in_order(all_of: Catalogue, wear: Mapping[str, float]) -> dict[str, float]:
    """The kinds in the order in which they come about."""
    return dict(sorted(wear.items(), key=lambda kind: (all_of.wear[kind[0]].order, kind[0])))


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--materials", action="store_true")
    parser.add_argument("--only", nargs="+", help="names of the materials to measure")
    parser.add_argument("--repeats", type=int, default=2)
    options = parser.parse_args()
    all_of = catalogue()
    if options.materials or options.only:
        against_plain(all_of, options.only or ONE_OF_EACH, options.repeats)
        return
    plain = bare = None
    for label, materials, wear in (
        ("plain metal", None, {}),
        ("materials", METALS, {}),
        ("with scratches", METALS, {"scratches": 0.6}),
        ("with dust", METALS, {"dust": 0.5}),
        ("with both", METALS, {"scratches": 0.6, "dust": 0.5}),
        ("as usual", METALS, in_order(all_of, USUAL)),
        ("with all kinds", METALS, in_order(all_of, dict.fromkeys(all_of.wear, 0.5))),
    ):
        spent = cost(all_of, *bin_of_parts(all_of, materials, wear), options.repeats)
        plain = spent if plain is None else plain
        bare = spent if bare is None and materials else bare
        unworn = f", {spent / bare:.2f} x the unworn parts" if bare else ""
        print(f"{label:16} {spent:6.3f} CPU s a sample per pixel, {spent / plain:.2f} x plain{unworn}", flush=True)


if __name__ == "__main__":
    main()
