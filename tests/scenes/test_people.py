"""People and forklifts in scenes: on the floor, in nothing, labelled as asked, and all else stays as it was."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from fake_renderer import FakeRenderer
from loaded_scenes import CATALOGUE

from generator.compose import categories, compose_scene, make_stock
from generator.dataset.check_keypoints import check_keypoints, keypoint_counts
from generator.dataset.check_labels import check_labels
from generator.dataset.merge import category_records
from generator.errors import SpecError
from generator.labels.bvh import Bvh
from generator.mesh import Mesh
from generator.pipeline import SceneMaker
from generator.plan import ScenePlan, plan_scenes
from generator.recipe import SceneRecipe, Thing, recipe_from_json, recipe_to_json
from generator.spec import DatasetSpec, PartSpec
from generator.stock import Stock
from scenes.people import ACTIVITIES, INTENTS, Ground, place_people
from scenes.vehicles import place_forklift

pytestmark = pytest.mark.slow


def spec_of(family: str, **more: object) -> DatasetSpec:
    factors = {"scene.part_count": 8, "scene.people": 2, "scene.forklifts": 0} | dict(more.pop("factors", {}))  # type: ignore[call-overload]
    return DatasetSpec(
        name="t", seed=9, images={"train": 1}, scenes={family: 1.0}, views_per_scene=1, factors=factors, **more
    )  # type: ignore[arg-type]


def plan_of(spec: DatasetSpec) -> ScenePlan:
    return next(iter(plan_scenes(spec, CATALOGUE)))


def arranged(spec: DatasetSpec) -> tuple[SceneRecipe, Stock]:
    stock = make_stock(spec, {}, held_out=False)
    plan = plan_of(spec)
    return CATALOGUE.scenes[plan.family].arrange(plan, stock), stock


def placed(thing: Thing, mesh: Mesh) -> np.ndarray:
    pose = np.array(thing.world_from_object)
    return np.asarray(mesh.vertices_m[np.unique(mesh.faces)].astype(float) @ pose[:3, :3].T + pose[:3, 3])


def people_in(recipe: SceneRecipe) -> list[Thing]:
    return [thing for thing in recipe.things if thing.keypoints_m]


@pytest.mark.parametrize("family", ["pallet", "rack", "conveyor"])
def test_people_stand_on_the_floor_and_are_labelled_with_what_they_are_about(family: str) -> None:
    recipe, stock = arranged(spec_of(family))
    floor = next(t for t in recipe.things if t.name == "floor")
    level = float(placed(floor, stock.mesh(floor.mesh))[:, 2].max())
    found = people_in(recipe)
    assert found
    for person in found:
        assert person.category == "person"
        assert person.intent in INTENTS
        assert len(person.keypoints_m) == 17
        assert person.velocity_m_s is not None
        low = float(placed(person, stock.mesh(person.mesh))[:, 2].min())
        assert 0 <= low - level < 0.004, "feet are on the floor"
    assert [t.instance for t in recipe.labelled] == list(range(1, len(recipe.labelled) + 1))
    assert recipe_to_json(recipe_from_json(recipe_to_json(recipe))) == recipe_to_json(recipe)


def test_nobody_is_in_anything_else() -> None:
    recipe, stock = arranged(spec_of("pallet", factors={"scene.people": 4, "scene.forklifts": 1}))
    found = people_in(recipe)
    assert len(found) >= 3
    for thing in recipe.things:
        if thing.name.startswith(("floor", "ceiling")) or thing.context == "driving":
            continue
        mesh = stock.mesh(thing.mesh)
        tree = Bvh(mesh.vertices_m, mesh.faces)
        inverse = np.linalg.inv(np.array(thing.world_from_object))
        for person in found:
            if person.name == thing.name or thing.name.startswith(person.name) or person.context == "driving":
                continue
            points = placed(person, stock.mesh(person.mesh)) @ inverse[:3, :3].T + inverse[:3, 3]
            low, high = mesh.bounds_m
            near = points[((points > low - 1e-3) & (points < high + 1e-3)).all(axis=1)]
            assert not sum(inside(tree, point) for point in near[::7]), (person.name, thing.name)


def inside(tree: Bvh, point: np.ndarray) -> bool:
    """Whether rays from a point in three odd directions all leave a closed mesh through its inner side."""
    directions = np.array([[0.31, 0.52, 0.79], [-0.7, 0.2, 0.68], [0.1, -0.9, 0.42]])
    _, faces = tree.cast(point, directions)
    if (faces < 0).any():
        return False
    return bool((np.einsum("ij,ij->i", tree.face_normals[faces], directions) > 0).all())


def test_people_move_nothing_else() -> None:
    alone, _ = arranged(spec_of("pallet", factors={"scene.people": 0}))
    crowd, _ = arranged(spec_of("pallet", factors={"scene.people": 3}))
    others = tuple(t for t in crowd.things if not t.name.startswith("person_"))
    assert others == alone.things
    assert len(crowd.things) > len(others)


def test_people_are_labelled_unless_the_spec_lists_other_parts_alone() -> None:
    cartons = (PartSpec(part="carton_*"),)
    own = spec_of("pallet", parts=cartons)
    assert "person" not in categories(own, {})
    recipe, _ = arranged(own)
    assert people_in(recipe)
    assert all(person.category is None and person.instance == 0 for person in people_in(recipe))
    both = spec_of("pallet", parts=(*cartons, PartSpec(part="person_walking")))
    assert categories(both, {})["person"] == "person"
    recipe, _ = arranged(both)
    assert {(p.category, p.part) for p in people_in(recipe)} == {("person", "person_walking")}
    assert categories(spec_of("pallet"), {})["person"] == "person"
    with pytest.raises(SpecError, match="only people and vehicles"):
        make_stock(spec_of("conveyor", parts=(PartSpec(part="person_*"),)), {}, held_out=False)


def test_walkers_approach_or_pass_at_a_walker_s_speed() -> None:
    spec = spec_of("pallet", factors={"scene.people": 0})
    recipe, stock = arranged(spec)
    for intent in ("approaching", "passing"):
        made = place_people(plan_of(spec), stock, recipe, count=2, activities=("walking",), intent=intent, name=intent)
        for person in people_in(made):
            assert person.intent == intent
            velocity = np.array(person.velocity_m_s)
            assert 0.9 <= np.linalg.norm(velocity) <= 1.6
            ahead = np.array(person.world_from_object)[:3, 0]
            assert velocity @ ahead == pytest.approx(np.linalg.norm(velocity), abs=1e-5)


def test_where_there_is_no_room_nobody_comes() -> None:
    spec = spec_of("pallet", factors={"scene.people": 0})
    recipe, stock = arranged(spec)
    goods = next(t for t in recipe.labelled if t.context == "load")
    middle = (goods.world_from_object[0][3], goods.world_from_object[1][3])
    assert place_people(plan_of(spec), stock, recipe, Ground(reach_m=0.2, middle_m=middle), count=2) == recipe


def test_every_activity_is_a_part_and_comes_with_what_it_needs() -> None:
    assert {f"person_{name}" for name in ACTIVITIES} <= set(CATALOGUE.parts)
    spec = spec_of("pallet", factors={"scene.people": 0})
    recipe, stock = arranged(spec)
    for activity, held in (("carrying", "crate"), ("phone", "phone")):
        made = place_people(plan_of(spec), stock, recipe, count=1, activities=(activity,), name="someone")
        person, thing = made.things[-2:]
        assert person.part == f"person_{activity}"
        assert thing.name == f"someone_0_{held}"
        assert thing.velocity_m_s == person.velocity_m_s
        skin = placed(person, stock.mesh(person.mesh))
        near = skin[np.linalg.norm(skin - placed(thing, stock.mesh(thing.mesh)).mean(axis=0), axis=1) < 0.3]
        gaps = np.linalg.norm(near[None, ::3] - placed(thing, stock.mesh(thing.mesh))[::3, None], axis=2)
        assert gaps.min() < 0.03, "it is held"


def test_a_forklift_stands_on_its_wheels_and_its_driver_sits_in_it() -> None:
    spec = spec_of("rack", factors={"scene.people": 0})
    recipe, stock = arranged(spec)
    made = place_forklift(plan_of(spec), stock, recipe, Ground(reach_m=4.4), driver=True, speed_m_s=1.5)
    truck, driver = made.things[-2:]
    assert (truck.category, truck.part, driver.category) == ("forklift", "forklift_2t", "person")
    assert truck.velocity_m_s == driver.velocity_m_s
    assert np.linalg.norm(truck.velocity_m_s) == pytest.approx(1.5, abs=1e-5)
    mesh = stock.mesh(truck.mesh)
    assert 0 <= placed(truck, mesh)[:, 2].min() < 0.002
    seat = mesh.faces[mesh.face_slots == mesh.slots.index("seat")]
    tree = Bvh(mesh.vertices_m, seat)
    inverse = np.linalg.inv(np.array(truck.world_from_object))
    points = placed(driver, stock.mesh(driver.mesh)) @ inverse[:3, :3].T + inverse[:3, 3]
    assert not sum(inside(tree, point) for point in points[::5]), "the driver sits on the seat, not in it"
    still = place_forklift(plan_of(spec), stock, recipe, Ground(reach_m=4.4), driver=False, speed_m_s=1.5)
    assert still.things[-1].velocity_m_s == (0.0, 0.0, 0.0)


def test_a_forklift_goes_where_it_is_told() -> None:
    spec = spec_of("pallet", factors={"scene.people": 0})
    recipe, stock = arranged(spec)
    made = place_forklift(plan_of(spec), stock, recipe, at=(7.0, -2.0, 0.5), driver=False)
    truck = made.things[-1]
    points = placed(truck, stock.mesh(truck.mesh))
    ahead = np.array([np.cos(0.5), np.sin(0.5)])
    along = (points[:, :2] - (7.0, -2.0)) @ ahead
    assert -2.2 < along.min() < -2.0
    assert 1.4 < along.max() < 1.9


def test_a_composed_scene_keeps_its_people() -> None:
    spec = spec_of("pallet")
    stock = make_stock(spec, {}, held_out=False)
    recipe, meshes = compose_scene(plan_of(spec), stock)
    assert people_in(recipe)
    assert set(meshes) == {thing.name for thing in recipe.things}
    assert all(dataclasses.is_dataclass(view.camera) for view in recipe.views)


def test_labels_of_people_pass_the_checks_of_a_dataset() -> None:
    spec = spec_of(
        "pallet", resolution=(120, 90), factors={"scene.people": 3, "scene.forklifts": 1, "camera.framing": 0.5}
    )
    made = SceneMaker(spec, {}, FakeRenderer()).run(plan_of(spec))
    records = category_records(categories(spec, {}))
    (image,) = made.files.images
    annotations = made.files.annotations
    assert not list(check_labels(image, annotations, frozenset(r["id"] for r in records)))
    assert not list(check_keypoints(image, annotations, keypoint_counts(records)))
    number = next(r["id"] for r in records if r["name"] == "person")
    people = [a for a in annotations if a["category_id"] == number]
    assert people
    for annotation in people:
        assert "pose" not in annotation
        assert annotation["attributes"]["intent"] in INTENTS
        assert len(annotation["keypoints"]) == 51
    assert all("keypoints" not in a and "intent" not in a["attributes"] for a in annotations if a not in people)
