"""Per-pixel labels beside the picture, in the picture's own pixels: depth, normals, wear."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping

import cv2
import numpy as np

from generator.labels.cast import ViewCast
from generator.render import ViewRender


def wear_layers(render: ViewRender, lookup: np.ndarray) -> dict[str, np.ndarray]:
    """The renderer's wear layers ``wear_<kind>`` bent as the lens bends the picture: (H, W) float32, 0..1.

    `lookup` (H, W, 2) is the pinhole's `warp_map`.
    """
    layers = {}
    for name, layer in sorted(render.layers.items()):
        if name.startswith("wear_"):
            bent = cv2.remap(layer.astype(np.float32), lookup, None, cv2.INTER_LINEAR)  # type: ignore[call-overload]
            layers[name] = np.clip(bent, 0.0, 1.0).astype(np.float32)
    return layers


def view_layers(wanted: Collection[str], cast: ViewCast, render: ViewRender) -> dict[str, np.ndarray]:
    """What the spec's `layers` asks for.

    ``depth_m`` (H, W) float32, metres along the optical axis to the first surface (glass too), 0 where there is none;
    ``normals`` (H, W, 3) float16, geometric, unit, camera frame (x right, y down, z forward), facing the camera, 0
    where there is none; ``wear_<kind>`` (H, W) float16, 0 clean .. 1 covered, of the first surface; ``stereo_depth_m``
    (H, W) float32, what a depth camera measures, 0 where it finds nothing.
    """
    layers: dict[str, np.ndarray] = {}
    if "depth" in wanted:
        layers["depth_m"] = cast.depth_m
    if "normals" in wanted:
        layers["normals"] = cast.normals.astype(np.float16)
    if "wear" in wanted:
        layers |= {name: layer.astype(np.float16) for name, layer in wear_layers(render, cast.lookup).items()}
    if "stereo" in wanted:
        nearest = cast.lookup.astype(np.float32)
        layers["stereo_depth_m"] = cv2.remap(render.layers["stereo_depth_m"], nearest, None, cv2.INTER_NEAREST)  # type: ignore[call-overload]
    return layers


def layers_to_bytes(layers: Mapping[str, np.ndarray]) -> bytes:
    """The layers as a compressed npz: the same bytes for the same arrays (numpy dates its entries 1980)."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **dict(sorted(layers.items())))
    return buffer.getvalue()
