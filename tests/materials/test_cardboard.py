"""Cartons' board: prints as large as their sides, clear tape that shows the board under it."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.recipe import MaterialRecipe
from materials.cardboard import CLEAR_TAPE, fitted, taped
from materials.textures import catalogue as textures
from materials.textures import load
from materials.textures.flexo import FLEXO_COLUMNS, FLEXO_ROWS

CATALOGUE = load_catalogue()


def drawn(name: str, seed: int = 1) -> MaterialRecipe:
    return MaterialRecipe(name, CATALOGUE.materials[name].sample(np.random.default_rng(seed)))


@pytest.mark.parametrize(("size", "width"), [((0.3, 0.2), 0.282), ((0.4, 0.2), 0.282), ((0.6, 0.5), 0.564)])
def test_a_print_fills_the_side_of_its_carton(size: tuple[float, float], width: float):
    bounds = np.array([[0.0, 0.0, 0.0], [*size, 0.3]])
    board = fitted(drawn("carton_printed"), bounds)
    assert board.params["print"]["width_m"] == pytest.approx(width)
    assert board.params["print"]["at_m"] == pytest.approx([size[0] / 2, size[1] / 2])
    plain = drawn("cardboard_brown")
    assert fitted(plain, bounds) is plain


def test_clear_tape_has_the_colour_of_the_board_under_it():
    board, tape, label = drawn("carton_white"), drawn(CLEAR_TAPE), drawn("shipping_label")
    under = taped([board, tape, label])
    assert under[0] is board
    assert under[2] is label
    assert under[1].params["white"] is True
    assert np.all(np.array(under[1].params["colour"]) < np.array(board.params["colour"]))
    brown = drawn("packing_tape")
    assert taped([board, brown])[1] is brown


def test_every_cell_of_the_atlas_is_printed_and_blank_at_its_rim():
    ink = load("printed_flexo")[..., 0]
    high, wide = ink.shape[0] // FLEXO_ROWS, ink.shape[1] // FLEXO_COLUMNS
    for row in range(FLEXO_ROWS):
        for column in range(FLEXO_COLUMNS):
            cell = ink[row * high : (row + 1) * high, column * wide : (column + 1) * wide]
            assert 0.01 < cell.mean() < 0.3
            assert max(cell[:2].max(), cell[-2:].max(), cell[:, :2].max(), cell[:, -2:].max()) < 0.1


def test_flutes_stand_upright_on_the_sides_of_a_carton():
    """7.1 mm apart along v, which is level there; and nothing that regular along u."""
    board, tile_mm = load("cardboard")[..., 1].astype(float), textures()["cardboard"].tile_mm[1]
    power = {axis: np.abs(np.fft.rfft(board.mean(axis=axis)))[20:200] for axis in (0, 1)}
    across = power[1]
    assert tile_mm / (20 + int(across.argmax())) == pytest.approx(7.1, abs=0.1)
    assert across.max() > 8 * np.median(across)
    assert power[0].max() < 0.4 * across.max()


def test_boards_of_deliveries_differ_in_tone():
    tone = [float(np.mean(drawn("cardboard_brown", seed).params["colour"])) for seed in range(40)]
    assert np.std(tone) / np.mean(tone) > 0.12
