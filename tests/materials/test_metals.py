"""What every metal keeps to: one shader, two lookups, no two parts alike, marks where they belong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish
from materials.finishes import sample_shade, shaded
from materials.marks import sample_mark
from scenes.shapes._mesh import make_mesh, slab

MATERIALS = load_catalogue().materials
SUBSTANCES = (
    "steel",
    "stainless_steel",
    "aluminium",
    "brass",
    "copper",
    "titanium",
    "chromium",
    "nickel",
    "zinc",
    "gold",
)
METALS = sorted(n for n in MATERIALS if n.startswith(tuple(f"{s}_" for s in SUBSTANCES)))


def graph_of(name: str, **changes: Any) -> Graph:
    graph, material = Graph(), MATERIALS[name]
    return finish(graph, material.build(material.sample(np.random.default_rng(4)) | changes, graph))


@pytest.mark.parametrize("name", METALS)
def test_a_metal_is_one_shader_and_at_most_two_lookups(name):
    """That is what keeps it near the cost of plain metal (docs/metals.md)."""
    nodes = graph_of(name).nodes
    assert sum(node.type.startswith("ShaderNodeBsdf") for node in nodes) == 1
    assert not any(node.type == "ShaderNodeMixShader" for node in nodes)
    coarse = name.endswith(("_cast", "_forged", "_welded"))
    assert sum(node.texture is not None for node in nodes) == (1 if coarse else 2)


@pytest.mark.parametrize("name", ["steel_milled", "aluminium_anodised_black", "titanium_heat_tinted"])
@pytest.mark.parametrize("kind", ["etched", "moulded"])
def test_a_mark_adds_one_lookup(name, kind):
    block = make_mesh([slab(0.05, 0.03, 0.016, 0.002, 0.0008)], ("body",))
    mark = next(m for seed in range(9) if (m := sample_mark((kind,), block, np.random.default_rng(seed))))
    textures = [node.texture for node in graph_of(name, mark=mark).nodes if node.texture is not None]
    assert len(textures) == 3
    assert textures.count("marks") == 1


def test_plating_differs_from_part_to_part_but_never_gains_light():
    shades = np.array([sample_shade(np.random.default_rng(seed), 0.05) for seed in range(200)])
    assert shades.max() <= 1.0
    assert shades.min() >= 0.5
    assert 0.01 < shades.mean(axis=1).std() < 0.06
    assert 0.005 < (shades[:, 0] - shades[:, 2]).std() < 0.06, "some are warmer than others"
    assert max(shaded((0.9, 0.8, 0.7), [1.0, 0.5, 1.0])) <= 0.9


def test_a_dark_coat_is_marked_pale_and_bare_metal_dark():
    block = make_mesh([slab(0.05, 0.03, 0.016, 0.002, 0.0008)], ("body",))
    mark = next(m for seed in range(9) if (m := sample_mark(("etched",), block, np.random.default_rng(seed))))

    def tone(name: str) -> float:
        mixed = [n.inputs[7] for n in graph_of(name, mark=mark).nodes if n.type == "ShaderNodeMix"]
        assert isinstance(mixed[-1], tuple)
        return float(mixed[-1][0])

    assert tone("aluminium_anodised_black") > 0.4
    assert tone("steel_milled") < 0.1
