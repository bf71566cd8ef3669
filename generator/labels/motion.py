"""What a label says of motion: how fast a thing goes, and where it will be when a robot acts on the picture."""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.mesh import Mesh
from generator.recipe import Thing, View
from scenes.motion import LATENCY

_NEAREST_M = 1e-6


def motion_record(thing: Thing, mesh: Mesh, view: View) -> dict[str, Any]:
    """`velocity_m_s` in the camera's frame (x right, y down, z ahead), and `bbox_after_latency`; empty if not known.

    The box is xywh in pixels around the thing's whole outline after `time.latency_ms` of straight motion; hidden
    parts count, and it may lie beyond the picture. A thing that is behind the camera by then has none.
    """
    if thing.velocity_m_s is None:
        return {}
    camera = view.camera
    seen = np.round(camera.pose[:3, :3].T @ np.array(thing.velocity_m_s), 6) + 0.0  # no -0.0
    record: dict[str, Any] = {"velocity_m_s": seen.tolist()}
    latency_ms = view.captures[0].factors.get(LATENCY.name) if view.captures else None
    if latency_ms is None:
        return record
    pose = np.array(thing.world_from_object)
    moved = pose[:3, 3] + np.array(thing.velocity_m_s) * float(latency_ms) * 1e-3
    pixels, depth = camera.project(mesh.vertices_m.astype(float) @ pose[:3, :3].T + moved)
    if depth.min() > _NEAREST_M:
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        record["bbox_after_latency"] = np.round([*low, *(high - low)], 3).tolist()
    return record
