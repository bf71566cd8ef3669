"""The infrared pair of a depth camera, traced: dots on what scatters, their reflections in what shines.

Where no dot comes back, or where it comes back from elsewhere, matching finds nothing or finds it wrong. That is how
glass and mirrors get their holes: by light, not by a mask. The lamps of the room are dark here, since white LEDs give
next to nothing at 850 nm; what comes from outside stays.
"""

from __future__ import annotations

import math
from pathlib import Path

import bpy
import numpy as np

from generator.blender import lens, passes
from generator.blender.lamps import LAMP
from generator.blender.nodes import build_image
from generator.blender.session import private_folder, render_scene
from generator.camera import Camera
from generator.depth_camera import DEPTH_CAMERA, dot_pattern

_SAMPLES = 8
_CLAMP = 3.0  # W/(m^2 sr) of one sample of scattered light: a spark in one eye is no feature
_BOUNCES = {"max_bounces": 8, "diffuse_bounces": 1, "glossy_bounces": 4, "transmission_bounces": 8}


class StereoPair:
    """A third Blender scene over the same things, with the projector besides."""

    def __init__(self, beauty: bpy.types.Scene) -> None:
        self._scene = _pair_scene(beauty)
        self._projector = _projector(self._scene)

    def shoot(self, camera: Camera) -> tuple[np.ndarray, np.ndarray]:
        """Left and right eye, (h, w) float32 each, in the pixels of `camera.pinhole()`. Aims the camera first."""
        lens.aim_camera(camera)
        eye = bpy.context.scene.camera
        self._aim_projector(camera, eye)
        home = eye.matrix_world.copy()
        eyes = []
        with private_folder() as folder, lens.sharp(self._scene):
            for side in (0, 1):
                self._scene.cycles.seed = side  # noise that both eyes share would be matched
                eye.matrix_world = home
                eye.location = home.translation + home.col[0].xyz * (side * DEPTH_CAMERA.baseline_m)
                eyes.append(self._trace(folder / f"{side}.exr"))
        eye.matrix_world = home
        return eyes[0], eyes[1]

    def _aim_projector(self, camera: Camera, eye: bpy.types.Object) -> None:
        pinhole = camera.pinhole()
        self._projector.matrix_world = eye.matrix_world
        self._projector.location += eye.matrix_world.col[0].xyz * (0.5 * DEPTH_CAMERA.baseline_m)
        light = self._projector.data
        light.energy = 4 * math.pi * camera.focus_m**2 * DEPTH_CAMERA.dots_w_m2
        pattern, spread = dot_pattern(pinhole.width_px, pinhole.height_px)
        half = 0.5 * spread * max(pinhole.width_px, pinhole.height_px) / pinhole.focal_px
        light.spot_size = min(2 * math.atan(half * math.sqrt(2)), math.radians(170))
        nodes = light.node_tree.nodes
        nodes["spread"].inputs[1].default_value = (0.5 / half, 0.5 / half, 0.0)
        nodes["dots"].image = build_image(f"dots-{pattern.shape[0]}", lambda name: pattern)

    def _trace(self, file: Path) -> np.ndarray:
        self._scene.render.filepath = str(file)
        render_scene(self._scene, write_still=True)
        return passes.read_luminance(file)


def _pair_scene(beauty: bpy.types.Scene) -> bpy.types.Scene:
    pair = beauty.copy()
    pair.name = "stereo"
    pair.use_nodes = False
    cycles = pair.cycles
    cycles.samples = _SAMPLES
    cycles.use_adaptive_sampling = False
    cycles.sample_clamp_indirect = _CLAMP
    for name, value in _BOUNCES.items():
        setattr(cycles, name, value)
    for thing in [found for found in pair.collection.objects if found.name.startswith(LAMP)]:
        pair.collection.objects.unlink(thing)
    view_layer = pair.view_layers[0]
    view_layer.cycles.denoising_store_passes = False
    for aov in list(view_layer.aovs):
        view_layer.aovs.remove(aov)
    for group in list(view_layer.lightgroups):
        view_layer.lightgroups.remove(group)
    return pair


def _projector(pair: bpy.types.Scene) -> bpy.types.Object:
    """A spot light through a slide: direction over its z is the place on the slide."""
    light = bpy.data.lights.new("dots", "SPOT")
    light.shadow_soft_size = 0.0005
    light.spot_blend = 0.0
    light.use_nodes = True
    tree = light.node_tree
    nodes, links = tree.nodes, tree.links
    split = nodes.new("ShaderNodeSeparateXYZ")
    links.new(nodes.new("ShaderNodeTexCoord").outputs["Normal"], split.inputs[0])
    place = nodes.new("ShaderNodeCombineXYZ")
    for axis in (0, 1):
        over = nodes.new("ShaderNodeMath")
        over.operation = "DIVIDE"
        links.new(split.outputs[axis], over.inputs[0])
        links.new(split.outputs[2], over.inputs[1])
        links.new(over.outputs[0], place.inputs[axis])
    spread = nodes.new("ShaderNodeVectorMath")
    spread.name, spread.operation = "spread", "MULTIPLY_ADD"
    spread.inputs[2].default_value = (0.5, 0.5, 0.0)
    links.new(place.outputs[0], spread.inputs[0])
    slide = nodes.new("ShaderNodeTexImage")
    slide.name, slide.extension = "dots", "CLIP"
    links.new(spread.outputs[0], slide.inputs[0])
    links.new(slide.outputs[0], nodes["Emission"].inputs["Color"])
    projector = bpy.data.objects.new("projector", light)
    pair.collection.objects.link(projector)
    return projector
