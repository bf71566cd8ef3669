from __future__ import annotations

import dataclasses
import itertools

import cv2
import numpy as np
import pytest
import trimesh
from small_scene import at, bench_meshes, bench_recipe, camera, mesh_of, thing

from generator.labels.bvh import BvhCache
from generator.labels.cast import SceneCaster, ThingMasks, ViewCast

LENS = (-0.28, 0.09, 0.001, -0.002, 0.0)
STRAIGHT_DOWN = (0.0, 0.0, 0.5)


def whole(mask: np.ndarray, masks: ThingMasks, cast: ViewCast) -> np.ndarray:
    """A windowed mask as one of the whole frame."""
    full = np.zeros(cast.front.shape, bool)
    full[masks.window.slices] = mask
    return full


def by_instance(cast: ViewCast) -> dict[int, ThingMasks]:
    return {masks.instance: masks for masks in cast.things}


@pytest.mark.parametrize("lens", [(0.0,) * 5, LENS])
def test_each_pixel_of_a_thing_has_one_front_owner(lens: tuple[float, ...]) -> None:
    recipe = bench_recipe(lens=lens)
    cast = SceneCaster(recipe.things, bench_meshes()).cast(recipe.views[0].camera)
    owners = np.zeros(cast.front.shape, int)
    for masks in cast.things:
        assert masks.amodal.any()
        assert not (masks.seen & ~masks.amodal).any()
        assert not (masks.front & ~masks.seen).any()
        front = whole(masks.front, masks, cast)
        assert np.array_equal(front, cast.front == masks.instance)
        owners += front
    assert owners.max() == 1


def test_glass_before_an_opaque_part_leaves_both_seen_and_only_glass_in_front() -> None:
    things = [thing("block_1", at(0, 0, 0), 1), thing("pane_2", at(0.02, 0, 0.1), 2, transparent=True)]
    meshes = {
        "block_1": mesh_of(trimesh.creation.box((0.1, 0.1, 0.02))),
        "pane_2": mesh_of(trimesh.creation.box((0.06, 0.06, 0.004))),
    }
    cast = SceneCaster(things, meshes).cast(camera(eye_m=STRAIGHT_DOWN))
    block, pane = by_instance(cast)[1], by_instance(cast)[2]
    assert np.array_equal(block.seen, block.amodal)  # all of it, the part behind the pane too
    assert np.array_equal(pane.front, pane.amodal)
    behind = whole(block.seen, block, cast) & whole(pane.front, pane, cast)
    assert behind.any()
    assert np.array_equal(whole(block.front, block, cast), whole(block.seen, block, cast) & ~behind)


def test_an_opaque_thing_hides_what_is_behind_it_but_not_its_amodal_mask() -> None:
    pieces = {"far_1": (0, 0, 0), "near_2": (0.02, 0, 0.1)}
    things = [thing(name, at(*place), int(name[-1])) for name, place in pieces.items()]
    meshes = {name: mesh_of(trimesh.creation.box((0.08, 0.08, 0.02))) for name in pieces}
    view = camera(eye_m=STRAIGHT_DOWN)
    both = by_instance(SceneCaster(things, meshes).cast(view))
    alone = by_instance(SceneCaster(things[:1], meshes).cast(view))
    assert np.array_equal(both[1].amodal, alone[1].amodal)
    assert 0 < both[1].seen.sum() < alone[1].seen.sum()
    assert np.array_equal(both[2].seen, both[2].amodal)


def test_unlabelled_things_hide_and_carry_no_id() -> None:
    things = [thing("part_1", at(0, 0, 0), 1), thing("lid", at(0, 0, 0.1))]
    meshes = {
        "part_1": mesh_of(trimesh.creation.box((0.03, 0.03, 0.03))),
        "lid": mesh_of(trimesh.creation.box((0.2, 0.2, 0.01))),
    }
    cast = SceneCaster(things, meshes).cast(camera(eye_m=STRAIGHT_DOWN))
    assert by_instance(cast)[1].amodal.any()
    assert not by_instance(cast)[1].seen.any()
    assert not cast.front.any()


def test_a_vials_opaque_cap_hides_although_its_glass_does_not() -> None:
    glass, cap = trimesh.creation.box((0.06, 0.06, 0.01)), trimesh.creation.box((0.03, 0.06, 0.01))
    cap.apply_translation((0.0, 0.0, 0.02))
    slots = np.repeat([0, 1], [len(glass.faces), len(cap.faces)])
    vial = mesh_of(trimesh.util.concatenate([glass, cap]), slots, ("body", "cap"))
    things = [
        thing("block_1", at(0, 0, 0), 1),
        thing("vial_2", at(0, 0, 0.1), 2, transparent=True, materials=("glass_clear", "plastic_white")),
    ]
    meshes = {"block_1": mesh_of(trimesh.creation.box((0.05, 0.05, 0.02))), "vial_2": vial}
    view = camera(eye_m=STRAIGHT_DOWN)
    all_glass = by_instance(SceneCaster(things, meshes).cast(view))[1]
    capped = by_instance(SceneCaster(things, meshes, see_through={"glass_clear"}).cast(view))[1]
    assert np.array_equal(all_glass.seen, all_glass.amodal)
    assert 0 < capped.seen.sum() < 0.7 * capped.amodal.sum()


def test_touching_glass_and_metal_share_no_pixel() -> None:
    """A pane that lies on a plate at exactly the same height: the opaque one owns the pixel."""
    box = mesh_of(trimesh.creation.box((0.06, 0.06, 0.02)))
    things = [thing("pane_1", at(0, 0, 0), 1, transparent=True), thing("plate_2", at(0, 0, 0), 2)]
    cast = SceneCaster(things, {"pane_1": box, "plate_2": box}).cast(camera(eye_m=STRAIGHT_DOWN))
    pane, plate = by_instance(cast)[1], by_instance(cast)[2]
    assert not pane.seen.any()
    assert np.array_equal(plate.front, plate.amodal)


def test_depth_and_normals_of_a_plane_are_those_of_the_plane() -> None:
    view = camera(distortion=LENS, eye_m=(0.1, -0.3, 0.4))
    things = [thing("bench", at(0, 0, -0.01))]
    cast = SceneCaster(things, {"bench": mesh_of(trimesh.creation.box((4, 4, 0.02)))}).cast(view)
    origin, directions = view.pixel_rays()
    down = directions[..., 2] < -1e-3
    expected = np.where(down, -origin[2] / np.where(down, directions[..., 2], -1), 0)
    near = (expected > 0) & (expected < 1.0)
    assert np.abs(cast.depth_m - expected)[near].max() < 2e-6
    up = np.linalg.inv(view.pose)[:3, :3] @ [0, 0, 1]
    assert np.abs(cast.normals[near] - up).max() < 1e-5


def test_normals_of_a_sphere_face_the_camera_and_are_unit() -> None:
    ball = {"ball_1": mesh_of(trimesh.creation.icosphere(4, 0.1))}
    cast = SceneCaster([thing("ball_1", at(0, 0, 0), 1)], ball).cast(camera(eye_m=STRAIGHT_DOWN))
    hit = cast.front == 1
    assert np.allclose(np.linalg.norm(cast.normals[hit], axis=1), 1, atol=1e-5)
    assert (cast.normals[hit][:, 2] < 0.05).all()
    assert not cast.normals[~hit].any()
    assert not cast.depth_m[~hit].any()


@pytest.mark.parametrize("lens", [(0.0,) * 5, LENS])
def test_mask_edges_lie_where_the_camera_projects_them(lens: tuple[float, ...]) -> None:
    """Independent of any ray: a plate's outline, projected point by point, bounds its mask to a quarter pixel."""
    view = camera(160, 120, distortion=lens, eye_m=(0.0, -0.1, 0.4))
    plate = {"plate_1": mesh_of(trimesh.creation.box((0.3, 0.2, 1e-5)))}
    cast = SceneCaster([thing("plate_1", at(0.03, 0.02, 0, 17), 1)], plate).cast(view)
    corners = np.array([[-0.15, -0.1], [0.15, -0.1], [0.15, 0.1], [-0.15, 0.1], [-0.15, -0.1]])
    along = np.concatenate([np.linspace(a, b, 400) for a, b in itertools.pairwise(corners)])
    pose = np.array(at(0.03, 0.02, 0, 17))
    outline = np.column_stack([along, np.zeros(len(along))]) @ pose[:3, :3].T + pose[:3, 3]
    pixels = view.project(outline)[0].astype(np.float32)[:, None]
    mask = cast.front == 1
    wrong = [
        (x, y)
        for y, x in np.ndindex(mask.shape)
        if abs(d := cv2.pointPolygonTest(pixels, (x + 0.5, y + 0.5), True)) > 0.25 and (d > 0) != mask[y, x]
    ]
    assert mask.sum() > 3000
    assert not wrong


def test_truncated_says_whether_a_thing_reaches_beyond_the_frame() -> None:
    ball = mesh_of(trimesh.creation.icosphere(2, 0.03))
    things = [thing("ball_1", at(0, 0, 0), 1), thing("ball_2", at(0.31, 0, 0), 2), thing("ball_3", at(2.0, 0, 0), 3)]
    meshes = {t.name: ball for t in things}
    found = by_instance(SceneCaster(things, meshes).cast(camera(distortion=LENS, eye_m=STRAIGHT_DOWN)))
    assert not found[1].truncated
    assert found[2].truncated
    assert 3 not in found  # wholly outside, also where the lens polynomial folds back


def test_instances_share_one_tree_and_the_cache_stays_bounded() -> None:
    recipe, meshes = bench_recipe(), bench_meshes()
    trees = BvhCache()
    SceneCaster(recipe.things, meshes, trees=trees)
    assert len(trees) == 3  # two washers of one mesh, block, vial
    tight = BvhCache(most_faces=len(meshes["vial_4"].faces))
    SceneCaster(recipe.things, meshes, trees=tight)
    assert len(tight) == 1


def test_labelled_things_need_numbers_of_their_own() -> None:
    twins = [thing("ball_1", at(0, 0, 0), 1), dataclasses.replace(thing("ball_1", at(0, 0, 0), 1), name="ball_2")]
    meshes = {t.name: mesh_of(trimesh.creation.icosphere(1, 0.03)) for t in twins}
    with pytest.raises(ValueError, match="instance numbers"):
        SceneCaster(twins, meshes)
