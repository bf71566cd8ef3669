"""Cartons of a load: one delivery, each taped and labelled by hand, its print and label where the mesh has room."""

from __future__ import annotations

import numpy as np
import pytest
from loaded_scenes import arranged

from materials.textures import catalogue as textures
from scenes.shapes.cartons import EXTRAS

pytestmark = pytest.mark.slow

_LABEL_POINTS = 86  # of the first sheet of paper on a carton
LOAD = {"pallet.load": "cartons", "pallet.wrap": "none", "scene.part_count": 40}


def loads():
    for recipe, meshes in arranged("pallet", 8, **LOAD):
        cartons = [t for t in recipe.labelled if t.mesh.name == "shipping_carton" and t.context == "load"]
        if len(cartons) > 8:
            yield cartons, meshes


def test_cartons_of_a_delivery_are_alike_but_no_two_walls_are_a_grid_of_labels():
    seen = 0
    for cartons, _ in loads():
        for size in {(t.mesh.params["width_m"], t.mesh.params["height_m"]) for t in cartons}:
            batch = [t for t in cartons if (t.mesh.params["width_m"], t.mesh.params["height_m"]) == size]
            if len(batch) < 8:
                continue
            seen += 1
            assert len({(t.mesh.params["label_x"], t.mesh.params["label_y"]) for t in batch}) > 1
            assert len({t.mesh.params["pattern"] for t in batch}) > 2
            assert len({t.materials[0].name for t in batch}) <= 2  # a mixed load has two deliveries
    assert seen > 0


def test_some_labels_are_crooked_and_some_walls_have_another_or_its_rest():
    params = [t.mesh.params for cartons, _ in loads() for t in cartons]
    turned = np.array([p.get("label_turn_deg", 0.0) for p in params])
    assert (np.abs(turned) > 0.5).any()
    assert np.abs(turned).max() <= 8.0
    assert {p.get("extra", "none") for p in params} == set(EXTRAS)


def test_boards_get_no_grease_and_no_fingerprints():
    wear = {w.kind for cartons, _ in loads() for t in cartons for w in t.wear}
    assert not wear & {"grease", "fingerprints", "oil_film", "rust"}


def test_labels_print_where_the_paper_is():
    tile_m = np.array(textures()["printed_labels"].tile_mm) * 1e-3
    for cartons, meshes in loads():
        for thing in cartons[:6]:
            mesh = meshes[thing.name]
            sheets = np.unique(mesh.faces[mesh.face_slots == mesh.slots.index("label")])
            turn = np.radians(thing.mesh.params.get("label_turn_deg", 0.0))
            back = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
            paper = mesh.vertices_m[sheets[:_LABEL_POINTS], :2] @ back
            middle = (paper.min(axis=0) + paper.max(axis=0)) / 2
            shift = np.array(thing.materials[mesh.slots.index("label")].params["place"]["shift"][:2])
            cell = (middle / tile_m + shift) * 4 - 0.5  # the middle of one of 4 x 4 cells
            assert np.abs(cell - np.round(cell)).max() < 1e-3


def test_prints_are_fitted_to_their_cartons():
    prints = [
        (thing, meshes[thing.name])
        for cartons, meshes in loads()
        for thing in cartons
        if "print" in thing.materials[0].params
    ]
    assert prints
    for thing, mesh in prints:
        print_m = thing.materials[0].params["print"]["width_m"]
        assert 0.5 * mesh.extent_m[0] < print_m < mesh.extent_m[0]
        assert print_m * 2 / 3 < mesh.extent_m[1]
