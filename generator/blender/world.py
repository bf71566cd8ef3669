"""The fill light from all around: one of the wheel's studio lights, or a plain colour."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import blenderproc as bproc
import bpy
import numpy as np
import OpenEXR

from generator.blender.light import fitted_environment
from generator.errors import SpecError, unknown_name
from generator.recipe import Rgb, Surroundings

_TINT = "tint"  # name of the node that colours the map
_MAP_PX = 512  # of the importance map; Blender's automatic choice costs 1.4 s at the first sync


def set_world(surroundings: Surroundings, group: str) -> None:
    """Light the scene from all around, in the light group `group`.

    Raises SpecError if there is no studio light of that name.
    """
    world = bpy.context.scene.world
    world.use_nodes = True
    bproc.renderer.set_world_background(list(surroundings.colour), surroundings.strength)
    world.lightgroup = group
    world.cycles.sampling_method = "MANUAL"
    world.cycles.sample_map_resolution = _MAP_PX
    if surroundings.hdri is None:
        return
    tree = world.node_tree
    texture = tree.nodes.new("ShaderNodeTexEnvironment")
    texture.image = _environment_image(surroundings.hdri, surroundings.clamp)
    turned = tree.nodes.new("ShaderNodeMapping")
    turned.vector_type = "POINT"
    turned.inputs["Rotation"].default_value = (0.0, 0.0, math.radians(surroundings.rotation_deg))
    tinted = tree.nodes.new("ShaderNodeMix")
    tinted.name = _TINT
    tinted.data_type, tinted.blend_type = "RGBA", "MULTIPLY"
    tinted.inputs[0].default_value = 1.0
    tinted.inputs[7].default_value = (*surroundings.colour, 1.0)
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    background = tree.nodes["Background"]
    tree.links.new(coordinates.outputs["Generated"], turned.inputs["Vector"])
    tree.links.new(turned.outputs["Vector"], texture.inputs["Vector"])
    tree.links.new(texture.outputs["Color"], tinted.inputs[6])
    tree.links.new(tinted.outputs[2], background.inputs["Color"])


def tint_world(surroundings: Surroundings, gain: Rgb) -> None:
    """Give the surroundings that were set their light times `gain`."""
    tree = bpy.context.scene.world.node_tree
    tinted = tree.nodes.get(_TINT)
    socket = tree.nodes["Background"].inputs["Color"] if tinted is None else tinted.inputs[7]
    socket.default_value = (*(np.array(surroundings.colour) * gain).tolist(), 1.0)


def studio_lights() -> tuple[str, ...]:
    """Names of the HDRIs (CC0) that come with Blender."""
    return tuple(sorted(path.stem for path in _folder().glob("*.exr")))


def _folder() -> Path:
    return Path(bpy.utils.resource_path("LOCAL")) / "datafiles" / "studiolights" / "world"


def _environment_image(name: str, clamp: float) -> bpy.types.Image:
    """The map with its peaks cut and its mean at 1. BlenderProc's loader takes the file as it is, suns and all."""
    if name not in studio_lights():
        raise SpecError(unknown_name("studio light", name, studio_lights()))
    pixels = _environment(str(_folder() / f"{name}.exr"), clamp)
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(f"world-{name}", width, height, float_buffer=True, is_data=True)
    with_alpha = np.concatenate([pixels, np.ones((height, width, 1), np.float32)], axis=2)
    image.pixels.foreach_set(np.ascontiguousarray(with_alpha[::-1]).ravel())
    image.update()
    return image


@lru_cache(maxsize=8)
def _environment(path: str, clamp: float) -> np.ndarray:
    with OpenEXR.File(path) as file:
        channels = file.channels()
        pixels = channels["RGB" if "RGB" in channels else "RGBA"].pixels[..., :3].astype(np.float32)
    return fitted_environment(pixels, clamp)
