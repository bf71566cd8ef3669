"""The doctor's judgement of machines that lack this or that; and one look at this machine."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from generator.doctor import diagnose
from generator.machine import (
    Machine,
    Package,
    can_write,
    existing_parent,
    libraries_not_found,
    memory_bytes,
    run_probe,
    wanted_packages,
)

HEALTHY = Machine(
    python=(3, 11, 7),
    executable="/venv/bin/python",
    packages=(Package("numpy", "<2,>=1.26", "1.26.4", True), Package("bpy", "==4.5.15", "4.5.15", True)),
    broken_imports={},
    opencv_builds=("opencv-contrib-python-headless",),
    missing_libraries=(),
    blender_version="4.5.15 LTS",
    blender_error="",
    gpus=("OPTIX NVIDIA H100",),
    nvidia_device=True,
    package_manager="apt",
    root=False,
    cores=8,
    memory_gib=16.0,
    free_gib=100.0,
    outputs=Path("outputs"),
    writable=True,
    shared_mib=4096,
)


def problems(**changes: object) -> list:
    found = diagnose(dataclasses.replace(HEALTHY, **changes))
    return [f for f in found if f.status != "ok"]


def test_a_healthy_machine_has_no_finding_to_mend():
    assert problems() == []
    assert all(f.mend == "" for f in diagnose(HEALTHY))


def test_missing_libraries_become_one_apt_command():
    missing = ("libSM.so.6", "libXi.so.6", "libGL.so.1")
    found = problems(missing_libraries=missing, blender_version="", blender_error="ImportError: libSM.so.6")
    assert [f.status for f in found] == ["fail", "fail"]
    assert found[0].mend == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1 libsm6 libxi6"
    )
    assert "libraries" in found[1].mend


def test_fedora_gets_dnf_and_its_own_names_and_root_no_sudo():
    (found,) = problems(missing_libraries=("libXi.so.6", "libxkbcommon.so.0"), package_manager="dnf", root=True)
    assert found.mend == "dnf install -y libXi libxkbcommon"


@pytest.mark.parametrize(("manager", "library"), [(None, "libXi.so.6"), ("apt", "libnobodyknows.so.9")])
def test_without_a_known_command_the_library_is_named(manager, library):
    (found,) = problems(missing_libraries=(library,), package_manager=manager)
    assert library in found.mend
    assert "apt-get" not in found.mend


def test_another_python_is_refused():
    (found,) = problems(python=(3, 12, 1))
    assert found.status == "fail"
    assert "3.12.1" in found.what
    assert found.mend == "make setup PYTHON=python3.11"


def test_glint_not_installed():
    (found,) = problems(packages=())
    assert found.mend == "make setup"


def test_packages_missing_wrong_and_broken_are_told_apart():
    packages = (
        Package("numpy", "<2", "2.1.0", False),
        Package("trimesh", "", None, False),
        Package("mujoco", "", "4.0.0", True),
    )
    found = problems(packages=packages, broken_imports={"mujoco": "ImportError: nothing there"})
    assert [f.what for f in found] == [
        "not installed: trimesh",
        "wrong version: numpy 2.1.0 (needs <2)",
        "cannot be imported: mujoco: ImportError: nothing there",
    ]


def test_a_second_opencv_is_taken_out_and_the_right_one_put_back():
    (found,) = problems(opencv_builds=("opencv-python", "opencv-contrib-python-headless"))
    assert "uninstall -y opencv-python " in found.mend
    assert found.mend.endswith("opencv-contrib-python-headless")
    (none,) = problems(opencv_builds=())
    assert "uninstall" not in none.mend


def test_a_gpu_that_blender_cannot_use_is_a_warning_and_none_at_all_is_fine():
    (found,) = problems(gpus=())
    assert found.status == "warn"
    assert "nvidia" in found.mend.lower()
    assert problems(gpus=(), nvidia_device=False) == []


@pytest.mark.parametrize(("free_gib", "status"), [(3.0, "warn"), (0.4, "fail")])
def test_little_room_on_the_disk(free_gib, status):
    (found,) = problems(free_gib=free_gib)
    assert found.status == status


def test_a_folder_that_cannot_be_written_little_memory_and_a_small_shm():
    found = problems(writable=False, memory_gib=2.0, shared_mib=64)
    assert {f.status for f in found} == {"warn", "fail"}
    assert len(found) == 3


def test_every_problem_has_something_that_mends_it():
    worst = dataclasses.replace(
        HEALTHY,
        python=(3, 9, 0),
        packages=(),
        opencv_builds=(),
        missing_libraries=("libGL.so.1",),
        blender_version="",
        gpus=(),
        memory_gib=1.0,
        free_gib=0.1,
        writable=False,
        shared_mib=1,
    )
    bad = [f for f in diagnose(worst) if f.status != "ok"]
    assert len(bad) >= 8
    assert all(f.mend and "->" in str(f) for f in bad)


def test_libraries_are_read_from_a_listing_of_ldd():
    listed = (
        "\tlinux-vdso.so.1 (0x00007ffc)\n\tlibSM.so.6 => not found\n\tlibm.so.6 => /lib/libm.so.6 (0x00007f)\n"
        "\tlibXi.so.6 => not found\n\tlibSM.so.6 => not found\n"
    )
    assert libraries_not_found(listed) == ("libSM.so.6", "libXi.so.6")


def test_the_wanted_packages_are_those_of_the_project_with_their_versions():
    packages = {p.name: p for p in wanted_packages()}
    assert packages["numpy"].fits
    assert packages["numpy"].wanted == "<2,>=1.26"
    assert "pytest" not in packages


def test_a_folder_is_tried_before_it_is_called_writable(tmp_path):
    assert can_write(tmp_path)
    assert not can_write(tmp_path / "missing")
    assert existing_parent(tmp_path / "a" / "b") == tmp_path
    assert 2**28 < memory_bytes() < 2**50


@pytest.mark.blender
def test_a_package_that_cannot_be_imported_and_blender_are_looked_at_in_another_process():
    probe = run_probe(["numpy", "pyyaml"])
    assert probe.broken == {}
    assert probe.version.startswith("4.5")
    assert probe.error == ""


def test_a_probe_that_dies_is_news_and_no_crash(monkeypatch):
    monkeypatch.setattr("generator.machine.sys.executable", "/bin/false")
    assert "1" in run_probe([]).error
