"""A notice shows the cell that it is told to, the right way up, one after the other along a row; a mirror mirrors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from generator.recipe import MaterialRecipe
from generator.shading import Graph, Socket
from materials import mirror, notices
from materials.notices import shown
from materials.textures.notices import NOTICE_COLUMNS, NOTICE_ROWS, NOTICES, PLACE_COLUMNS, PLACE_ROWS

KNOWN = {m.name: m for m in notices.MATERIALS}


def looked_up(recipe: MaterialRecipe, at_m: tuple[float, float, float]) -> tuple[float, float]:
    """Column and row (from the top) of the atlas, in cells, that the material shows at a place."""
    graph = Graph()
    KNOWN[recipe.name].build(recipe.params, graph)

    def value(of: Any) -> Any:
        if not isinstance(of, Socket):
            return np.asarray(of, float)
        node = graph.nodes[of.node]
        inputs = {key: value(given) for key, given in node.inputs.items()}
        if node.type == "ShaderNodeTexCoord":
            return np.array(at_m)
        if node.type == "ShaderNodeCombineXYZ":
            return np.array([inputs[i] for i in range(3)])
        if node.type == "ShaderNodeVectorMath":
            assert node.props["operation"] == "DOT_PRODUCT"
            return inputs[0] @ inputs[1]
        done: dict[str, Callable[..., Any]] = {
            "ADD": np.add,
            "MULTIPLY": np.multiply,
            "MULTIPLY_ADD": lambda a, b, c: a * b + c,
            "ROUND": np.round,
        }
        return done[node.props["operation"]](*(inputs[i] for i in range(3) if i in inputs))

    image = next(node for node in graph.nodes if node.texture is not None)
    u, v, _ = value(image.inputs[0])
    columns, rows = (PLACE_COLUMNS, PLACE_ROWS) if "place" in recipe.name else (NOTICE_COLUMNS, NOTICE_ROWS)
    return float(u * columns), float((1 - v) * rows)


def drawn(name: str) -> MaterialRecipe:
    return MaterialRecipe(name, KNOWN[name].sample(np.random.default_rng(0)))


@pytest.mark.parametrize("cell", [(0, 0), (3, 1), (2, 3)])
def test_a_sign_shows_its_cell_upright(cell: tuple[int, int]) -> None:
    sign = shown(drawn("notice_board"), cell, (0.4, 0.3), (1.0, 0.0, 2.0), up=(0, 0, 1))
    assert looked_up(sign, (1.0, 0.2, 2.0)) == pytest.approx((cell[0] + 0.5, cell[1] + 0.5))
    assert looked_up(sign, (0.8, 0.2, 2.15)) == pytest.approx(cell), "its upper left corner"


def test_labels_at_a_pitch_show_one_cell_after_the_other() -> None:
    labels = shown(drawn("notice_place"), (1, 6), (0.1, 0.05), (-2.0, 0, 1.6), up=(0, 0, 1), pitch_m=0.9)
    for number in range(5):
        assert looked_up(labels, (-2.0 + 0.9 * number, 0, 1.6)) == pytest.approx((1.5 + number, 6.5))
        assert looked_up(labels, (-2.04 + 0.9 * number, 0, 1.6)) == pytest.approx((1.1 + number, 6.5))


def test_every_notice_has_a_cell_of_its_own() -> None:
    assert len(NOTICES) == len(set(NOTICES)) == NOTICE_COLUMNS * NOTICE_ROWS


def test_the_mirror_reflects_nine_tenths_at_normal_incidence() -> None:
    (stop,) = mirror._optics().stops
    assert stop[1] == pytest.approx((0.9, 0.9, 0.9), abs=0.02)
