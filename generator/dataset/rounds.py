"""A finished dataset as one round of several: what must be alike before they can become one dataset."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import yaml
from pydantic import ValidationError

from generator.dataset import layout
from generator.dataset.shard import ShardHeader, read_headers
from generator.errors import DatasetError
from generator.factors import Factor
from generator.spec import DatasetSpec, PartSpec

Record = dict[str, Any]
_SAME = ("resolution", "layers", "segmentation", "classes")  # keys of the spec
_SAME_FACTOR = ("unit", "scope", "kind", "low", "high", "choices", "families", "moves_geometry")
_WEAR, _COVER = "wear_", "wear_cover_"


@dataclass(frozen=True, slots=True)
class Round:
    """One source. `history` are the rounds that it holds itself, the oldest first."""

    folder: Path
    spec: DatasetSpec
    described: Record
    headers: tuple[ShardHeader, ...]  # by scene
    wear: tuple[str, ...]  # kinds that its annotations know
    history: tuple[Record, ...]


def read_round(folder: Path) -> Round:
    """The dataset in `folder`. Raises `DatasetError` if it is not finished, not whole, or a stress set."""
    path = folder / layout.DATASET
    if not path.is_file():
        raise DatasetError(f"{folder}: has no {layout.DATASET}; is it a Glint dataset whose run has ended?")
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        spec = DatasetSpec.model_validate(yaml.safe_load((folder / layout.SPEC).read_text(encoding="utf-8")))
        columns = pq.read_schema(folder / layout.INSTANCES).names
        counts = {split: int(count["scenes"]) for split, count in described["counts"].items()}
        history = tuple(described.get("rounds") or [_record(described)])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError, ValidationError) as error:
        raise DatasetError(f"{folder}: is damaged ({str(error).splitlines()[0]}). See glint check {folder}") from None
    if spec.stress is not None:
        raise DatasetError(f"{folder}: is a stress set, whose bases and ladders belong together; merge it with nothing")
    headers = tuple(sorted(read_headers(folder / layout.SHARDS), key=lambda header: header.scene))
    found = {split: sum(h.split == split for h in headers) for split in counts}
    if found != counts:
        raise DatasetError(
            f"{folder}: lacks the records of its scenes under {layout.SHARDS} ({sum(found.values())} of "
            f"{sum(counts.values())}). Was it copied without its hidden folder? Copy it whole."
        )
    wear = tuple(n.removeprefix(_WEAR) for n in columns if n.startswith(_WEAR) and not n.startswith(_COVER))
    return Round(folder, spec, described, headers, wear, history)


def refuse_unlike(rounds: Sequence[Round]) -> None:
    """Raises `DatasetError` that names the first two datasets which cannot become one, and in what they differ."""
    first = rounds[0]
    for other in rounds[1:]:
        pair = f"{first.folder} and {other.folder}"
        for key in _SAME:
            ours, theirs = getattr(first.spec, key), getattr(other.spec, key)
            if ours != theirs:
                raise DatasetError(
                    f"{pair} are not alike: {key} is {_short(ours)} in one and {_short(theirs)} in the other"
                )
        _refuse_factors(pair, first.described["factors"], other.described["factors"])
        if first.wear != other.wear:
            raise DatasetError(f"{pair} are not alike: they know different kinds of wear; make both with one Glint")
    seen: dict[tuple[Any, ...], Path] = {}
    for source in rounds:
        for record in source.history:
            made = (record["spec_hash"], record["seed"])
            if made in seen:
                raise DatasetError(
                    f"{seen[made]} and {source.folder} hold the same pictures (spec {record['name']}, seed "
                    f"{record['seed']}). Give each dataset once; another --seed makes other pictures."
                )
            seen[made] = source.folder


def joined_categories(rounds: Sequence[Round]) -> dict[str, str]:
    """Name -> supercategory of all categories. Raises `DatasetError` if two rounds disagree."""
    joined: dict[str, tuple[str, Path]] = {}
    for source in rounds:
        for category in source.described["categories"]:
            name, family = str(category["name"]), str(category["supercategory"])
            known, where = joined.setdefault(name, (family, source.folder))
            if known != family:
                raise DatasetError(
                    f"{where} and {source.folder} are not alike: category {name} belongs to {known} in one and to "
                    f"{family} in the other"
                )
    return {name: family for name, (family, _) in joined.items()}


def joined_spec(rounds: Sequence[Round]) -> DatasetSpec:
    """The last round's spec with the parts of all rounds and as many images as there are."""
    last = rounds[-1].spec
    images: dict[str, int] = {}
    parts: dict[str, PartSpec] = {}
    for source in rounds:
        for split, count in source.described["counts"].items():
            images[split] = images.get(split, 0) + int(count["images"])
        parts |= {part.model_dump_json(): part for part in source.spec.parts}
    name = last.name if last.name.endswith("_merged") else f"{last.name[:57]}_merged"
    return last.model_copy(update={"name": name, "images": images, "parts": tuple(parts.values())})


def joined_hash(rounds: Sequence[Round]) -> str:
    """What stands for the spec: two merges of the same rounds in the same order have the same."""
    hashes = [f"{record['spec_hash']} {record['seed']}" for source in rounds for record in source.history]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()[:16]


def factors_of(described: Mapping[str, Any]) -> dict[str, Factor]:
    """The factors that a dataset states, for the columns of its tables."""
    return {
        record["name"]: Factor(
            record["name"],
            record["unit"],
            record["scope"],
            record["doc"],
            record["default"],
            low=record.get("low", 0.0),
            high=record.get("high", 1.0),
            kind=record["kind"],
            choices=tuple(record.get("choices", ())),
        )
        for record in described["factors"]
    }


def _record(described: Mapping[str, Any]) -> Record:
    """What a merged dataset remembers of a round."""
    counts = {split: {k: c[k] for k in ("scenes", "images", "annotations")} for split, c in described["counts"].items()}
    return {key: described[key] for key in ("name", "version", "seed", "spec_hash")} | {"counts": counts}


def _refuse_factors(pair: str, ours: Sequence[Record], theirs: Sequence[Record]) -> None:
    one, other = ({record["name"]: record for record in records} for records in (ours, theirs))
    alone = sorted(set(one) ^ set(other))
    if alone:
        raise DatasetError(f"{pair} are not alike: only one has the factor {alone[0]}; make both with one Glint")
    for name, record in one.items():
        for key in _SAME_FACTOR:
            if record.get(key) != other[name].get(key):
                raise DatasetError(
                    f"{pair} are not alike: {key} of {name} is {_short(record.get(key))} in one and "
                    f"{_short(other[name].get(key))} in the other; make both with one Glint"
                )


def _short(value: Any) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
