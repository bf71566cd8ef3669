"""What Cycles is asked for, and how it comes back: light groups, wear layers, instance numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np
import OpenEXR

from generator.profiles import Profile

_GROUP = "Combined_"  # Cycles' prefix for the pass of a light group
_GUIDES = {"Albedo": "Denoising Albedo", "Normal": "Denoising Normal"}


def request_groups(scene: bpy.types.Scene, groups: Sequence[str], layers: Sequence[str]) -> None:
    """Ask for one pass per light group, guides for the denoiser, and one AOV per wear layer."""
    view_layer = scene.view_layers[0]
    for group in groups:
        view_layer.lightgroups.add(name=group)
    for layer in layers:
        aov = view_layer.aovs.add()
        aov.name, aov.type = layer, "VALUE"
    view_layer.cycles.denoising_store_passes = True


def wire_denoisers(
    scene: bpy.types.Scene, groups: Sequence[str], layers: Sequence[str], profile: Profile
) -> bpy.types.Node:
    """Denoise each light group by itself and write groups and layers to one file per render.

    Cycles' own denoiser treats the combined picture only. Groups that are denoised apart can be mixed anew, and their
    sum is the picture by construction. Returns the node whose `base_path` says where the file goes.
    """
    scene.use_nodes = True
    scene.render.compositor_device = "CPU"
    scene.render.compositor_precision = "FULL"
    tree = scene.node_tree
    tree.nodes.clear()
    source = tree.nodes.new("CompositorNodeRLayers")
    target = tree.nodes.new("CompositorNodeOutputFile")
    target.format.file_format = "OPEN_EXR_MULTILAYER"
    target.format.color_depth = "32"
    target.format.exr_codec = "NONE"
    for group in groups:
        slot = _slot(target, group)
        noisy = source.outputs[_GROUP + group]
        if not profile.denoise:
            tree.links.new(noisy, slot)
            continue
        denoise = tree.nodes.new("CompositorNodeDenoise")
        denoise.prefilter = profile.denoise_prefilter
        denoise.quality = profile.denoise_quality
        denoise.use_hdr = True
        tree.links.new(noisy, denoise.inputs["Image"])
        for guide, name in _GUIDES.items():
            tree.links.new(source.outputs[name], denoise.inputs[guide])
        tree.links.new(denoise.outputs[0], slot)
    for layer in layers:
        tree.links.new(source.outputs[layer], _slot(target, layer))
    return target


def _slot(target: bpy.types.Node, name: str) -> bpy.types.NodeSocket:
    """The next input of a file node. It is made with one, which goes first: taking that away would leak its memory."""
    slots = target.layer_slots
    if target.inputs[-1].is_linked:
        slots.new(name)
    else:
        slots[-1].name = name
    return target.inputs[-1]


def read_beauty(
    path: Path, groups: Sequence[str], layers: Sequence[str]
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Light group -> (h, w, 3) float32 radiance, never negative; wear layer -> (h, w) float32 in 0..1."""
    channels = _channels(path)
    radiance = {g: np.maximum(np.stack([channels[f"{g}.{c}"] for c in "RGB"], axis=2), 0.0) for g in groups}
    return radiance, {layer: np.clip(channels[f"{layer}.V"], 0.0, 1.0) for layer in layers}


def read_luminance(path: Path) -> np.ndarray:
    """(h, w) float32 mean of the colour channels of a plain render."""
    channels = _channels(path)
    named = [next(pixels for name, pixels in channels.items() if name.endswith(f"Combined.{c}")) for c in "RGB"]
    return np.maximum(np.mean(named, axis=0), 0.0).astype(np.float32)


def read_ids(path: Path) -> np.ndarray:
    """(h, w) int32 instance numbers."""
    named = [pixels for name, pixels in _channels(path).items() if "IndexOB" in name]
    return np.rint(named[0]).astype(np.int32)


def _channels(path: Path) -> dict[str, np.ndarray]:
    with OpenEXR.File(str(path), separate_channels=True) as file:
        return {name: channel.pixels for name, channel in file.channels().items()}
