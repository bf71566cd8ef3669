"""Thin clear sheets: stretch film in layers, bubble wrap, blisters. Nothing behind them is displaced."""

from __future__ import annotations

from materials.glass import Clear, clear_material

_POLYETHYLENE = 1.51  # n_d of LDPE: Sultanova 2009 gives 1.51

MATERIALS = tuple(
    clear_material(one)
    for one in (
        Clear(
            "stretch_film", "Stretch film, one or two wraps: folds along the pull, white strain, haze.", _POLYETHYLENE,
            (0.97, 0.975, 0.975), roughness=(0.06, 0.13), map="clear_stretched", relief_m=(0.6e-3, 1.2e-3),
            handling=1.0, haze=0.75, sheet=True, density_kg_m3=920.0, friction=0.8, use=("prop",),
        ),
        Clear(
            "stretch_film_thick", "Stretch film, many wraps: milky; what lies under it is pale.", _POLYETHYLENE,
            (0.90, 0.91, 0.915), roughness=(0.1, 0.2), map="clear_stretched", relief_m=(0.7e-3, 1.4e-3),
            handling=1.0, haze=1.9, sheet=True, density_kg_m3=920.0, friction=0.8, use=("prop",),
        ),
        Clear(
            "bubble_wrap", "Bubble wrap: domes of 10 mm in rows, a highlight and a rim on each.", _POLYETHYLENE,
            (0.95, 0.96, 0.96), roughness=(0.05, 0.12), map="clear_bubbles", relief_m=(0.8e-3, 1.4e-3),
            handling=1.0, haze=0.9, sheet=True, density_kg_m3=60.0, friction=0.7, use=("prop",),
        ),
        Clear(
            "blister_pet", "A deep-drawn blister of PET, n 1.575: thin-walled, flow lines, rubbed.", 1.575,
            (0.955, 0.965, 0.965), roughness=(0.02, 0.07), map="clear_flowed", relief_m=(30e-6, 90e-6),
            handling=0.6, haze=0.4, sheet=True, density_kg_m3=1340.0, friction=0.4, use=("prop",),
        ),
    )
)  # fmt: skip
