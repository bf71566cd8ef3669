"""Makers of small meshes, cameras, materials and recipes for tests that render."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import trimesh

from generator.camera import Camera, look_at
from generator.factors import Factor
from generator.mesh import Mesh
from generator.plugins import Catalogue, Material, Wear
from generator.profiles import Profile
from generator.recipe import Lamp, MaterialRecipe, MeshRef, SceneRecipe, Surroundings, Thing, View, WearRecipe
from generator.shading import Cover, Graph, Surface

PAINTED = (WearRecipe("paint", 1.0, {}),)
PLAIN = Profile("plain", 64, 0.0, "HIGH", "FAST", denoise=False)
COPPER_N, COPPER_K = (0.214, 1.043, 1.294), (3.275, 2.623, 2.360)
COPPER_F0 = (0.932, 0.623, 0.522)


def as_mesh(shape: trimesh.Trimesh, smooth: bool = False) -> Mesh:
    """A bare mesh of ours from trimesh's."""
    faces = np.asarray(shape.faces, np.int32)
    normals = shape.vertices[faces] if smooth else np.repeat(shape.face_normals[:, None], 3, axis=1)
    normals = normals / np.linalg.norm(normals, axis=2, keepdims=True)
    vertices = np.asarray(shape.vertices, np.float32)
    return Mesh(
        vertices_m=vertices,
        faces=faces,
        corner_normals=normals.astype(np.float32),
        face_slots=np.zeros(len(faces), np.uint8),
        slots=("body",),
        hulls=(vertices,),
        cavity=np.zeros(len(vertices), np.float32),
        axis=np.array([0, 0, 1], np.float32),
        volume_m3=1e-6,
    )


def sphere(radius_m: float) -> Mesh:
    return as_mesh(trimesh.creation.icosphere(subdivisions=4, radius=radius_m), smooth=True)


def box(x_m: float, y_m: float, z_m: float) -> Mesh:
    return as_mesh(trimesh.creation.box((x_m, y_m, z_m)))


def pose(x_m: float = 0.0, y_m: float = 0.0, z_m: float = 0.0) -> tuple[tuple[float, ...], ...]:
    return ((1.0, 0.0, 0.0, x_m), (0.0, 1.0, 0.0, y_m), (0.0, 0.0, 1.0, z_m), (0.0, 0.0, 0.0, 1.0))


def camera(
    eye_m: tuple[float, float, float], target_m: tuple[float, float, float] = (0, 0, 0), **changes: Any
) -> Camera:
    """64 x 48 pixels at 80 px focal length, everything sharp."""
    matrix = look_at(np.array(eye_m, float), np.array(target_m, float))
    return replace(
        Camera(
            width_px=64,
            height_px=48,
            focal_px=80.0,
            centre_px=(32.0, 24.0),
            distortion=(0.0, 0.0, 0.0, 0.0, 0.0),
            world_from_camera=tuple(tuple(float(v) for v in row) for row in matrix),
            focal_mm=16.0,
            sensor_width_mm=12.8,
            f_number=1000.0,
            focus_m=float(np.linalg.norm(np.array(eye_m, float) - np.array(target_m, float))),
        ),
        **changes,
    )


def thing(name: str, material: str = "grey", at: tuple[float, float, float] = (0, 0, 0), **changes: Any) -> Thing:
    recipe = MaterialRecipe(material, {})
    return replace(Thing(name, MeshRef("shape", name, {}), pose(*at), (recipe,)), **changes)


def recipe(
    things: tuple[Thing, ...],
    view: Camera,
    *,
    lamps: tuple[Lamp, ...] = (),
    fill: Surroundings | None = None,
    layers: tuple[str, ...] = (),
    seed: int = 1,
) -> SceneRecipe:
    return SceneRecipe(
        version=1,
        spec="test",
        seed=0,
        scene=0,
        split="train",
        family="test",
        profile="draft",
        layers=layers,
        factors={},
        things=things,
        lamps=lamps,
        surroundings=fill or Surroundings(None, 0.0, 0.0),
        views=(View(0, view, (), seed),),
    )


def _diffuse(colour: float) -> Callable[[Mapping[str, Any], Graph], Surface]:
    def close(graph: Graph, surface: Surface) -> Any:
        return graph.node("ShaderNodeBsdfDiffuse", {"Color": surface.colour})

    return lambda params, graph: Surface(close, "mineral", roughness=1.0, colour=(colour,) * 3)


def _copper(params: Mapping[str, Any], graph: Graph) -> Surface:
    def close(graph: Graph, surface: Surface) -> Any:
        optics = {"IOR": COPPER_N, "Extinction": COPPER_K, "Roughness": surface.roughness}
        return graph.node("ShaderNodeBsdfMetallic", optics, fresnel_type="PHYSICAL_CONDUCTOR")

    return Surface(close, "metal", roughness=0.0)


def _glass(params: Mapping[str, Any], graph: Graph) -> Surface:
    def close(graph: Graph, surface: Surface) -> Any:
        return graph.node("ShaderNodeBsdfGlass", {"IOR": 1.5, "Roughness": surface.roughness})

    return Surface(close, "glass", roughness=0.0)


def _half_covered(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """White where a texture says so: the left half of the object, in its own x."""
    position = graph.node("ShaderNodeSeparateXYZ", {0: graph.output(graph.node("ShaderNodeTexCoord"), "Object")})
    left = graph.node("ShaderNodeMath", {0: position, 1: 0.0}, operation="LESS_THAN")
    white = graph.node("ShaderNodeBsdfDiffuse", {"Color": (0.9, 0.9, 0.9)})
    return replace(surface, covers=(Cover(left, white),), layers={"wear_paint": left})


def tiny_catalogue() -> Catalogue:
    def material(name: str, build: Callable[[Mapping[str, Any], Graph], Surface]) -> Material:
        return Material(name, "A test's.", lambda rng: {}, build, 1000.0, 0.5)

    materials = [
        material("white", _diffuse(1.0)),
        material("grey", _diffuse(0.5)),
        material("black", _diffuse(0.0)),
        material("copper", _copper),
        material("glass", _glass),
    ]
    factor = Factor("surface.paint", "share", "scene", "A test's.", 0.0)
    paint = Wear("paint", "A test's.", factor, lambda rng, severity: {}, _half_covered)
    return Catalogue({m.name: m for m in materials}, {"paint": paint}, {}, {}, {}, {}, {})
