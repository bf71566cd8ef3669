"""Scene families: CPU seconds to compose a scene, and how much the scenes of a family differ. Needs no Blender.

python benchmarks/families.py --scenes 40 --families conveyor,pallet,rack
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.physics.settle import overlap_m
from generator.plan import plan_scenes
from generator.spec import DatasetSpec

QUANTILES = (0.05, 0.5, 0.95)


def measure(family: str, scenes: int, seed: int) -> dict[str, list[float]]:
    """Each figure of each scene, by its name."""
    catalogue = load_catalogue()
    spec = DatasetSpec(
        name="families", seed=seed, images={"train": scenes}, scenes={family: 1.0}, views_per_scene=1, profile="draft"
    )
    stock = make_stock(spec, {}, held_out=False)
    found: dict[str, list[float]] = {}
    for plan in plan_scenes(spec, catalogue):
        start = time.process_time()
        recipe, meshes = compose_scene(plan, stock)
        spent = time.process_time() - start
        camera = recipe.views[0].camera
        centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
        eye = camera.pose[:3, 3] - np.median(centres, axis=0)
        figures = {
            "compose, CPU s": spent,
            "labelled things": len(recipe.labelled),
            "kinds of them": len({t.part for t in recipe.labelled}),
            "things in all": len(recipe.things),
            "triangles / 1000": sum(len(meshes[t.name].faces) for t in recipe.things) / 1000,
            "materials with wear": len({(repr(m), repr(t.wear)) for t in recipe.things for m in t.materials}),
            "camera distance, m": float(np.linalg.norm(eye)),
            "camera elevation, deg": float(np.degrees(np.arctan2(eye[2], np.linalg.norm(eye[:2])))),
            "light level, EV": float(plan.views[0].captures[0].factors["light.level_ev"]),
            "overlap of what was let go, mm": 1e3 * overlap_m(recipe, meshes),
        }
        for name, value in figures.items():
            found.setdefault(name, []).append(value)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=40, help="scenes of each family")
    parser.add_argument("--families", default="bin,conveyor,pallet,rack,workbench", help="which ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for family in options.families.split(","):
        print(f"\n{family}, {options.scenes} scenes: 5%, median, 95%\n")
        print("| figure | 5% | median | 95% |\n|---|---|---|---|")
        for name, values in measure(family, options.scenes, options.seed).items():
            print(f"| {name} | " + " | ".join(f"{v:.3g}" for v in np.quantile(values, QUANTILES)) + " |")


if __name__ == "__main__":
    main()
