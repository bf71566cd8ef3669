"""A blind look: crops of datasets among crops of photographs, shuffled and unnamed, to be judged by fresh eyes.

    python benchmarks/blind_look.py make --dataset outputs/demo --photos FOLDER   outputs/blind/pictures/01.png ...
    python benchmarks/blind_look.py score answers.json                            rates by material

`make` writes numbered crops and, beside their folder, key.json, which the judge must not see. The judge writes
answers.json: {"01": {"render": true, "confidence": 80, "why": "..."}, ...}. `score` says how many renders were
taken for photographs, by material, and how sure the judge was.
"""  # fmt: skip

from __future__ import annotations

import argparse
import json
import logging
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

_log = logging.getLogger("blind_look")
SIZE_PX = (320, 240)
_LEAST_PX = 900  # area of a thing that a crop is made around
_PHOTO_SUFFIXES = (".png", ".jpg", ".jpeg")


def make(datasets: Sequence[Path], photos: Path, out: Path, crops: int, seed: int) -> None:
    """Write `crops` crops of renders, no two around one material of one picture, and a third as many of photographs."""
    rng = np.random.default_rng(seed)
    found: list[tuple[Image.Image, dict[str, Any]]] = []
    candidates = [one for folder in datasets for one in _things(folder)]
    per_picture: dict[Path, int] = defaultdict(int)
    most = -(-crops // max(1, len({path for path, _ in candidates}))) + 1
    for number in rng.permutation(len(candidates)):
        path, annotation = candidates[number]
        if len(found) == crops or per_picture[path] >= most:
            continue
        per_picture[path] += 1
        left, top, width, height = annotation["bbox"]
        with Image.open(path) as picture:
            crop = _crop(picture.convert("RGB"), left + width / 2, top + height / 2, rng)
        found.append((crop, {"render": True, "picture": path.name, "material": annotation["attributes"]["material"]}))
    files = sorted(p for p in photos.iterdir() if p.suffix.lower() in _PHOTO_SUFFIXES and p.stem.startswith("photo"))
    for number in range(-(-crops // 3)):
        path = files[number % len(files)]
        with Image.open(path) as picture:
            whole = picture.convert("RGB")
        scale = max(SIZE_PX[0] / whole.width, SIZE_PX[1] / whole.height, float(rng.uniform(0.4, 0.8)))
        whole = whole.resize((round(whole.width * scale), round(whole.height * scale)), Image.Resampling.LANCZOS)
        crop = _crop(whole, *(float(rng.uniform(0.2, 0.8)) * side for side in whole.size), rng)
        found.append((crop, {"render": False, "picture": path.name, "material": None}))
    folder = out / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    key = {}
    for place, number in enumerate(rng.permutation(len(found)), start=1):
        crop, about = found[number]
        crop.save(folder / f"{place:02d}.png")
        key[f"{place:02d}"] = about
    (out / "key.json").write_text(json.dumps(key, indent=1), encoding="utf-8")
    _log.info("%d pictures in %s, of which %d are renders", len(found), folder, sum(k["render"] for k in key.values()))


def _things(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Pictures with an annotation each, of all splits of a dataset."""
    found = []
    for path in sorted((folder / "annotations").glob("instances_*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        split = path.stem.removeprefix("instances_")
        names = {image["id"]: image["file_name"] for image in data["images"]}
        large = (one for one in data["annotations"] if one["area"] >= _LEAST_PX)
        found += [(folder / split / names[one["image_id"]], one) for one in large]
    return found


def _crop(picture: Image.Image, x: float, y: float, rng: np.random.Generator) -> Image.Image:
    """A window of SIZE_PX around a place, somewhat off it, inside the picture."""
    left = round(
        float(np.clip(x + rng.uniform(-0.2, 0.2) * SIZE_PX[0] - SIZE_PX[0] / 2, 0, picture.width - SIZE_PX[0]))
    )
    top = round(
        float(np.clip(y + rng.uniform(-0.2, 0.2) * SIZE_PX[1] - SIZE_PX[1] / 2, 0, picture.height - SIZE_PX[1]))
    )
    return picture.crop((left, top, left + SIZE_PX[0], top + SIZE_PX[1]))


def score(answers: Path, out: Path) -> None:
    """Print how the judge did."""
    key = json.loads((out / "key.json").read_text(encoding="utf-8"))
    said = json.loads(answers.read_text(encoding="utf-8"))
    renders: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    mistaken = 0
    for name, about in key.items():
        answer = said[name]
        if about["render"]:
            renders[str(about["material"])].append((not answer["render"], float(answer["confidence"])))
        else:
            mistaken += bool(answer["render"])
    every = [one for many in renders.values() for one in many]
    _log.info("%-28s %8s %10s %10s", "material", "crops", "as photo", "confidence")
    for material, many in [*sorted(renders.items()), ("all renders", every)]:
        passed, sure = sum(one for one, _ in many), float(np.mean([c for _, c in many]))
        _log.info("%-28s %8d %10d %10.0f", material, len(many), passed, sure)
    _log.info("photographs taken for renders: %d of %d", mistaken, len(key) - len(every))


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("outputs/blind"))
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("--dataset", type=Path, nargs="+", required=True)
    making.add_argument("--photos", type=Path, required=True, help="a folder with photo*.png or .jpg")
    making.add_argument("--crops", type=int, default=40)
    making.add_argument("--seed", type=int, default=1)
    scoring = commands.add_parser("score")
    scoring.add_argument("answers", type=Path)
    options = parser.parse_args()
    if options.command == "make":
        make(options.dataset, options.photos, options.out, options.crops, options.seed)
    else:
        score(options.answers, options.out)


if __name__ == "__main__":
    main()
