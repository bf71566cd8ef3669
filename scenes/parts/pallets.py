"""Pallets, and what comes on them: cartons, sacks, drums, stretch film. Made by code, to norms."""

from __future__ import annotations

from functools import cache, partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._stored import OURS
from scenes.shapes.cartons import shipping_carton
from scenes.shapes.films import stretch_film
from scenes.shapes.packages import plastic_drum, sack, steel_drum
from scenes.shapes.pallets import plastic_pallet, wooden_pallet

_WOOD = {"wood": ("pallet_wood",), "nail": ("nail_heads",)}
_BOARDS = ("cardboard_brown", "carton_printed", "carton_printed_two", "carton_white_printed", "carton_white")
_TAPES = ("packing_tape", "packing_tape_clear", "packing_tape_printed", "packing_tape_paper")
_CARTON = {"board": _BOARDS, "tape": _TAPES, "label": ("shipping_label",)}
_MOULDED = ("plastic_blue", "plastic_black", "plastic_grey", "plastic_green", "plastic_red")
_PAINTED = ("painted_steel_blue", "painted_steel_red", "painted_steel_green", "painted_steel_grey")
_BAGS = ("cardboard_brown", "plastic_white", "plastic_grey")
CARTONS_MM = ((300, 200, 200), (400, 300, 200), (400, 300, 300), (600, 400, 300), (600, 400, 400))
_FILM = {"film": ("stretch_film", "stretch_film_thick")}

_wooden = cache(wooden_pallet)
_moulded = cache(plastic_pallet)
_carton = cache(shipping_carton)
_sack = cache(sack)
_drum = cache(steel_drum)
_keg = cache(plastic_drum)
_wrap = cache(stretch_film)


def _box(length: int, width: int, height: int) -> Part:
    def load() -> Mesh:
        return _carton(length * 1e-3, width * 1e-3, height * 1e-3)

    doc = f"carton of corrugated board {length} x {width} x {height}, taped, with a label"
    return Part(f"carton_{length}x{width}x{height}", "carton", doc, OURS, load, _CARTON, roles=("carton",))


def _pallet(name: str, doc: str, kind: str) -> Part:
    return Part(name, "pallet", doc, OURS, partial(_wooden, kind), _WOOD, roles=("pallet",))


PARTS: tuple[Part, ...] = (
    _pallet("pallet_eur", "EN 13698-1 flat pallet EUR 1, 1200 x 800 x 144, of wood", "eur"),
    _pallet("pallet_industrial", "EN 13698-2 flat pallet EUR 3, 1200 x 1000 x 144, of wood", "industrial"),
    _pallet("pallet_cp3", "chemical pallet CP3, 1140 x 1140 x 144, of wood", "cp3"),
    _pallet("pallet_half", "half pallet 800 x 600 x 144, of wood", "half"),
    Part("pallet_plastic", "pallet", "moulded pallet 1200 x 800 x 144 with a grid deck and runners", OURS, _moulded,
         {"body": _MOULDED}, roles=("pallet",)),
    *(_box(*size) for size in CARTONS_MM),
    Part("sack_25kg", "sack", "sack of 25 kg, filled and lying, 600 x 400 x 110", OURS, _sack, {"sack": _BAGS},
         roles=("sack",)),
    Part("drum_steel_200l", "drum", "ISO 15750-2 tight-head steel drum 200 l, 585 x 880", OURS, _drum,
         {"body": _PAINTED, "bung": ("steel_zinc_blue", "steel_galvanised")}, roles=("drum",)),
    Part("drum_plastic_60l", "drum", "blow-moulded drum 60 l with a clamped lid, 400 x 630", OURS, _keg,
         {"body": ("plastic_blue", "plastic_white", "plastic_black"), "lid": ("plastic_black", "plastic_blue")},
         roles=("drum",)),
    Part("stretch_film_wrap", "stretch_film", "stretch film wound around a load of 1200 x 800 x 1000", OURS,
         _wrap, _FILM, roles=("film",)),
)  # fmt: skip
