"""YAML from strangers: bombs, tags, doubled keys; and messages that point at the line."""

from __future__ import annotations

import pytest

from generator.errors import SpecError
from generator.yamlfile import parse_yaml, read_yaml

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join(f'*{old}' for _ in range(10))}]\n"
    for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: 1}\n" + "".join(
    f"{new}: &{new} {{<<: [{','.join(f'*{old}' for _ in range(10))}]}}\n"
    for old, new in zip("abcdefg", "bcdefgh", strict=True)
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LAUGHS, id="billion laughs"),
        pytest.param(MERGES, id="merged laughs"),
        pytest.param("a: &a [*a]", id="contains itself"),
        pytest.param("a: &a {b: *a}", id="mapping in itself"),
        pytest.param("[" * 1000, id="deep brackets"),
        pytest.param("a: " + "[" * 60 + "]" * 60, id="deep list"),
        pytest.param("a: 1" + ":59" * 100_000, id="number of base sixty"),
        pytest.param("a: 0x" + "f" * 50_000, id="huge number"),
        pytest.param("a: " + "9" * 5000, id="long number"),
        pytest.param("k" * 2000 + ": 1", id="long key"),
    ],
)
@pytest.mark.timeout(20)
def test_bombs_are_refused_at_once(text: str) -> None:
    with pytest.raises(SpecError, match=r"bomb\.yaml"):
        parse_yaml(text, "bomb.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system ['true']",
        "a: !!python/name:os.system",
        "a: !mine {b: 1}",
        "a: !!bool maybe",
        "a: !!int ''",
        "a: !!timestamp soon",
        "a: !!float many",
        "a: !!omap {b: 1}",
        "a: 2026-13-45",
    ],
)
def test_tags_that_make_objects_or_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(SpecError, match="write plain values, without tags"):
        parse_yaml(text, "x.yaml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: the key 'a' is given twice"),
        ("f:\n  a: 1\n  'a': 3\n", "x.yaml:3: the key 'a' is given twice"),
        ("? [1, 2]\n: 3\n", "x.yaml:1: a key must be a plain word"),
        ("a: [1, 2\nb: 3\n", "line 2"),
        ("a: b: c", "line 1"),
        ("a: *nothing", "undefined alias"),
        ("a: 1\n--- \nb: 2\n", "x.yaml: is not YAML"),
        ("a: \x00", "x.yaml: is not YAML"),
        ("\ta: 1", "x.yaml: is not YAML"),
    ],
)
def test_a_message_names_file_line_and_reason(text: str, says: str) -> None:
    with pytest.raises(SpecError) as raised:
        parse_yaml(text, "x.yaml")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


def test_aliases_and_merges_of_ordinary_size_are_welcome() -> None:
    text = parse_yaml("base: &b {low: 0, high: 1}\none: *b\ntwo:\n  <<: *b\n  high: 2\n", "x.yaml")
    assert text.data["one"] == {"low": 0, "high": 1}
    assert text.data["two"] == {"low": 0, "high": 2}


def test_places_name_the_nearest_known_line() -> None:
    text = parse_yaml("name: a\nparts:\n  - {file: b.stl}\n  - file: c.stl\n    material: gold\n", "x.yaml")
    assert text.place(("parts", 1, "material")) == "x.yaml:5: parts[1].material"
    assert text.place(("parts", 0, "units")) == "x.yaml:3: parts[0].units"
    assert text.place(("seed",)) == "x.yaml: seed"
    assert text.place(()) == "x.yaml"


def test_nothing_at_all_is_no_data() -> None:
    assert parse_yaml("", "x.yaml").data is None
    assert parse_yaml("# only a remark\n", "x.yaml").data is None


def test_files_that_are_missing_binary_huge_or_folders(tmp_path) -> None:
    with pytest.raises(SpecError, match="cannot be read"):
        read_yaml(tmp_path / "missing.yaml")
    with pytest.raises(SpecError, match="cannot be read"):
        read_yaml(tmp_path)
    binary = tmp_path / "picture.yaml"
    binary.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(SpecError, match="not a text file"):
        read_yaml(binary)
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(b"a: 1\n" * 300_000)
    with pytest.raises(SpecError, match="bytes is no spec"):
        read_yaml(huge)
    good = tmp_path / "good.yaml"
    good.write_bytes(b"\xef\xbb\xbfname: with_a_byte_order_mark\n")
    assert read_yaml(good).data == {"name": "with_a_byte_order_mark"}
