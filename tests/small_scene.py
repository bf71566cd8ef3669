"""Small scenes made of known solids, for tests that need no physics and no Blender."""

from __future__ import annotations

import numpy as np
import trimesh

from generator.camera import Camera, look_at
from generator.mesh import Mesh
from generator.recipe import (
    RECIPE_VERSION,
    Capture,
    Lamp,
    MaterialRecipe,
    MeshRef,
    SceneRecipe,
    Surroundings,
    Thing,
    View,
    WearRecipe,
)


def mesh_of(shape: trimesh.Trimesh, face_slots: np.ndarray | None = None, slots: tuple[str, ...] = ("body",)) -> Mesh:
    """A trimesh solid as a flat-shaded mesh of ours."""
    faces = np.asarray(shape.faces, np.int32)
    normals = np.repeat(np.asarray(shape.face_normals, np.float32)[:, None], 3, axis=1)
    return Mesh(
        vertices_m=np.asarray(shape.vertices, np.float32),
        faces=faces,
        corner_normals=normals,
        face_slots=np.zeros(len(faces), np.uint8) if face_slots is None else face_slots.astype(np.uint8),
        slots=slots,
        hulls=(np.asarray(shape.convex_hull.vertices, np.float32),),
        cavity=np.zeros(len(shape.vertices), np.float32),
        axis=np.array([0, 0, 1], np.float32),
        volume_m3=float(shape.volume),
        watertight=bool(shape.is_watertight),
    )


def at(x: float, y: float, z: float, turn_deg: float = 0.0) -> tuple[tuple[float, ...], ...]:
    """A pose: turned about z, then moved, metres."""
    angle = np.radians(turn_deg)
    pose = np.eye(4)
    pose[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    pose[:3, 3] = x, y, z
    return tuple(tuple(row) for row in pose.tolist())


def thing(
    name: str,
    pose: tuple[tuple[float, ...], ...],
    instance: int = 0,
    transparent: bool = False,
    materials: tuple[str, ...] = ("steel_brushed",),
    dust: float = 0.25,
) -> Thing:
    """A labelled thing (instance above 0) of the category ``<name without its number>``, or a prop."""
    category = name.rsplit("_", 1)[0] if instance else None
    return Thing(
        name=name,
        mesh=MeshRef("part" if instance else "shape", category or name, {}),
        world_from_object=pose,
        materials=tuple(
            MaterialRecipe("glass_clear" if transparent and len(materials) == 1 else m, {}) for m in materials
        ),
        wear=(WearRecipe("dust", dust, {}),) if instance else (),
        part=category,
        category=category,
        instance=instance,
        transparent=transparent,
        moves=bool(instance),
        context="on_bench" if instance else None,
    )


def camera(
    width_px: int = 96,
    height_px: int = 72,
    distortion: tuple[float, ...] = (0.0,) * 5,
    eye_m: tuple[float, ...] = (0, -0.2, 0.5),
) -> Camera:
    """A camera that looks at the origin, its field 60 degrees wide."""
    focal_px = width_px / 2 / np.tan(np.radians(30))
    return Camera(
        width_px=width_px,
        height_px=height_px,
        focal_px=float(focal_px),
        centre_px=(width_px / 2, height_px / 2),
        distortion=distortion,  # type: ignore[arg-type]
        world_from_camera=tuple(tuple(row) for row in look_at(np.array(eye_m, float), np.zeros(3)).tolist()),
        focal_mm=8.0,
        sensor_width_mm=9.2,
        f_number=8.0,
        focus_m=0.54,
    )


def bench_meshes() -> dict[str, Mesh]:
    """Meshes by thing name of `bench_recipe`."""
    ring = mesh_of(trimesh.creation.annulus(0.02, 0.045, 0.012))
    return {
        "bench": mesh_of(trimesh.creation.box((0.8, 0.8, 0.02))),
        "washer_1": ring,
        "washer_2": ring,
        "block_3": mesh_of(trimesh.creation.box((0.06, 0.04, 0.03))),
        "vial_4": mesh_of(trimesh.creation.cylinder(0.02, 0.08)),
    }


def bench_recipe(
    scene: int = 0,
    split: str = "train",
    first_image: int = 1,
    views: int = 2,
    lens: tuple[float, ...] = (0.0,) * 5,
    size_px: tuple[int, int] = (96, 72),
) -> SceneRecipe:
    """Two washers, a block and a glass vial that stands before it, on a bench; poses shift with the scene."""
    shift = 0.004 * (scene % 5)
    factors = {"light.level_ev": 0.5, "surface.dust": 0.25, "scene.family": "bench"}
    things = (
        thing("bench", at(0, 0, -0.01)),
        thing("washer_1", at(-0.1 + shift, 0.05, 0.006), 1),
        thing("washer_2", at(0.11, 0.02 - shift, 0.006), 2),
        thing("block_3", at(0.01, 0.06 + shift, 0.015, 20), 3),
        thing("vial_4", at(0.01, 0.0, 0.04), 4, transparent=True),
    )
    captures = [
        Capture(first_image + i, f"{first_image + i:06d}.png", factors, {"world": (1.0, 1.0, 1.0)}, 7 + i)
        for i in range(views)
    ]
    eyes = [(0.05 * i, -0.25, 0.45) for i in range(views)]
    return SceneRecipe(
        version=RECIPE_VERSION,
        spec="tiny",
        seed=7,
        scene=scene,
        split=split,
        family="bench",
        profile="draft",
        layers=("depth", "normals", "wear"),
        factors=factors,
        things=things,
        lamps=(Lamp("key", "panel", (0.3, 0.3), at(0, 0, 1), 20.0, 5000.0, "key"),),
        surroundings=Surroundings(None, 0.0, 1.0),
        views=tuple(
            View(i, camera(*size_px, distortion=lens, eye_m=eyes[i]), (captures[i],), sample_seed=i)
            for i in range(views)
        ),
    )
