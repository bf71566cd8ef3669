"""What a user can get wrong: one message that names the place and what to write instead, exit code 2, nothing lost."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import cli

GOOD = """\
name: tiny
images: {train: 2}
resolution: [96, 72]
profile: draft
scenes: {bin: 1}
views_per_scene: 2
"""
pytestmark = pytest.mark.slow  # each runs the command line

CAD = Path(__file__).parents[1] / "examples" / "cad" / "angle_block.STL"


class Ended(NamedTuple):
    code: int
    message: str


@pytest.fixture
def glint(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs the command line in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            cli.main([str(argument) for argument in arguments])
        errors = capsys.readouterr().err
        return Ended(int(ended.value.code or 0), errors)

    return run


def written(folder: Path, text: str) -> Path:
    path = folder / "tiny.yaml"
    path.write_text(text)
    return path


def refused(ended: Ended, *says: str) -> None:
    assert ended.code == 2, ended.message
    assert "Traceback" not in ended.message
    assert len(re.findall(r"^glint: ", ended.message, re.MULTILINE)) == 1
    for words in says:
        assert words in ended.message


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("resolutoin: [96, 72]", ("tiny.yaml:7: resolutoin", "Did you mean 'resolution'?")),
        ("parts: [{part: hex_nut_m8, materal: steel_brushed}]", ("tiny.yaml:7: parts[0].materal", "'material'")),
        ("parts: [{part: hex_nut_m8, material: brushed_stel}]", ("tiny.yaml:7", "'steel_brushed'")),
        ("parts: [{part: hex_nutt_m8}]", ("tiny.yaml:7: parts[0].part", "hex_nut_m8")),
        ("parts: [{name: nothing}]", ("tiny.yaml:7: parts[0]", "either file", "or part")),
        ("parts: [{file: a.stl, name: Bad/../Name}]", ("tiny.yaml:7: parts[0].name", "snake_case")),
        ("factors: {surface.dusty: 0.5}", ("tiny.yaml:7: factors.surface.dusty", "'surface.dust'")),
        ("factors: {surface.dust: 1.5}", ("tiny.yaml:7: factors.surface.dust", "outside [0, 1]", "nearest is 1")),
        ("factors: {surface.dust: {uniform: [0, 2]}}", ("factors.surface.dust.uniform (high)", "outside [0, 1]")),
        ("factors: {surface.dust: {uniform: [1]}}", ("factors.surface.dust.uniform", "two numbers")),
        ("factors: {surface.dust: {uniform: [0.9, 0.1]}}", ("upside down", "[0.1, 0.9]")),
        ("factors: {surface.dust: {gauss: [0, 1]}}", ("no distribution", "{normal: [mean, sd]}")),
        ("factors: {surface.dust: [0, 1]}", ("a bare list", "{uniform: [low, high]}")),
        ("factors: {surface.dust: {choice: [0, 1], weights: [1]}}", ("weights", "needs 2 numbers")),
        ("factors: {surface.dust: .nan}", ("factors.surface.dust", "not a number")),
        ("factors: {surface.dust: yes}", ("factors.surface.dust", "not a number")),
        ("layers: [dept]", ("tiny.yaml:7: layers", "Did you mean 'depth'?")),
        ("segmentation: RLE", ("tiny.yaml:7: segmentation", "'rle'")),
        ("seed: -1", ("tiny.yaml:7: seed",)),
        ("captures_per_view: 0", ("tiny.yaml:7: captures_per_view",)),
        ("seed: 1\nseed: 2", ("tiny.yaml:8", "given twice")),
    ],
)
def test_line_of_a_spec(glint, tmp_path: Path, line: str, says: tuple[str, ...]) -> None:
    refused(glint("generate", written(tmp_path, GOOD + line)), *says)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tiny.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("scenes: {bin: 1}", "scenes: {bim: 1}", ("tiny.yaml:5: scenes.bim", "Did you mean 'bin'?")),
        ("scenes: {bin: 1}", "scenes: {bin: 0}", ("tiny.yaml:5: scenes.bin",)),
        ("scenes: {bin: 1}", "scenes: bin", ("tiny.yaml:5: scenes",)),
        ("{train: 2}", "{train: -2}", ("tiny.yaml:2: images.train",)),
        ("{train: 2}", "{train: 0}", ("tiny.yaml:2: images", "no image at all")),
        ("{train: 2}", "{../train: 2}", ("tiny.yaml:2: images", "snake_case")),
        ("{train: 2}", "{annotations: 2}", ("images.annotations", "call the split something else")),
        ("[96, 72]", "[96, 7]", ("tiny.yaml:3: resolution",)),
        ("[96, 72]", "[96, 72, 3]", ("tiny.yaml:3: resolution",)),
        ("draft", "drafty", ("tiny.yaml:4: profile", "Did you mean 'draft'?")),
        ("name: tiny", "name: ../tiny", ("tiny.yaml:1: name", "snake_case")),
        ("name: tiny\n", "", ("name: is missing",)),
    ],
)
def test_value_of_a_spec(glint, tmp_path: Path, old: str, new: str, says: tuple[str, ...]) -> None:
    assert old in GOOD
    refused(glint("generate", written(tmp_path, GOOD.replace(old, new))), *says)


def bomb(levels: int = 30) -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, levels))]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (bomb(), ("tiny.yaml", "unfolds to more than a spec can hold")),
        ("name: [tiny", ("tiny.yaml: is not YAML: line",)),
        ("just some words", ("tiny.yaml", "a spec is a mapping of keys")),
        ("", ("tiny.yaml", "a spec is a mapping of keys")),
        ("name: !!python/object/apply:os.system [echo pwned]", ("tiny.yaml", "without tags")),
        ("? [a, b]\n: 1", ("tiny.yaml:1", "plain word")),
        ("x: " + "y" * (1 << 20), ("tiny.yaml", "is no spec; the limit is")),
    ],
)
def test_text_that_is_no_spec(glint, tmp_path: Path, text: str, says: tuple[str, ...]) -> None:
    refused(glint("generate", written(tmp_path, text)), *says)


def test_file_that_is_no_text(glint, tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_bytes(bytes(range(256)))
    refused(glint("generate", "tiny.yaml"), "tiny.yaml: is not a text file")


@pytest.mark.parametrize("command", ["generate", "preview"])
@pytest.mark.parametrize(
    ("spec", "says"),
    [("demoo", "Did you mean 'demo'?"), ("missing.yaml", "missing.yaml: there is no such file"), (".", "no such file")],
)
def test_spec_that_is_not_there(glint, command: str, spec: str, says: str) -> None:
    refused(glint(command, spec), says)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("clip.stp", None, "there is no file 'clip.stp' beside the spec"),
        ("angel_block.STL", None, "Did you mean 'angle_block.STL'?"),
        ("clip.stl", b"", "clip.stl"),
        ("clip.step", b"ISO-10303-21;\nHEADER;\n", "clip.step"),
        ("clip.sldprt", b"binary", "clip.sldprt"),
    ],
)
def test_cad_that_cannot_be_used(glint, tmp_path: Path, name: str, data: bytes | None, says: str) -> None:
    shutil.copy(CAD, tmp_path)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ended = glint("generate", written(tmp_path, GOOD + f"parts: [{{file: {name}}}]"))
    refused(ended, says)
    assert not (tmp_path / "outputs").exists()


def tetrahedron(size: float) -> str:
    corners = ["0 0 0", f"{size} 0 0", f"0 {size} 0", f"0 0 {size}"]
    faces = [(0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)]
    lines = ["solid t"]
    for face in faces:
        lines += ["facet normal 0 0 0", "outer loop", *(f"vertex {corners[i]}" for i in face), "endloop", "endfacet"]
    return "\n".join([*lines, "endsolid t", ""])


def test_cad_of_an_absurd_size(glint, tmp_path: Path) -> None:
    (tmp_path / "t.stl").write_text(tetrahedron(30))
    ended = glint("generate", written(tmp_path, GOOD + "parts: [{file: t.stl, units: m}]"))
    refused(ended, "t.stl", "parts are between 0.5 mm and 5 m")


def test_two_parts_of_one_name(glint, tmp_path: Path) -> None:
    (tmp_path / "t.stl").write_text(tetrahedron(30))
    parts = "parts: [{file: t.stl, name: block}, {file: ./t.stl, name: block}]"
    refused(glint("generate", written(tmp_path, GOOD + parts)), "two parts are called 'block'")


def test_folder_that_cannot_be_written(glint, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused(glint("generate", written(tmp_path, GOOD), "--out", tmp_path / "file" / "out"), "file")
    refused(glint("generate", written(tmp_path, GOOD), "--out", tmp_path / "file"), "is a file, not a folder")
    refused(glint("generate", written(tmp_path, GOOD), "--out", "/proc/glint"), "/proc/glint")
    assert (tmp_path / "file").read_text() == "in the way"


def test_folder_with_other_things_in_it(glint, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    for fresh in ([], ["--fresh"]):
        refused(glint("generate", written(tmp_path, GOOD), "--out", "out", *fresh), "thesis.txt", "--out")
    assert (tmp_path / "out" / "thesis.txt").read_text() == "years of work"


def test_folder_of_another_spec(glint, tmp_path: Path) -> None:
    from generator.catalogue import load_catalogue
    from generator.dataset.store import open_dataset
    from generator.spec import load_spec

    spec = load_spec(written(tmp_path, GOOD), load_catalogue())
    open_dataset(tmp_path / "out", spec.model_copy(update={"seed": 5})).close()
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    refused(glint("generate", "tiny.yaml", "--out", "out"), "another spec", "seed", "--fresh", "--out")
    after = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert before == after


def test_folder_that_another_run_is_writing_to(glint, tmp_path: Path) -> None:
    from generator.catalogue import load_catalogue
    from generator.dataset.store import open_dataset
    from generator.spec import load_spec

    with open_dataset(tmp_path / "out", load_spec(written(tmp_path, GOOD), load_catalogue())):
        refused(glint("generate", "tiny.yaml", "--out", "out"), "another run is writing to it")


def test_cluster_that_is_not_there(glint, tmp_path: Path) -> None:
    spec = written(tmp_path, GOOD)
    refused(glint("generate", spec, "--address", "127.0.0.1:1"), "No Ray cluster", "127.0.0.1:1")
    refused(glint("generate", spec, "--address", "head"), "host:6379")


@pytest.mark.parametrize("dataset", ["missing", "empty", "file"])
def test_check_of_something_that_is_no_dataset(glint, tmp_path: Path, dataset: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    refused(glint("check", dataset), dataset)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["generate", "--frames", "0"], "--frames"),
        (["generate", "--workers", "0"], "--workers"),
        (["generate", "--seed", "-1"], "--seed"),
        (["generate", "--seed", str(2**32)], "--seed"),
        (["generate", "--seed", "x"], "--seed"),
        (["generate", "--profile", "best"], "--profile"),
        (["generate", "--device", "tpu"], "--device"),
        (["generate", "--worker", "2"], "--workers"),
        (["list", "factor"], "factors"),
        (["generat"], "generate"),
        (["check"], "dataset"),
    ],
)
def test_command_line(glint, arguments: list[str], says: str) -> None:
    ended = glint(*arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.message
    assert says in re.sub(r"\x1b\[[0-9;]*m", "", ended.message).lower()


def test_message_stands_alone_on_standard_error(tmp_path: Path) -> None:
    """As a user meets it: the installed command, in a process of its own."""
    command = Path(sys.executable).with_name("glint")
    spec = written(tmp_path, GOOD.replace("bin", "bim"))
    ended = subprocess.run(
        [command, "generate", spec], check=False, capture_output=True, text=True, cwd=tmp_path, timeout=120
    )
    assert ended.returncode == 2
    assert ended.stderr == "glint: tiny.yaml:5: scenes.bim: No scene called 'bim'. Did you mean 'bin'?\n"
    assert ended.stdout == ""
