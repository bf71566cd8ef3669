"""A real loop: train a small detector, find what breaks it, make more of that, train again. Does it beat random data?

    pip install -e '.[train]'
    python benchmarks/real_loop --out outputs/loop [--seeds 3] [--arms refined,random,blind,told]

For each seed a first dataset of a narrow spec (`line.yaml`) trains a detector; `glint evaluate` says on a stress set
what breaks it, `glint refine` writes the next spec from that, and a new detector is trained on both. It is compared
with detectors whose second dataset has as many pictures of the same scenes, but drawn as before ("random"), with every
suspect factor wide in a quarter of the pictures ("blind"), or with those alone that the report names ("told"). All are
judged on sets of other scenes that nothing was chosen by. What is in --out already is not made again, so
the command resumes; it ends with tables and `loop.svg`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before torch is imported

from figures import ARMS, write_figures
from stages import BROAD, HARDLY, Loop, Sizes, say

_SEEN = 6400  # pictures that a training goes through, in every arm


def held_out(loop: Loop) -> dict[str, tuple[Path, str]]:
    """The sets that judge, with their splits: nothing is chosen by them."""
    return {
        "stress": (loop.stress(loop.spec("held_stress", 9000, HARDLY), "held_stress"), "stress"),
        "broad": (loop.generate(loop.spec("held_broad", 9100, BROAD), "held_broad"), "train"),
        "normal": (loop.generate(loop.spec("held_normal", 9200, share=0.5), "held_normal"), "train"),
    }


def first_round(loop: Loop, seed: int) -> tuple[Path, Path]:
    """The first dataset of a seed, and the report on its detector that the next spec is planned from."""
    first = loop.generate(loop.spec(f"line_{seed}", 100 * seed), f"first_{seed}")
    development = loop.stress(loop.spec("fears", 7000, HARDLY), "stress_dev")
    (results,) = trained(loop, first, f"first_{seed}", seed, {"dev": (development, "stress")})
    return first, loop.evaluate(development, results, f"report_first_{seed}_dev", "--train", first)


def second_dataset(loop: Loop, arm: str, seed: int, report: Path) -> Path:
    """What an arm adds: of the same scenes in all arms, as the seed of the next round is the same."""
    name = f"{arm}_{seed}"
    if arm in ("refined", "told"):
        spec = loop.refine(report, loop.folder / f"line_{seed}.yaml", f"refined_{seed}")
    if arm == "told":
        spec = loop.spec(name, 100 * seed + 1, BROAD, factors=loop.leaning(spec, seed))
    elif arm != "refined":
        spec = loop.spec(name, 100 * seed + 1, BROAD if arm == "blind" else 0.0)
    return loop.generate(spec, name)


def trained(loop: Loop, dataset: Path, name: str, seed: int, judges: dict[str, tuple[Path, str]]) -> list[Path]:
    """The predictions of a detector trained on a dataset, on each of the sets given; made once."""
    results = {judge: loop.folder / f"results_{name}_{judge}.json" for judge in judges}
    missing = [judge for judge, path in results.items() if not path.exists()]
    if missing:
        import torch
        from train import predict, read_pictures, train

        torch.set_num_threads(1)
        weights = loop.folder / f"detector_{name}.pt"
        pictures = read_pictures(dataset, "train")
        if weights.exists():
            model = torch.load(weights, weights_only=False)
        else:
            say(f"training on {dataset.name}: {len(pictures.ids)} pictures")
            model = train(pictures, _SEEN, seed)
            torch.save(model, weights.with_suffix(".part"))
            weights.with_suffix(".part").rename(weights)
        for judge in missing:
            folder, split = judges[judge]
            found = predict(model, read_pictures(folder, split))
            results[judge].with_suffix(".part").write_text(json.dumps(found), encoding="utf-8")
            results[judge].with_suffix(".part").rename(results[judge])
    return list(results.values())


def judge(loop: Loop, dataset: Path, arm: str, seed: int) -> None:
    """Reports of an arm's detector on all held-out sets."""
    sets = held_out(loop)
    for (name, (folder, _)), results in zip(
        sets.items(), trained(loop, dataset, f"{arm}_{seed}", seed, sets), strict=True
    ):
        loop.evaluate(folder, results, f"report_{arm}_{seed}_{name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("outputs/loop"))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--arms", default="refined,random,blind,told")
    parser.add_argument("--images", type=int, default=Sizes().images)
    parser.add_argument("--bases", type=int, default=Sizes().bases)
    options = parser.parse_args()
    try:
        import torch  # noqa: F401
    except ImportError:
        sys.exit("The loop trains a detector with PyTorch: pip install -e '.[train]'")
    loop = Loop(options.out, Sizes(options.images, options.bases))
    seeds = range(1, options.seeds + 1)
    arms = options.arms.split(",")
    done = ["first"]
    for wave in (arms[:2], arms[2:]):  # the last arms are trained when the others have been judged for all seeds
        for seed in seeds:
            first, report = first_round(loop, seed)
            judge(loop, first, "first", seed)
            for arm in wave:
                second = second_dataset(loop, arm, seed, report)
                judge(loop, loop.merge(first, second, f"both_{arm}_{seed}"), arm, seed)
        done += wave
        write_figures(loop.folder, seeds, [arm for arm in ARMS if arm in done])


if __name__ == "__main__":
    main()
