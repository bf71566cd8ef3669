"""The spec: what it accepts, what it says to mistakes, and that it survives being written down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
import yaml

from generator.errors import SpecError
from generator.factors import Factor
from generator.plugins import Catalogue, Material, Part, SceneFamily
from generator.spec import DatasetSpec, bundled_specs, check_spec, find_spec, load_spec, spec_schema
from generator.yamlfile import parse_yaml

FACTORS = (
    Factor("surface.dust", "share", "scene", "Dust.", {"uniform": [0, 0.5]}),
    Factor("scene.part_count", "count", "scene", "Parts.", 5, 1, 40, kind="integer"),
    Factor("light.room", "name", "scene", "Room.", "hall", kind="category", choices=("hall", "cell")),
)


def nothing(*_: Any, **__: Any) -> Any:
    raise AssertionError("checking a spec builds nothing")


def named(kind: Any, *names: str) -> Mapping[str, Any]:
    made = {
        Material: lambda n: Material(n, "M.", nothing, nothing, 7850, 0.5),
        Part: lambda n: Part(n, n.rsplit("_", 1)[0], "P.", "ours", nothing, {}),
        SceneFamily: lambda n: SceneFamily(n, "S.", nothing, nothing),
    }[kind]
    return {name: made(name) for name in names}


CATALOGUE = Catalogue(
    materials=named(Material, "steel_brushed", "brass_polished"),
    wear={},
    parts=named(Part, "hex_bolt_m8x30", "hex_bolt_m6x20", "hex_nut_m8"),
    shapes={},
    scenes=named(SceneFamily, "bin", "workbench"),
    sensors={},
    factors={f.name: f for f in FACTORS},
)
BASE = "name: a\nimages: {train: 4}\n"
CONTRACT = """\
name: brackets
seed: 7
images: {train: 400, val: 50, test_ood: 50}
resolution: [640, 480]
profile: standard
scenes: {bin: 3, workbench: 1}
parts:
  - {file: cad/bracket.step, name: bracket, material: steel_brushed}
  - {file: cad/clip.stl, units: mm, name: clip, material: [steel_brushed, brass_polished], weight: 2}
  - {part: hex_bolt_*}
factors:
  surface.dust: {choice: [0, 0.3, 0.8], weights: [2, 1, 1]}
  scene.part_count: {uniform: [3, 9]}
  light.room: cell
views_per_scene: 4
captures_per_view: 1
layers: [depth, normals, wear]
classes: part
segmentation: rle
"""


def spec(text: str) -> DatasetSpec:
    return check_spec(parse_yaml(text, "my.yaml"), CATALOGUE)


def test_the_contract_s_example_is_a_spec() -> None:
    read = spec(CONTRACT)
    assert read.images == {"train": 400, "val": 50, "test_ood": 50}
    assert read.parts[1].material == ("steel_brushed", "brass_polished")
    assert read.distribution(FACTORS[0]).as_spec() == {"choice": [0.0, 0.3, 0.8], "weights": [2.0, 1.0, 1.0]}
    assert read.distribution(FACTORS[2]).as_spec() == "cell"


def test_what_a_factor_is_silent_about_keeps_its_default() -> None:
    assert spec(BASE).distribution(FACTORS[0]).as_spec() == {"uniform": [0.0, 0.5]}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("seeds: 3", "my.yaml:3: seeds: unknown key. Did you mean 'seed'?"),
        ("xyz: 3", "There are: name, seed, images"),
        ("seed: -1", "my.yaml:3: seed: -1"),
        ("seed: 4294967296", "less than 4294967296"),
        ("seed: 1.5", "whole number"),
        ("seed: yes", "whole number"),
        ("seed: 2026-01-01", "whole number"),
        ("resolution: 640", "write a list"),
        ("resolution: [640]", "resolution[1]: is missing"),
        ("resolution: [640, 480, 3]", "at most 2"),
        ("resolution: [16, 480]", "resolution[0]: 16"),
        ("profile: standart", "Did you mean 'standard'?"),
        ("scenes: {bins: 1}", "No scene called 'bins'. Did you mean 'bin'?"),
        ("scenes: {bin: 0}", "scenes.bin: 0: must be greater than 0"),
        ("scenes: {bin: .nan}", "scenes.bin"),
        ("scenes: [bin]", "write a mapping"),
        ("scenes: {}", "names no scene; there are: bin, workbench"),
        ("factors: {surface.dst: 1}", "No factor called 'surface.dst'. Did you mean 'surface.dust'?"),
        ("factors: {surface.dust: 2}", "factors.surface.dust: 2 is outside [0, 1] share; the nearest is 1"),
        ("factors: {surface.dust: !!binary aGk=}", "is not a number"),
        ("factors:\n  surface.dust: {unifrom: [0, 1]}", "my.yaml:4: factors.surface.dust: {'unifrom': [0, 1]} is no"),
        ("factors: {light.room: attic}", "is none of hall, cell"),
        ("factors: {3: 1}", "my.yaml:3: factors"),
        ("views_per_scene: 0", "greater than or equal to 1"),
        ("views_per_scene: '4'", "whole number"),
        (
            "layers: [depht]",
            "layers[0]: 'depht' is none of depth, normals, wear, stereo, panoptic. Did you mean 'depth'?",
        ),
        ("layers: [depth, depth]", "twice"),
        ("classes: parts", "Did you mean 'part'?"),
        ("classes: {hex_*: Bolt!}", "classes.hex_*: 'Bolt!' is no name"),
        ("classes: {}", "names no class"),
        ("segmentation: masks", "is none of rle, rle-compressed, polygon"),
        ("parts:\n  - {fil: a.stl}", "my.yaml:4: parts[0].fil: unknown key. Did you mean 'file'?"),
        ("parts:\n  - {}", "needs either file"),
        ("parts:\n  - {file: a.stl, part: hex_nut_m8}", "needs either file"),
        ("parts:\n  - a.stl", "write a mapping"),
        ("parts:\n  - {file: a.stl, units: inch}", "Did you mean 'in'?"),
        ("parts:\n  - {file: a.stl, material: brushed_stel}", "Did you mean 'steel_brushed'?"),
        ("parts:\n  - {file: a.stl, material: [steel_brushed, 3]}", "parts[0].material[1]: 3"),
        ("parts:\n  - {file: a.stl, name: ../../x}", "is no name"),
        ("parts:\n  - {file: a.stl, name: hex_nut_m8}", "take another name"),
        ("parts:\n  - {part: hex_nutt_m8}", "No part called 'hex_nutt_m8'. Did you mean 'hex_nut_m8'?"),
        ("parts:\n  - {part: hex_nut_m8}\n  - {part: zz_*}", "my.yaml:5: parts[1].part"),
    ],
)
def test_a_mistake_gets_one_line_with_its_place(line: str, says: str) -> None:
    with pytest.raises(SpecError) as raised:
        spec(BASE + line)
    message = str(raised.value)
    assert says in message
    assert message.startswith("my.yaml:")
    assert "\n" not in message
    assert "pydantic" not in message
    assert "dict[" not in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("images: {train: 4}", "my.yaml: name: is missing"),
        ("name: a", "my.yaml: images: is missing"),
        ("name: Not A Name\nimages: {train: 1}", "my.yaml:1: name: 'Not A Name' is no name"),
        ("name: no\nimages: {train: 1}", "in quotes"),
        ("name: a\nimages: {train: 0, val: 0}", "asks for no image at all"),
        ("name: a\nimages: {}", "asks for no image at all"),
        ("name: a\nimages: {stress: -1}", "my.yaml:2: images.stress: -1"),
        ("name: a\nimages: {Train: 1}", "images.Train"),
        ("name: a\nimages: {../x: 1}", "is no name"),
        ("name: a\nimages: {1: 3}", "my.yaml:2: images"),
        ("name: a\nimages: 12", "write a mapping"),
        ("- a", "a spec is a mapping"),
        ("", "a spec is a mapping"),
        ("just words", "a spec is a mapping"),
    ],
)
def test_a_spec_that_is_wrong_as_a_whole(text: str, says: str) -> None:
    with pytest.raises(SpecError) as raised:
        spec(text)
    assert says in str(raised.value)


def test_several_mistakes_are_told_together() -> None:
    with pytest.raises(SpecError) as raised:
        spec(BASE + "seeds: 3\nprofile: fast\nviews_per_scene: 0\n")
    keys = {line.split(": ")[1] for line in str(raised.value).splitlines()}
    assert keys == {"seeds", "profile", "views_per_scene"}


@pytest.mark.parametrize("frames", [1, 2, 3, 7, 10, 49, 500, 1001])
def test_frames_are_divided_as_the_splits_were(frames: int) -> None:
    images = {"train": 400, "val": 50, "test_ood": 50, "empty": 0}
    divided = DatasetSpec(name="a", images=images).with_frames(frames)
    assert sum(divided.images.values()) == frames
    assert list(divided.images) == list(images)
    assert divided.images["empty"] == 0
    for split, count in images.items():
        assert abs(divided.images[split] - frames * count / 500) < 1


def test_no_images_cannot_be_divided() -> None:
    with pytest.raises(SpecError, match="nothing to divide"):
        DatasetSpec(name="a", images={"train": 0}).with_frames(3)


def test_a_spec_survives_being_written_and_read() -> None:
    once = spec(CONTRACT)
    again = spec(once.to_yaml())
    assert again.to_yaml() == once.to_yaml()
    assert again.digest == once.digest
    assert again.images == once.images
    assert list(again.images) == list(once.images)


def test_paths_of_the_user_s_machine_are_not_written() -> None:
    text = BASE + "parts:\n  - {file: /home/me/secret/a.step}\n  - {file: 'C:\\cad\\b.step'}\n"
    written = spec(text).to_yaml()
    assert "secret" not in written
    assert [p["file"] for p in yaml.safe_load(written)["parts"]] == ["a.step", "b.step"]


def test_the_digest_stands_for_everything_that_changes_pictures() -> None:
    lines = (
        "seed: 1",
        "resolution: [320, 240]",
        "views_per_scene: 2",
        "factors: {surface.dust: 0.5}",
        "layers: [wear]",
    )
    digests = {spec(BASE + line).digest for line in ("", *lines)}
    assert len(digests) == 1 + len(lines)
    assert spec(BASE).digest == spec("images: {train: 4}\nname: a\n").digest


def test_classes_map_parts_to_categories() -> None:
    assert spec(BASE).category("hex_bolt_m8x30", "hex_bolt") == "hex_bolt_m8x30"
    assert spec(BASE + "classes: family").category("hex_bolt_m8x30", "hex_bolt") == "hex_bolt"
    mapped = spec(BASE + "classes: {hex_bolt_*: bolt, '*m8': other}")
    assert mapped.category("hex_bolt_m8x30", "hex_bolt") == "bolt"
    assert mapped.category("hex_nut_m8", "hex_nut") == "other"
    assert mapped.category("pin", "pin") is None


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        spec(BASE).seed = 3  # type: ignore[misc]


def test_specs_are_found_by_name_or_path(tmp_path, monkeypatch) -> None:
    assert "demo" in bundled_specs()
    assert find_spec("demo").name == "demo.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(BASE)
    assert load_spec(find_spec(str(own)), CATALOGUE).name == "a"
    for wrong, says in (
        ("dmeo", "Did you mean 'demo'"),
        ("no.yaml", "there is no such file"),
        (str(tmp_path), "no such"),
    ):
        with pytest.raises(SpecError, match=says):
            find_spec(wrong)


def test_the_schema_accepts_what_the_checker_accepts_and_refuses_typing_errors() -> None:
    schema = spec_schema(CATALOGUE)
    jsonschema.Draft202012Validator.check_schema(schema)
    validate = jsonschema.Draft202012Validator(schema)
    assert list(validate.iter_errors(yaml.safe_load(CONTRACT))) == []
    for line in (
        "seeds: 3",
        "factors: {surface.dst: 1}",
        "factors: {surface.dust: 2}",
        "scenes: {bins: 1}",
        "factors: {surface.dust: {unifrom: [0, 1]}}",
        "profile: fast",
        "factors: {light.room: attic}",
    ):
        assert list(validate.iter_errors(yaml.safe_load(BASE + line))), line
    json.dumps(schema)


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ("{surface.dsut: 0.5}", "Did you mean 'surface.dust'?"),
        ("{surface.dust: 3}", "is outside"),
        ("{surface.dust: {normal: [0.2, 0.1]}}", "holds out everything"),
        ("{surface.dust: {uniform: [0, 1]}}", "leaves nothing"),
    ],
)
def test_what_cannot_be_held_out_is_said(held: str, message: str) -> None:
    with pytest.raises(SpecError, match=re.escape(message)):
        check_spec(parse_yaml(BASE + f"held_out: {held}\n", "a.yaml"), CATALOGUE)
