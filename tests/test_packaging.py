"""What is installed, and what a wheel of ours holds."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOPS = ("cli", "evaluation", "generator", "materials", "scenes")
BROUGHT_BY_VENV = {"pip", "setuptools"}  # pip freeze leaves them out
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([A-Za-z0-9.+!-]+)$")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    matches = [PIN.match(line) for line in lines if line and not line.startswith("#")]
    assert all(matches), "constraints.txt holds a line that is not NAME==VERSION"
    return {canonicalize_name(m[1]): m[2] for m in matches if m}


@cache
def needed() -> frozenset[str]:
    """Everything that glint[dev] needs here, followed through the metadata of what is installed."""
    todo = [Requirement(r) for r in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"])]
    found: set[tuple[str, frozenset[str]]] = set()
    while todo:
        wanted = todo.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in found:
            continue
        found.add(key)
        for line in metadata.requires(wanted.name) or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *wanted.extras)):
                todo.append(requirement)
    return frozenset(name for name, _ in found)


@cache
def brought() -> Mapping[str, list[str]]:
    """The packages that bring each top-level name."""
    return metadata.packages_distributions()


def test_constraints_pin_every_package_that_setup_installs() -> None:
    missing = needed() - set(pins()) - BROUGHT_BY_VENV
    assert not missing, f"not in constraints.txt: {sorted(missing)}"


def test_constraints_pin_nothing_that_is_not_needed() -> None:
    assert not set(pins()) - needed()


def test_what_is_installed_is_what_is_pinned() -> None:
    pinned = pins()
    wrong = {name: metadata.version(name) for name in needed() & set(pinned) if metadata.version(name) != pinned[name]}
    assert not wrong, f"installed otherwise than pinned: {wrong}; run: make clean setup"


def test_pins_satisfy_what_the_project_asks_for() -> None:
    pinned = pins()
    for line in PROJECT["dependencies"]:
        requirement = Requirement(line)
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), line


def test_no_address_stands_in_what_is_committed_about_packages() -> None:
    for name in ("constraints.txt", "pyproject.toml", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|git\+|file:|--hash|--index|--find-links", text), name


def test_exactly_one_opencv_and_a_numpy_that_blender_can_use() -> None:
    assert [name for name in needed() if name.startswith("opencv")] == ["opencv-contrib-python-headless"]
    assert int(metadata.version("numpy").split(".")[0]) == 1
    assert int(metadata.version("pyarrow").split(".")[0]) < 22


@pytest.mark.parametrize("name", TOPS)
def test_our_top_level_names_are_ours(name: str) -> None:
    """They are generic words; a package that brought the same name would shadow them."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)
    owners = brought().get(name, [])
    assert set(owners) <= {"glint"}


def test_the_command_is_installed_and_names_its_entry() -> None:
    (entry,) = metadata.entry_points(group="console_scripts", name="glint")
    assert entry.value == "cli:main"


def test_the_wheel_holds_our_code_and_data_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
        about = next(n for n in names if n.endswith("METADATA"))
        text = opened.read(about).decode()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"cli.py", "evaluation", "generator", "materials", "scenes"}
    assert "generator/specs/demo.yaml" in names
    shipped = {str(f.relative_to(ROOT)) for top in TOPS[1:] for f in (ROOT / top).rglob("*.py")}
    assert shipped <= names
    assert "License-Expression: GPL-3.0-or-later" in text
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_data_files_that_code_reads_are_in_the_wheel_s_folders() -> None:
    data = [f for top in TOPS[1:] for f in (ROOT / top).rglob("*.npz")]
    ignored = subprocess.run(
        ["git", "check-ignore", *map(str, data)], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    assert not ignored, "git would leave out data that the code reads"


def test_the_licence_is_gpl_3() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU GENERAL PUBLIC LICENSE" in text
    assert "Version 3, 29 June 2007" in text
    assert PROJECT["license"] == "GPL-3.0-or-later"


def test_help_of_make_names_every_target_that_users_are_told_of() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "demo", "test", "test-fast", "bench", "clean"):
        assert f"make {target}" in shown


def test_setup_refuses_another_python_with_a_sentence(tmp_path: Path) -> None:
    other = tmp_path / "python3.10"
    other.write_text("#!/bin/sh\nexit 1\n")  # what the version check of a wrong Python answers
    other.chmod(0o755)
    done = subprocess.run(
        ["make", "setup", f"PYTHON={other}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Python 3.11" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "venv").exists()


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make --no-print-directory test" in script.read_text(encoding="utf-8")
