"""What stands around the work and is seen in polished metal: floor, walls, window frames, cabinets, shelves."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, slab


def block(width_m: float, depth_m: float, height_m: float, corner_m: float = 0.003, bevel_m: float = 0.002) -> Mesh:
    """A bevelled block: a floor slab, a wall, a ceiling, a wooden block."""
    return make_mesh([slab(width_m, depth_m, height_m, corner_m, bevel_m)], ("body",))


def window_frame(width_m: float, height_m: float, bars: int = 1, profile_m: float = 0.06) -> Mesh:
    """A frame in the x-y plane around a pane of that size, with `bars` upright bars and one cross bar."""
    upright = slab(profile_m, height_m + 2 * profile_m, 0.7 * profile_m, 0.004, 0.003)
    level = slab(width_m, profile_m, 0.7 * profile_m, 0.004, 0.003)
    pieces = [upright.moved(side * (width_m + profile_m) / 2) for side in (-1, 1)]
    pieces += [level.moved(0, side * (height_m + profile_m) / 2) for side in (-1, 1)]
    thin = slab(0.6 * profile_m, height_m, 0.5 * profile_m, 0.004, 0.003)
    pieces += [thin.moved(((i + 1) / (bars + 1) - 0.5) * width_m) for i in range(bars)]
    pieces.append(slab(width_m, 0.6 * profile_m, 0.5 * profile_m, 0.004, 0.003).moved(0, 0.18 * height_m))
    return make_mesh(pieces, ("frame",))


def cabinet(width_m: float, depth_m: float, height_m: float, doors: int = 2) -> Mesh:
    """A steel cabinet: body, doors with gaps between them (slot "door"), a handle on each."""
    body = slab(width_m, depth_m, height_m, 0.006, 0.004)
    pieces: list[Piece] = [body]
    gap = 0.004 * height_m
    leaf = (width_m - gap * (doors + 1)) / doors
    for i in range(doors):
        x = -width_m / 2 + gap + leaf / 2 + i * (leaf + gap)
        pieces.append(slab(leaf, 0.02, height_m - 2 * gap, 0.004, 0.003, 1).moved(x, -depth_m / 2 - 0.008))
        handle = slab(0.012, 0.02, 0.12 * height_m, 0.004, 0.003)
        pieces.append(handle.moved(x + (0.4 if i % 2 == 0 else -0.4) * leaf, -depth_m / 2 - 0.026))
    return make_mesh(pieces, ("body", "door"))


def shelf(width_m: float, depth_m: float, height_m: float, boards: int = 4, boxes: int = 6, pattern: int = 0) -> Mesh:
    """An open shelf with boxes on it (slot "box"); `pattern` sets which boxes stand where."""
    post = 0.03 * height_m**0.5
    pieces = [
        slab(post, post, height_m, 0.003, 0.002).moved(sx * (width_m - post) / 2, sy * (depth_m - post) / 2)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    levels = np.linspace(-0.42, 0.46, boards) * height_m
    pieces += [slab(width_m, depth_m, 0.02, 0.003, 0.002).moved(0, 0, z) for z in levels]
    room = (levels[1] - levels[0]) if boards > 1 else 0.3 * height_m
    for i in range(boxes):
        share = ((i * 7 + pattern * 3) % 11) / 10
        wide, deep, high = (0.16 + 0.1 * share) * width_m, 0.7 * depth_m, (0.35 + 0.45 * (1 - share)) * room
        level = levels[(i + pattern) % max(boards - 1, 1)]
        x = ((i // max(boards - 1, 1) + 0.5) / (-(-boxes // max(boards - 1, 1))) - 0.5) * (width_m - wide)
        pieces.append(slab(wide, deep, high, 0.006, 0.004, 1).moved(x, 0, level + 0.0105 + high / 2))
    return make_mesh(pieces, ("frame", "box"))


SHAPES = (
    Shape("block", "Bevelled block: floor slab, wall, ceiling, wooden block.", block),
    Shape("window_frame", "Window frame with bars, in front of a bright pane.", window_frame, stuff="wall"),
    Shape("cabinet", "Steel cabinet with doors and handles; slots body, door.", cabinet, stuff="wall"),
    Shape("shelf", "Open shelf with boxes on it; slots frame, box.", shelf, stuff="wall"),
)
