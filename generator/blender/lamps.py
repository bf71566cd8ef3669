"""Lamps as emitting geometry with a housing: mirrors see the tube, the panel, the louvre, and its dark back."""

from __future__ import annotations

import math

import blenderproc as bproc
import bpy
import numpy as np

from generator.blackbody import blackbody_rgb
from generator.blender.geometry import plain_mesh
from generator.blender.light import lambert_radiance
from generator.recipe import Lamp, Rgb

_TUBE_SIDES = 3  # see `_prism`
_DISC_SIDES = 24
_STRIPE_M = 0.1  # pitch of a louvre
_OPEN = 0.8  # share of a louvre that light passes
_RIM_M = 0.012  # of the housing around the emitter
_GAP_M = 2e-4  # between the emitter and its housing: its back shines into nothing
_DEEP_M = 0.05  # housing of a panel

LAMP = "lamp-"  # what names of emitters begin with
Faces = list[tuple[int, ...]]


def add_lamp(lamp: Lamp, group: str) -> None:
    """Add emitter and housing. The emitter's radiance is its flux over pi times its area, so the flux is exact.

    Only the emitter is in the light group. The housing hides its back. A tube's batten is seen by camera, mirrors
    and shadows, but not by scattered light: lit from so near, it would be a second lamp that is not sampled as one
    (a white batten made a hundred times the variance of its tube).
    """
    vertices, faces = _emitter(lamp)
    name = _name(lamp)
    radiance = lambert_radiance(lamp.power_w, polygon_area_m2(vertices, faces))
    glow = _emission(name, radiance, blackbody_rgb(lamp.temperature_k))
    _place(lamp, name, vertices, faces, glow).lightgroup = group
    housing = _place(lamp, f"housing-{lamp.name}", *_housing(lamp), _paint())
    housing.visible_diffuse = lamp.shape != "tube"


def tint_lamp(lamp: Lamp, gain: Rgb) -> None:
    """Give a lamp that was added its light times `gain`."""
    emission = bpy.data.materials[_name(lamp)].node_tree.nodes["Emission"]
    colour = np.array(blackbody_rgb(lamp.temperature_k)) * gain
    emission.inputs["Color"].default_value = (*colour.tolist(), 1.0)


def _name(lamp: Lamp) -> str:
    return f"{LAMP}{lamp.name}"


def polygon_area_m2(vertices_m: np.ndarray, faces: Faces) -> float:
    """Area of flat polygons, each fanned from its first corner."""
    total = 0.0
    for face in faces:
        corners = vertices_m[list(face)]
        fan = np.cross(corners[1:-1] - corners[0], corners[2:] - corners[0])
        total += 0.5 * float(np.linalg.norm(fan, axis=1).sum())
    return total


def _emitter(lamp: Lamp) -> tuple[np.ndarray, Faces]:
    """Corner points and faces, facing -z; a tube lies along x and faces outwards."""
    width, height = lamp.size_m
    if lamp.shape == "tube":
        return _prism(width, height)
    if lamp.shape == "disc":
        angle = -np.arange(_DISC_SIDES) * 2 * math.pi / _DISC_SIDES
        rim = np.stack([np.cos(angle), np.sin(angle), np.zeros(_DISC_SIDES)], axis=1) * width / 2
        return rim, [tuple(range(_DISC_SIDES))]
    stripes = max(1, round(width / _STRIPE_M)) if lamp.beam == "grid" else 1
    share = _OPEN if stripes > 1 else 1.0
    pitch = width / stripes
    vertices, faces = [], []
    for index in range(stripes):
        middle, half = -width / 2 + (index + 0.5) * pitch, 0.5 * pitch * share
        left, right = middle - half, middle + half
        faces.append(tuple(range(4 * index, 4 * index + 4)))
        vertices += [
            (left, -height / 2, 0.0),
            (left, height / 2, 0.0),
            (right, height / 2, 0.0),
            (right, -height / 2, 0.0),
        ]
    return np.array(vertices), faces


def _prism(length_m: float, diameter_m: float) -> tuple[np.ndarray, Faces]:
    """A tube as a prism of the same perimeter, a flat side below: as bright, and as wide from all sides within 10%.

    It shines evenly, so nothing but its outline tells it from a cylinder, and three large emitters are sampled with a
    fifth of the variance of twenty-four narrow ones, half of which face away.
    """
    sides = _TUBE_SIDES
    radius_m = math.pi * diameter_m / (2 * sides * math.sin(math.pi / sides))
    angle = (np.arange(sides) + 0.5) * 2 * math.pi / sides - math.pi / 2
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1) * radius_m
    ends = [np.column_stack([np.full(sides, side * length_m / 2), ring]) for side in (-1, 1)]
    following = [(i + 1) % sides for i in range(sides)]
    return np.concatenate(ends), [(i, j, j + sides, i + sides) for i, j in enumerate(following)]


def _housing(lamp: Lamp) -> tuple[np.ndarray, Faces]:
    """A box behind the emitter: a panel's case, a tube's batten, the bowl of a disc made square."""
    width, height = lamp.size_m
    if lamp.shape == "tube":
        low = height + _GAP_M  # above the edge of the prism
        return _box(width / 2 + 2 * _RIM_M, height, low, low + 2 * height)
    return _box(width / 2 + _RIM_M, height / 2 + _RIM_M, _GAP_M, _DEEP_M)


def _box(half_x: float, half_y: float, low: float, high: float) -> tuple[np.ndarray, Faces]:
    corners = np.array([(x, y, z) for z in (low, high) for y in (-half_y, half_y) for x in (-half_x, half_x)])
    return corners, [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]


def _place(lamp: Lamp, name: str, vertices: np.ndarray, faces: Faces, material: bpy.types.Material) -> bpy.types.Object:
    placed = bproc.object.create_from_blender_mesh(plain_mesh(name, vertices, faces), name)
    placed.set_local2world_mat(np.array(lamp.world_from_object))
    placed.blender_obj.data.materials.append(material)
    return placed.blender_obj


def _emission(name: str, radiance: float, colour: tuple[float, float, float]) -> bpy.types.Material:
    """Constant emission, sampled from the front only: the housing is behind."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    emission = tree.nodes.new("ShaderNodeEmission")
    emission.inputs["Color"].default_value = (*colour, 1.0)
    emission.inputs["Strength"].default_value = radiance
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(emission.outputs[0], output.inputs["Surface"])
    material.cycles.emission_sampling = "FRONT"
    return material


def _paint() -> bpy.types.Material:
    """Grey sheet steel: dull, for a bright case next to a tube would be a lamp of its own to rough metal."""
    name = "lamp-housing"
    known = bpy.data.materials.get(name)
    if known is not None:
        return known
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    principled = material.node_tree.nodes["Principled BSDF"]
    principled.inputs["Base Color"].default_value = (0.15, 0.15, 0.15, 1.0)
    principled.inputs["Roughness"].default_value = 0.6
    return material
