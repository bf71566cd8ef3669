"""Cartons of a load: one delivery, each taped and labelled by hand, its print and label where the mesh has room."""

from __future__ import annotations

import numpy as np
import pytest
from loaded_scenes import arranged

from materials.textures import catalogue as textures

pytestmark = pytest.mark.slow

LOAD = {"pallet.load": "cartons", "pallet.wrap": "none", "scene.part_count": 40}


def loads():
    for recipe, meshes in arranged("pallet", 5, **LOAD):
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


def test_labels_print_where_the_paper_is():
    tile_m = np.array(textures()["printed_labels"].tile_mm) * 1e-3
    for cartons, meshes in loads():
        for thing in cartons[:6]:
            mesh = meshes[thing.name]
            paper = mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == mesh.slots.index("label")])]
            middle = (paper.min(axis=0) + paper.max(axis=0))[:2] / 2
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
