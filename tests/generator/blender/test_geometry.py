"""What Blender gets is the mesh that physics and labels use."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_scenes import box, sphere

from generator.edges import edge_distances_m

pytestmark = pytest.mark.blender


def read_back(made, name: str, field: str, width: int) -> np.ndarray:
    values = np.zeros(len(made.vertices) * width, np.float32)
    made.attributes[name].data.foreach_get(field, values)
    return values.reshape(-1, width)


@pytest.mark.parametrize("mesh", [box(0.1, 0.2, 0.3), sphere(0.1)], ids=["box", "sphere"])
def test_corners_keep_place_and_normal(renderer, mesh):
    renderer.start()
    import bpy

    from generator.blender.geometry import blender_mesh

    made = blender_mesh(mesh, (bpy.data.materials.new("m"),))
    corner = np.zeros(len(made.loops), np.int32)
    made.loops.foreach_get("vertex_index", corner)
    positions = read_back(made, "position", "vector", 3)[corner].reshape(-1, 3, 3)
    np.testing.assert_array_equal(positions, mesh.vertices_m[mesh.faces])
    seen = np.zeros(3 * len(made.loops), np.float32)
    made.corner_normals.foreach_get("vector", seen)
    np.testing.assert_allclose(seen.reshape(-1, 3, 3), mesh.corner_normals, atol=1e-4)
    assert made.normals_domain == "POINT"  # what Cycles can use as it is
    np.testing.assert_allclose(
        read_back(made, "axis", "vector", 3), np.broadcast_to([0, 0, 1], (len(made.vertices), 3))
    )
    assert read_back(made, "cavity", "value", 1).shape == (len(made.vertices), 1)


def test_corners_know_how_far_the_edges_are(renderer):
    renderer.start()
    import bpy

    from generator.blender.geometry import blender_mesh

    mesh = box(0.1, 0.2, 0.3)
    edge = blender_mesh(mesh, (bpy.data.materials.new("m"),)).attributes["edge"]
    assert edge.domain == "CORNER"
    values = np.zeros(9 * len(mesh.faces), np.float32)
    edge.data.foreach_get("vector", values)
    np.testing.assert_array_equal(values.reshape(-1, 3, 3), edge_distances_m(mesh))


def test_smooth_vertices_are_not_split_and_hard_edges_are(renderer):
    renderer.start()
    from generator.blender.geometry import split_corners

    ball, cube = sphere(0.1), box(1, 1, 1)
    assert len(split_corners(ball.faces, ball.corner_normals)[0]) == len(ball.vertices_m)
    assert len(split_corners(cube.faces, cube.corner_normals)[0]) == 24


def test_things_of_one_shape_and_material_share_a_mesh(renderer):
    renderer.start()
    import bpy

    from generator.blender.geometry import blender_mesh

    steel, brass = bpy.data.materials.new("steel"), bpy.data.materials.new("brass")
    mesh = box(1, 1, 1)
    assert blender_mesh(mesh, (steel,)) == blender_mesh(mesh, (steel,))
    assert blender_mesh(mesh, (steel,)) != blender_mesh(mesh, (brass,))
