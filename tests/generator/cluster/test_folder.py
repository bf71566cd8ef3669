from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from generator.cluster import folder as folder_module
from generator.cluster.folder import private_folder
from generator.errors import MachineError


@pytest.fixture
def parent(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A short temporary folder of our own: long ones are passed over."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as name:
        monkeypatch.setattr(tempfile, "tempdir", name)
        yield Path(name)


def test_folder_is_private_and_goes_at_the_end(parent: Path) -> None:
    with private_folder() as folder:
        assert folder.parent == parent
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_folder_goes_after_an_error(parent: Path) -> None:
    with pytest.raises(RuntimeError), private_folder():
        raise RuntimeError
    assert list(parent.iterdir()) == []


def test_socket_paths_stay_short_in_a_deep_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / ("d" * 60)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with private_folder() as folder:
        socket = folder / "r1" / "session_2026-11-22_16-07-09_622911_4194304" / "sockets" / "plasma_store"
        assert len(str(socket)) <= 107


def test_folder_of_a_killed_run_is_swept_and_that_of_a_living_one_is_not(parent: Path) -> None:
    code = (
        "import sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from generator.cluster.folder import private_folder\n"
        "with private_folder() as folder: print(folder, flush=True); input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(parent)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        with private_folder():
            assert theirs.exists()
        other.kill()
        other.wait()
    assert theirs.exists()
    with private_folder():
        assert not theirs.exists()


def test_folders_of_others_are_left_alone(parent: Path) -> None:
    (parent / "glint-ray-unfinished").mkdir()
    with private_folder():
        assert (parent / "glint-ray-unfinished").exists()


def test_place_that_cannot_be_written_is_a_mistake_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/proc")
    with pytest.raises(MachineError, match="TMPDIR"), private_folder():
        pass
    assert folder_module._PREFIX == "glint-ray-"
