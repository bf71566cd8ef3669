"""How long an evaluation takes, and how much memory: `python benchmarks/evaluate_speed.py [IMAGES] [--masks]`.

It makes a dataset on disk as Glint writes it (all factors of the catalogue, masks as run lengths, ten objects an image)
and predictions with jitter, misses and ghosts, two for each object, and runs `glint evaluate` in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from generator.catalogue import load_catalogue
from generator.dataset.merge import factor_record
from generator.factors import parse_distribution
from generator.labels.frame import Window
from generator.labels.rle import rle

WIDTH_PX, HEIGHT_PX, CLASSES, OBJECTS = 640, 480, 20, 10
Record = dict[str, Any]


def main() -> None:
    images = next((int(a) for a in sys.argv[1:] if a.isdigit()), 5000)
    with tempfile.TemporaryDirectory() as folder:
        annotations = write_dataset(Path(folder), images, "--masks" in sys.argv)
        sizes = [path.stat().st_size / 1e6 for path in sorted(Path(folder).rglob("*.json"))]
        began = time.monotonic()
        command = [
            sys.executable,
            "-m",
            "cli",
            "evaluate",
            folder,
            f"{folder}/results.json",
            "--out",
            f"{folder}/report",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        passed = time.monotonic() - began
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        peak, cpu = usage.ru_maxrss / 1e6, usage.ru_utime + usage.ru_stime
        print(done.stdout, done.stderr)
        report_mb = sum(path.stat().st_size for path in Path(folder, "report").glob("*")) / 1e6
        print(f"{images} images, {annotations} annotations, files of {sum(sizes):.0f} MB")
        print(f"{passed:.1f} s ({cpu:.1f} CPU s), peak {peak:.2f} GB, report {report_mb:.1f} MB")


def write_dataset(folder: Path, images: int, masks: bool, seed: int = 0) -> int:
    """A dataset whose objects are missed the more often the dustier they are; the number of annotations."""
    rng, catalogue = np.random.default_rng(seed), load_catalogue()
    categories = [{"id": k + 1, "name": f"part_{k:02d}", "supercategory": "part"} for k in range(CLASSES)]
    records, annotations, results = [], [], []
    for image_id in range(1, images + 1):
        factors = {
            name: parse_distribution(_varied(factor), factor, name).draw(rng, factor)
            for name, factor in sorted(catalogue.factors.items())
        }
        image = {"id": image_id, "file_name": f"{image_id:06d}.png", "width": WIDTH_PX, "height": HEIGHT_PX}
        image |= {"scene": image_id // 4, "view": image_id % 4, "capture": 0, "family": "bin", "factors": factors}
        records.append(image)
        for number in range(OBJECTS):
            annotation = _annotation(rng, image_id, number)
            annotations.append(annotation)
            results += _results(rng, annotation, float(factors["surface.dust"]), masks)
    (folder / "annotations").mkdir()
    counts = {"val": {"scenes": 1, "images": images, "annotations": len(annotations), "planned": images}}
    described = {"name": "speed", "counts": counts, "categories": categories, "layers": []}
    described["factors"] = [factor_record(factor) for _, factor in sorted(catalogue.factors.items())]
    (folder / "dataset.json").write_text(json.dumps(described))
    with open(folder / "annotations" / "instances_val.json", "w") as file:
        for key, rows in (("images", records), ("annotations", annotations)):
            file.write(("{" if key == "images" else "],") + f'"{key}":[\n' + ",\n".join(map(json.dumps, rows)))
        file.write(f'],"categories":{json.dumps(categories)}}}')
    (folder / "results.json").write_text(json.dumps(results))
    return len(annotations)


def _varied(factor: Any) -> Any:
    if factor.kind == "category":
        return {"choice": list(factor.choices)}
    return {"uniform": [factor.low, factor.high]}


def _annotation(rng: np.random.Generator, image_id: int, number: int) -> Record:
    width, height = (int(v) for v in rng.integers(16, 140, 2))
    left, top = int(rng.integers(0, WIDTH_PX - width)), int(rng.integers(0, HEIGHT_PX - height))
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    mask = rows**2 + columns**2 <= 1
    wear = {kind: round(float(rng.random()), 6) for kind in ("dust", "grease", "rust", "scratches")}
    return {
        "id": image_id * 4096 + number,
        "image_id": image_id,
        "category_id": int(rng.integers(1, CLASSES + 1)),
        "bbox": [float(left), float(top), float(width), float(height)],
        "area": int(mask.sum()),
        "iscrowd": 0,
        "segmentation": rle(mask, Window(top, top + height, left, left + width), HEIGHT_PX, WIDTH_PX, False),
        "visibility": round(float(rng.random()), 6),
        "truncated": bool(rng.random() < 0.2),
        "attributes": {"part": "x", "material": f"m{rng.integers(9)}", "transparent": False, "wear": wear},
    }


def _results(rng: np.random.Generator, truth: Record, dust: float, masks: bool) -> list[Record]:
    """A near miss and a guess for each object; dusty ones are often not found at all."""
    found = []
    for jitter, sure in ((0.05, rng.random() > 0.6 * dust), (0.4, True)):
        box = np.array(truth["bbox"]) + rng.normal(0, jitter, 4) * np.tile(truth["bbox"][2:], 2)
        box[:2] = np.clip(box[:2], 0, [WIDTH_PX - 9, HEIGHT_PX - 9])
        box[2:] = np.clip(box[2:], 4, [WIDTH_PX - box[0], HEIGHT_PX - box[1]])
        if sure:
            score = float(rng.beta(4, 2) if jitter < 0.1 else rng.beta(2, 5))
            result = {"image_id": truth["image_id"], "category_id": truth["category_id"], "score": round(score, 6)}
            result["bbox"] = [round(float(v), 2) for v in box]
            found.append(result | ({"segmentation": truth["segmentation"]} if masks else {}))
    return found


if __name__ == "__main__":
    main()
