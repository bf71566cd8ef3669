"""What estimates of single photographs are worth, and the curves that place them: evaluation/intake_calibration.json.

    python benchmarks/intake.py [--scenes 7] [--captures 6] [--folder outputs/intake] [--write] [--loop]

Views are traced once, then developed many times. For each factor one set of pictures draws it over all of its range,
and everything else as the catalogue does: cameras, light, other faults. A curve is fitted to these; error, bias and
rank correlation are those of scenes that the curve has not seen (each is left out in turn). --write replaces the
table that is shipped. --loop plays a field: photographs drawn by a hidden spec in half of the scenes, taken in
by `glint intake`, and the spec that comes of it drawn in the other half; the distance between the distributions of
what is estimated is printed before and after, and FOLDER/sheet.jpg shows both. What is in FOLDER already is not made
again.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from intake_pictures import FAMILIES, SIZE_PX, TracedView, capture_factors, sheet, spec_of, traced_views
from PIL import Image
from scipy.stats import spearmanr, wasserstein_distance
from sklearn.isotonic import IsotonicRegression

from evaluation.estimate import estimate
from evaluation.intake import intake
from evaluation.intake_calibration import TABLE, Curve, curve_of

WIDE: dict[str, tuple[str, Any]] = {  # factor: its estimate, and how it is drawn to measure the curve
    "sensor.exposure_ev": ("photo.level_ev", {"uniform": [-3.5, 3]}),
    "lens.blur_px": ("photo.blur_px", {"log_uniform": [0.3, 5]}),
    "sensor.full_well_e": ("photo.noise", {"log_uniform": [500, 100_000]}),
    "air.haze": ("photo.haze", {"uniform": [0, 0.85]}),
    "sensor.wb_error_mired": ("photo.cast", {"uniform": [-90, 90]}),
    "sensor.contrast": ("photo.contrast", {"uniform": [0.65, 1.75]}),
}
FIELD = {  # what the photographs of --loop are drawn by
    "sensor.exposure_ev": {"normal": [-1.4, 0.4]},
    "lens.blur_px": {"log_uniform": [1.6, 3.2]},
    "sensor.full_well_e": {"log_uniform": [700, 2500]},
    "air.haze": {"uniform": [0.1, 0.4]},
    "sensor.wb_error_mired": {"normal": [-45, 12]},
}
BASE = "name: base\nimages: {train: 100}\nresolution: [320, 240]\nfactors: {}\n"
KNOTS = 9
LEAST = 0.3  # pixels of blur, code values of noise: below it a picture is as good as sharp and clean


def pictures(folder: Path, name: str, factors: dict[str, Any], views: list[TracedView], count: int) -> list[Any]:
    """`count` captures of each view, kept in folder/name: for each its file, its scene, and what is known of it."""
    kept = folder / name / "known.json"
    if kept.is_file():
        return list(json.loads(kept.read_text(encoding="utf-8")))
    kept.parent.mkdir(parents=True, exist_ok=True)
    spec = spec_of(1, factors)
    known = []
    for view in views:
        index = view.recipe.views[0].index
        for number in range(count):
            drawn = capture_factors(spec, view.scene, f"{name}.{index}.{number}")
            picture = view.developed(drawn, number)
            file = f"{view.scene:03d}_{index}_{number}.png"
            Image.fromarray(picture.image).save(kept.parent / file)
            record = {"file": file, "scene": view.scene, "saturated": float(picture.saturated.mean()), **drawn}
            if name == "sensor.full_well_e":
                again = view.developed(drawn, 1000 + number).image.astype(np.float32)
                record["visible_noise"] = visible_noise(picture.image.astype(np.float32) - again)
            known.append(record)
    kept.write_text(json.dumps(known), encoding="utf-8")
    return known


def visible_noise(difference: np.ndarray) -> float:
    """Standard deviation of luma's noise, from two pictures that differ in it alone; by quartiles, as fog drifts."""
    luma = difference @ np.array([0.299, 0.587, 0.114], np.float32)
    low, high = np.percentile(luma, (25, 75))
    return float((high - low) / 1.349 / np.sqrt(2))


def estimates_of(folder: Path, name: str, known: list[Any]) -> dict[str, np.ndarray]:
    """Every estimate of these pictures, by name."""
    rows = [estimate(np.asarray(Image.open(folder / name / record["file"]))) for record in known]
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def fitted(factor: str, name: str, by_ratio: bool, values: np.ndarray, found: np.ndarray) -> Curve:
    """A parabola through these pictures, made monotone where it turns: a hundred pictures bear no more bends.

    Of factors that go by ratio (blur, electrons) the estimate does so too.
    """
    low, high = next(iter(WIDE[factor][1].values()))
    scale = np.log2 if by_ratio else np.asarray
    ends = scale(np.array([low, high], float))
    at = np.linspace(float(ends[0]), float(ends[1]), KNOTS)
    parabola = np.polyfit(scale(values), scale(np.maximum(found, LEAST) if by_ratio else found), 2)
    rising = bool(spearmanr(values, found)[0] > 0)
    heights = IsotonicRegression(increasing=rising).fit_transform(at, np.polyval(parabola, at))
    heights = np.exp2(heights) if by_ratio else heights
    kept = np.flatnonzero(np.r_[True, np.abs(np.diff(heights)) > 1e-3])
    record = {"factor": factor, "estimate": name, "by_ratio": by_ratio, "error": 0.0, "bias": 0.0, "correlation": 0.0}
    written = [float(f"{value:.4g}") for value in (np.exp2(at[kept]) if by_ratio else at[kept])]
    return curve_of(record | {"values": written, "estimates": [float(f"{height:.4g}") for height in heights[kept]]})


def measured(factor: str, known: list[Any], found: np.ndarray) -> dict[str, Any]:
    """The curve of all pictures, as the table has it, with the errors of curves that have not seen a scene."""
    name, wide = WIDE[factor]
    by_ratio = "log_uniform" in wide
    seen = np.isfinite(found)
    values = np.array([record[factor] for record in known], float)[seen]
    found, scenes = found[seen], np.array([record["scene"] for record in known])[seen]
    placed = np.full(len(values), np.nan)
    for scene in np.unique(scenes):
        out = scenes == scene
        placed[out] = fitted(factor, name, by_ratio, values[~out], found[~out]).place(found[out])
    off = placed - (np.log2(values) if by_ratio else values)
    curve = fitted(factor, name, by_ratio, values, found)
    return {
        "factor": factor,
        "estimate": name,
        "by_ratio": by_ratio,
        "values": curve.values,
        "estimates": curve.estimates,
        "error": round(float(off.std()), 4),
        "bias": round(float(np.median(off)), 4),
        "correlation": round(abs(float(spearmanr(values, found)[0])), 4),
    }


def loop(folder: Path, views: list[TracedView], count: int) -> None:
    """Print how far the field is from the base's pictures, and from those of the spec that intake writes."""
    field_views = [view for view in views if view.scene // len(FAMILIES) % 2]
    own_views = [view for view in views if not view.scene // len(FAMILIES) % 2]
    field = estimates_of(folder, "field", pictures(folder, "field", FIELD, field_views, count))
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")
    taken = intake(folder / "field", str(folder / "base.yaml"), folder / "next.yaml")
    sets = {"base": {}, "next": dict(taken.spec.factors), "truth": FIELD}
    found = {s: estimates_of(folder, s, pictures(folder, s, factors, own_views, count)) for s, factors in sets.items()}
    sheet(folder, ("field", "base", "next"), folder / "sheet.jpg")
    print(f"{'distance to the field, in its own standard deviations':<56}{'base':>8}{'intake':>8}{'the truth':>11}")
    for name, column in field.items():
        seen = column[np.isfinite(column)]
        apart = [wasserstein_distance(f[name][np.isfinite(f[name])], seen) / seen.std() for f in found.values()]
        print(f"{name:<56}{apart[0]:>8.2f}{apart[1]:>8.2f}{apart[2]:>11.2f}")


def print_curve(curve: Curve, known: list[Any], found: dict[str, np.ndarray]) -> None:
    """One line of the table, and one for each truth that a camera knows of its picture beside its factors."""
    print(
        f"{curve.factor:<24}{curve.estimate:<18}{curve.correlation:>17.2f}{curve.error:>8.2f}{curve.bias:>8.2f}  "
        f"{curve.verdict}"
    )
    truths = {
        "sensor.exposure_ev": ("saturated", "photo.highlights"),
        "sensor.full_well_e": ("visible_noise", "photo.noise"),
    }
    if curve.factor in truths:
        truth, name = truths[curve.factor]
        true = np.array([record[truth] for record in known])
        rank = spearmanr(true, found[name], nan_policy="omit")[0]
        print(f"  {truth:<22}{name:<18}{rank:>17.2f}{'':>8}{np.nanmedian(found[name] - true):>8.3f}")


def print_all_against_all(everything: dict[str, tuple[list[Any], dict[str, np.ndarray]]]) -> None:
    """Rank correlation of every estimate with every factor: an estimate should follow its own and no other."""
    names = list(next(iter(everything.values()))[1])
    print(f"\n{'rank correlation':<24}" + "".join(f"{name.removeprefix('photo.'):>12}" for name in names))
    for factor, (known, found) in everything.items():
        true = [record[factor] for record in known]
        ranks = (spearmanr(true, found[name], nan_policy="omit")[0] for name in names)
        print(f"{factor:<24}" + "".join(f"{rank:>12.2f}" for rank in ranks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=7)
    parser.add_argument("--captures", type=int, default=6)
    parser.add_argument("--folder", type=Path, default=Path("outputs/intake"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--loop", action="store_true")
    given = parser.parse_args()
    views = list(traced_views(given.folder, given.scenes))
    print(f"{len(views)} views of {SIZE_PX[0]} x {SIZE_PX[1]} px, {given.captures} captures of each for each factor")
    print(f"{'factor':<24}{'estimate':<18}{'rank correlation':>17}{'error':>8}{'bias':>8}  verdict")
    records, everything = [], {}
    for factor, (name, wide) in WIDE.items():
        known = pictures(given.folder, factor, {factor: wide}, views, given.captures)
        found = estimates_of(given.folder, factor, known)
        records.append(measured(factor, known, found[name]))
        everything[factor] = known, found
        print_curve(curve_of(records[-1]), known, found)
    print_all_against_all(everything)
    if given.write:
        TABLE.write_text(json.dumps({"curves": records}, indent=1) + "\n", encoding="utf-8")
    if given.loop:
        loop(given.folder, views, given.captures)


if __name__ == "__main__":
    main()
