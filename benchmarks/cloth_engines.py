"""The same cloth over the same block, by MuJoCo's flex and by ours: CPU seconds, stretch, depth.

    python benchmarks/cloth_engines.py

A square of 0.6 m, 30 x 30 points, falls on a block of 0.3 x 0.2 x 0.2 m and hangs over it for 1.4 s.
"""  # fmt: skip

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Mapping

import mujoco
import numpy as np

from generator.mesh import Mesh
from generator.physics.cloth import drape, make_grid
from generator.physics.soft_contacts import find_obstacles
from generator.recipe import RECIPE_VERSION, MeshRef, SceneRecipe, Soft, Surroundings, Thing
from scenes.shapes.rooms import block

_log = logging.getLogger("cloth_engines")
POINTS, SIDE_M, FALL_M, SECONDS = 30, 0.6, 0.26, 1.4
BLOCK_M = (0.3, 0.2, 0.2)
SPACING_M = SIDE_M / (POINTS - 1)
_FLEX = """<mujoco><option timestep="{step}" integrator="{integrator}" solver="CG" tolerance="1e-6"/>
<size memory="400M"/>
<worldbody><geom type="plane" size="2 2 .1"/><geom type="box" size=".15 .1 .1" pos="0 0 .1"/>
<flexcomp name="f" type="grid" count="{n} {n} 1" spacing="{s} {s} {s}" pos="0 0 {z}" radius="0.001" mass="0.09" dim="2">
<edge equality="true"/><contact selfcollide="none" condim="3" solref="0.003"/>
<elasticity young="5e4" poisson="0" thickness="2e-3" elastic2d="bend"/></flexcomp></worldbody></mujoco>"""


def by_flex(integrator: str, step_s: float) -> None:
    """Drape with a flex shell whose edges are held by constraints."""
    text = _FLEX.format(step=step_s, integrator=integrator, n=POINTS, s=SPACING_M, z=FALL_M)
    model = mujoco.MjModel.from_xml_string(text)
    data = mujoco.MjData(model)
    begun = time.process_time()
    for _ in range(round(SECONDS / step_s)):
        mujoco.mj_step(model, data)
    took = time.process_time() - begun
    points, ends = np.array(data.flexvert_xpos), np.array(model.flex_edge)
    stretch = np.linalg.norm(points[ends[:, 0]] - points[ends[:, 1]], axis=1) / model.flexedge_length0
    report(f"MuJoCo flex, {integrator}, {step_s * 1e3:g} ms", took, stretch)


def by_ours() -> None:
    """Drape with `generator.physics.cloth`."""
    things, meshes = [], dict[str, Mesh]()
    for name, mesh, z in (("ground", block(4, 4, 0.1), -0.05), ("block", block(*BLOCK_M), 0.1)):
        pose = np.eye(4)
        pose[2, 3] = z
        things.append(Thing(name, MeshRef("shape", "block", {}), tuple(tuple(row) for row in pose.tolist()), ()))
        meshes[name] = mesh
    obstacles = find_obstacles(_recipe(things), meshes, np.full(3, -9.0), np.full(3, 9.0))
    mask = np.ones((POINTS, POINTS), bool)
    place = np.argwhere(mask) * SPACING_M
    points = np.column_stack([place - place.mean(axis=0), np.full(len(place), FALL_M)])
    begun = time.process_time()
    rested, depth = drape(points, mask, Soft("cloth", 0.001, 0.25, 6e-5), obstacles)
    took = time.process_time() - begun
    ends = np.concatenate(make_grid(mask).links)
    stretch = np.linalg.norm(rested[ends[:, 0]] - rested[ends[:, 1]], axis=1) / SPACING_M
    report(f"ours (depth {depth * 1e3:.2f} mm)", took, stretch)


def _recipe(things: list[Thing]) -> SceneRecipe:
    """Of these things alone."""
    light = Surroundings(None, 0.0, 1.0)
    return SceneRecipe(RECIPE_VERSION, "", 0, 0, "", "", "", (), {}, tuple(things), (), light, ())


def report(name: str, cpu_s: float, stretch: np.ndarray) -> None:
    """One line: CPU seconds, and by how much links are longer than they were."""
    half, most, worst = np.quantile(stretch, [0.5, 0.96, 1.0])
    _log.info("%-36s %5.1f CPU s   stretch %.3f median, %.3f of 96 %%, %.3f worst", name, cpu_s, half, most, worst)


def main(engines: Mapping[str, float]) -> None:
    """Every way once."""
    by_ours()
    for integrator, step_s in engines.items():
        by_flex(integrator, step_s)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    main({"Euler": 0.001, "discrete": 0.004})
