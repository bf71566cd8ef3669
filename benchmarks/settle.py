"""Settling: CPU seconds and worst penetration of catalogue parts poured into a bin.

    python benchmarks/settle.py [--parts 10,20,40,80,150,300] [--seed 0]

Penetration is measured twice: by the engine (convex pieces), and on the true triangles without the engine.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.physics.measure import worst_penetration_m
from generator.physics.settle import overlap_m, settle
from generator.recipe import RECIPE_VERSION, MeshRef, SceneRecipe, Surroundings, Thing
from generator.seeds import stream
from scenes.containers import choose_container
from scenes.poses import any_rotation, as_matrix, stack_starts

KINDS = 6
STEEL_KG_M3 = 7850.0


def bin_scene(count: int, seed: int) -> tuple[SceneRecipe, dict[str, Mesh]]:
    """Parts of six kinds in the air above a bin that holds them."""
    rng = stream(seed, count, "benchmark")
    catalogue = load_catalogue()
    names = sorted(name for name, part in catalogue.parts.items() if "part" in part.roles)
    kinds = [names[i] for i in rng.choice(len(names), KINDS, replace=False)]
    chosen = [catalogue.parts[kinds[i % KINDS]].load() for i in range(count)]
    container = choose_container(chosen, False, rng)
    crate = catalogue.shapes["open_bin"].make(**container.params)
    lift = -float(crate.bounds_m[0, 2])
    floor = catalogue.shapes["block"].make(width_m=3.0, depth_m=3.0, height_m=0.1)
    below = as_matrix(np.eye(3), (0.0, 0.0, -float(floor.bounds_m[1, 2])))
    things = [
        _thing("floor", floor, below, moves=False),
        _thing("bin", crate, as_matrix(np.eye(3), (0.0, 0.0, lift)), moves=False),
    ]
    area = (0.85 * container.inner_m[0], 0.85 * container.inner_m[1])
    starts = stack_starts([mesh.radius_m for mesh in chosen], area, container.floor_m + 1e-3, rng)
    meshes = {"floor": floor, "bin": crate}
    for number, (mesh, start) in enumerate(zip(chosen, starts, strict=True)):
        name = f"part_{number:03d}"
        meshes[name] = mesh
        things.append(_thing(name, mesh, as_matrix(any_rotation(rng), start), moves=True))
    plain = Surroundings(None, 0.0, 1.0)
    recipe = SceneRecipe(
        RECIPE_VERSION, "b", seed, count, "train", "bin", "draft", (), {}, tuple(things), (), plain, ()
    )
    return recipe, meshes


def _thing(name: str, mesh: Mesh, pose: tuple[tuple[float, ...], ...], *, moves: bool) -> Thing:
    mass = mesh.volume_m3 * STEEL_KG_M3
    return Thing(name, MeshRef("shape", name, {}), pose, (), mass_kg=mass, friction=0.3, moves=moves)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", default="10,20,40,80,150,300")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    print("parts  pieces  settle CPU s  pieces overlap mm  triangles overlap mm  left out")
    for count in (int(text) for text in options.parts.split(",")):
        recipe, meshes = bin_scene(count, options.seed)
        started = time.process_time()
        rested = settle(recipe, meshes)
        spent = time.process_time() - started
        pieces = sum(len(meshes[thing.name].hulls) for thing in recipe.things)
        triangles = worst_penetration_m(rested, meshes)
        out = len(recipe.things) - len(rested.things)
        print(
            f"{count:5d}  {pieces:6d}  {spent:12.2f}  {overlap_m(rested, meshes) * 1e3:17.4f}"
            f"  {triangles * 1e3:20.4f}  {out:8d}",
            flush=True,
        )


if __name__ == "__main__":
    main()
