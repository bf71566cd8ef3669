"""What cameras look into from outside: the opening of a machine or of a fume hood, and what stands in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.camera import Camera
from generator.factors import Factor, Value
from generator.mesh import Mesh
from generator.recipe import SceneRecipe
from scenes.poses import as_matrix
from scenes.sight import hidden_cells, triangles_of

SCREENED_SHARE = 0.25  # of a picture that posts, panels and the frame of a door or sash may take
_TURNED_DEG = 16.0  # by which a camera that sees too little goes aside, at most


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """An opening seen from before it: straight before it is 0 degrees of azimuth."""

    out: np.ndarray  # (2,) unit, out of the opening
    ahead_m: float  # least distance of a camera from the origin, along `out`
    sidewards: float  # degrees to the side for each degree of azimuth
    elevations_deg: tuple[float, float]  # to which the factor's range is drawn together
    screens_m: np.ndarray  # (T, 3, 3) opaque triangles that stand between the cameras and the work

    def before(
        self, factors: Mapping[str, Value], azimuth: Factor, elevation: Factor, late: float, aside: float
    ) -> dict[str, Value]:
        """The factors of a view turned to before the opening.

        `late` from 0 to 1 draws them to the middle of it, and `aside` (-1..1) then says to which side of that.
        """
        low, high = self.elevations_deg
        share = (float(factors[elevation.name]) - elevation.low) / (elevation.high - elevation.low)
        turned = (1 - late) * self.sidewards * float(factors[azimuth.name]) + late * aside * _TURNED_DEG
        facing = math.degrees(math.atan2(self.out[1], self.out[0]))
        raised = low + (share + late * (0.45 - share)) * (high - low)
        return {**factors, azimuth.name: facing + turned, elevation.name: raised}

    def stepped_back(self, camera: Camera) -> Camera:
        """The camera moved back along its axis until it is before the opening, its focus where it was."""
        pose = camera.pose
        back = -pose[:3, 2]
        missing, lead = self.ahead_m - float(pose[:2, 3] @ self.out), float(back[:2] @ self.out)
        if missing <= 0 or lead < 0.2:
            return camera
        step = missing / lead
        moved = as_matrix(pose[:3, :3], pose[:3, 3] + step * back)
        return replace(camera, world_from_camera=moved, focus_m=camera.focus_m + step)

    def screened(self, camera: Camera) -> float:
        """Share of the picture, or of its middle where that is more, 0..1, in which the front hides what is inside."""
        hidden = hidden_cells(camera, self.screens_m)
        rows, columns = hidden.shape
        middle = hidden[rows // 4 : rows - rows // 4, columns // 4 : columns - columns // 4]
        return float(max(hidden.mean(), middle.mean()))


def screens(
    recipe: SceneRecipe, meshes: Mapping[str, Mesh], names: Sequence[str], see_through: Sequence[str] = ("pane",)
) -> np.ndarray:
    """(T, 3, 3) triangles of the named things in the world, less those of the slots one looks through."""
    there = [thing for thing in recipe.things if thing.name in names]
    return np.concatenate(
        [np.zeros((0, 3, 3)), *(triangles_of(thing, meshes[thing.name], see_through) for thing in there)]
    )
