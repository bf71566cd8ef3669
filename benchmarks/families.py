"""Scene families: what their scenes hold, how far they differ, and what they cost.

    python benchmarks/families.py                                      a table of each family, 40 scenes, no Blender
    python benchmarks/families.py --scenes 200 --plot OUT.svg          and their spread as a picture
    python benchmarks/families.py --render 2                           CPU seconds of 2 scenes of each, rendered

Figures are of the defaults: no parts of a user's own, every factor drawn as the catalogue says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import repeat
from pathlib import Path

import numpy as np

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.factors import parse_distribution
from generator.labels.cast import SceneCaster
from generator.physics.settle import overlap_m
from generator.pipeline import SceneMaker
from generator.plan import plan_scenes
from generator.spec import DatasetSpec
from generator.stopwatch import Stopwatch

QUANTILES = (0.05, 0.5, 0.95)
CAST_PX = (160, 120)
SPREAD = {  # what the plot shows: the range of its axis, and the factor that promises it
    "labelled things": (0.0, 60.0, "scene.part_count"),
    "camera distance, m": (0.0, 8.0, None),
    "camera elevation, deg": (0.0, 90.0, "camera.elevation_deg"),
    "light level, EV": (-3.0, 3.0, "light.level_ev"),
    "hidden share": (0.0, 1.0, None),
}
BINS = 24
Figures = dict[str, float]


def spec_of(family: str, scenes: int, seed: int, size: tuple[int, int] = CAST_PX) -> DatasetSpec:
    return DatasetSpec(
        name="families",
        seed=seed,
        images={"train": scenes},
        resolution=size,
        scenes={family: 1.0},
        views_per_scene=1,
        profile="standard",
    )


def measure(family: str, seed: int, share: tuple[int, int], scenes: int) -> list[Figures]:
    """Every `share[1]`-th scene from the `share[0]`-th on."""
    catalogue = load_catalogue()
    spec = spec_of(family, scenes, seed)
    stock = make_stock(spec, {}, held_out=False)
    see_through = {m.name for m in catalogue.materials.values() if m.transparent}
    found = []
    for plan in list(plan_scenes(spec, catalogue))[share[0] :: share[1]]:
        watch = Stopwatch()
        recipe, meshes = compose_scene(plan, stock, watch)
        spent = watch.cpu_s
        camera = recipe.views[0].camera
        centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
        eye = camera.pose[:3, 3] - np.median(centres, axis=0)
        seen = [
            m.seen.sum() / m.amodal.sum() for m in SceneCaster(recipe.things, meshes, see_through).cast(camera).things
        ]
        found.append(
            {
                "compose, CPU s": spent["arrange"] + spent["aim"],
                "settle, CPU s": spent["settle"],
                "labelled things": float(len(recipe.labelled)),
                "kinds of them": float(len({t.part for t in recipe.labelled})),
                "things in all": float(len(recipe.things)),
                "triangles / 1000": sum(len(meshes[t.name].faces) for t in recipe.things) / 1000,
                "camera distance, m": float(np.linalg.norm(eye)),
                "camera elevation, deg": float(np.degrees(np.arctan2(eye[2], np.linalg.norm(eye[:2])))),
                "light level, EV": float(plan.views[0].captures[0].factors["light.level_ev"]),
                "hidden share": 1 - float(np.mean(seen or [0.0])),
                "without a pixel": sum(s == 0 for s in seen) / max(len(seen), 1),
                "overlap, mm": 1e3 * overlap_m(recipe, meshes),
            }
        )
    return found


def render(family: str, scenes: int, seed: int) -> dict[str, float]:
    """CPU seconds a scene of one picture at 640 x 480 takes in Blender, by stage."""
    catalogue = load_catalogue()
    spec = spec_of(family, scenes, seed, (640, 480))
    renderer = BlenderRenderer(catalogue, device="cpu")
    renderer.start()
    maker = SceneMaker(spec, {}, renderer)
    spent: dict[str, float] = {}
    for plan in plan_scenes(spec, catalogue):
        for stage, seconds in maker.run(plan).cpu_s.items():
            if stage != "render":
                spent[stage] = spent.get(stage, 0.0) + seconds / scenes
    for stage, seconds in renderer.watch.cpu_s.items():
        if stage != "start":
            spent[stage] = spent.get(stage, 0.0) + seconds / scenes
    return spent


def spread_svg(found: Mapping[str, Sequence[Figures]]) -> str:
    """Small histograms: a row for each family, a column for each figure, the median as a dot, 5% to 95% as a line.

    Behind them, in grey, what the factor that stands for the figure promises: 5% to 95% of its default distribution.
    """
    wide, high, left, top = 190, 46, 110, 46
    rows = "".join(
        _row(name, figures, left, top + i * high, wide, high) for i, (name, figures) in enumerate(found.items())
    )
    heads = "".join(
        f'<text x="{left + i * wide + 8}" y="20" font-weight="600">{name}</text>'
        f'<text x="{left + i * wide + 8}" y="36" fill="#666">{low:g} to {high_end:g}</text>'
        for i, (name, (low, high_end, _)) in enumerate(SPREAD.items())
    )
    size = (left + len(SPREAD) * wide + 10, top + len(found) * high + 10)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="white"/>{heads}{rows}</svg>\n'
    )


@cache
def promised(factor_name: str) -> tuple[float, float]:
    """5% and 95% of what a factor is drawn as by default."""
    factor = load_catalogue().factors[factor_name]
    distribution, rng = parse_distribution(factor.default, factor, factor_name), np.random.default_rng(0)
    drawn = [float(distribution.draw(rng, factor)) for _ in range(2000)]
    return float(np.quantile(drawn, QUANTILES[0])), float(np.quantile(drawn, QUANTILES[2]))


def _row(name: str, figures: Sequence[Figures], left: int, y: int, wide: int, high: int) -> str:
    parts = [f'<text x="6" y="{y + high - 14}">{name}</text>']
    for column, (figure, (low, high_end, factor)) in enumerate(SPREAD.items()):
        values = np.clip([f[figure] for f in figures], low, high_end)
        counts, _ = np.histogram(values, BINS, (low, high_end))
        x0, bar = left + column * wide + 8, (wide - 20) / BINS
        first, middle, last = (x0 + (q - low) / (high_end - low) * (wide - 20) for q in np.quantile(values, QUANTILES))
        base = y + high - 10
        if factor is not None:
            a, b = (x0 + (np.clip(q, low, high_end) - low) / (high_end - low) * (wide - 20) for q in promised(factor))
            parts.append(f'<rect x="{a:.1f}" y="{y + 4}" width="{b - a:.1f}" height="{base - y - 4}" fill="#e8e8e8"/>')
        parts.append(f'<line x1="{x0}" x2="{x0 + wide - 20}" y1="{base}" y2="{base}" stroke="#ccc"/>')
        parts += [
            f'<rect x="{x0 + i * bar:.1f}" y="{base - h:.1f}" width="{bar - 0.6:.1f}" height="{h:.1f}" fill="#3b6ea5"/>'
            for i, h in enumerate(counts / max(counts.max(), 1) * (high - 18))
            if h > 0
        ]
        parts.append(
            f'<line x1="{first:.1f}" x2="{last:.1f}" y1="{base + 4}" y2="{base + 4}" stroke="#888" stroke-width="2"/>'
        )
        parts.append(f'<circle cx="{middle:.1f}" cy="{base + 4}" r="3" fill="#c0392b"/>')
    return "".join(parts)


def _tables(found: Mapping[str, Sequence[Figures]]) -> Iterator[str]:
    names = list(next(iter(found.values()))[0])
    yield "| 5%, median, 95% | " + " | ".join(f"`{family}`" for family in found) + " |"
    yield "|---" * (len(found) + 1) + "|"
    for name in names:
        cells = [", ".join(f"{v:.3g}" for v in np.quantile([f[name] for f in fs], QUANTILES)) for fs in found.values()]
        yield f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=40, help="scenes of each family")
    parser.add_argument("--families", help="which ones, with commas between; all if not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--plot", type=Path, help="where to write the spread as SVG")
    parser.add_argument("--render", type=int, default=0, help="render that many scenes of each and nothing else")
    options = parser.parse_args()
    families = options.families.split(",") if options.families else list(load_catalogue().scenes)
    if options.render:
        for family in families:
            spent = render(family, options.render, options.seed)
            print(
                f"| `{family}` | " + " | ".join(f"{stage} {s:.2f}" for stage, s in sorted(spent.items())) + " |",
                flush=True,
            )
        return
    found: dict[str, list[Figures]] = {}
    with ProcessPoolExecutor(options.jobs) as pool:
        for family in families:
            work = partial(measure, family, options.seed, scenes=options.scenes)
            shares = zip(range(options.jobs), repeat(options.jobs), strict=False)
            found[family] = [figures for part in pool.map(work, shares) for figures in part]
            print(f"{family}: {len(found[family])} scenes", file=sys.stderr, flush=True)
    print("\n".join(_tables(found)))
    if options.plot:
        options.plot.write_text(spread_svg(found), encoding="utf-8")


if __name__ == "__main__":
    main()
