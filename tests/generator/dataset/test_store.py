from __future__ import annotations

import errno
import os
import pickle
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_dataset import CATALOGUE, CATEGORIES, scene_files, small_spec

from generator.dataset.check import check_dataset
from generator.dataset.merge import merge
from generator.dataset.shard import SceneFiles
from generator.dataset.store import open_dataset, write_whole
from generator.errors import DatasetError, SpecError
from generator.spec import DatasetSpec


def scene(number: int = 0) -> SceneFiles:
    files = {f"recipes/{number:06d}.json": b"{}\n", f"train/{number + 1:06d}.png": b"picture" * 100}
    return SceneFiles(number, "train", files, [{"id": number + 1}], [{"id": 4096 * (number + 1) + 1}])


def visible_files(folder: Path) -> set[str]:
    return {
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and ".glint/" not in p.as_posix()
    }


def test_a_commit_is_there_after_reopening(tmp_path: Path) -> None:
    with open_dataset(tmp_path / "d", small_spec()) as store:
        assert not store.committed(0)
        store.commit(scene())
        assert store.committed(0)
        assert store.image_count() == 1
    with open_dataset(tmp_path / "d", small_spec()) as store:
        assert store.committed(0)
        assert not store.committed(1)
        assert store.scenes("train") == [0]
    assert (tmp_path / "d/train/000001.png").read_bytes() == b"picture" * 100


@pytest.mark.parametrize("damage", ["unlink", "cut", "shard"])
def test_a_scene_with_a_damaged_file_is_not_committed(tmp_path: Path, damage: str) -> None:
    with open_dataset(tmp_path / "d", small_spec()) as store:
        store.commit(scene())
    picture, shard = tmp_path / "d/train/000001.png", tmp_path / "d/.glint/shards/000000.jsonl"
    if damage == "unlink":
        picture.unlink()
    elif damage == "cut":
        picture.write_bytes(b"pict")
    else:
        shard.write_bytes(shard.read_bytes()[:20])
    with open_dataset(tmp_path / "d", small_spec()) as store:
        assert not store.committed(0)
        store.commit(scene())
        assert store.committed(0)


def test_a_program_killed_between_files_and_shard_leaves_the_scene_uncommitted(tmp_path: Path) -> None:
    (tmp_path / "scenes").write_bytes(pickle.dumps([small_spec(), scene_files(0), scene_files(1)]))
    program = f"""
        import os, pathlib, pickle, signal, sys
        sys.path[:0] = {sys.path!r}
        from generator.dataset import store as module
        folder = pathlib.Path({str(tmp_path)!r})
        spec, first, second = pickle.loads((folder / "scenes").read_bytes())
        store = module.open_dataset(folder / "d", spec)
        store.commit(first)
        module.shard_bytes = lambda scene: os.kill(os.getpid(), signal.SIGKILL)
        store.commit(second)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False)
    assert ended.returncode == -9
    assert (tmp_path / "d/train/000003.png").is_file()  # its files are there
    with open_dataset(tmp_path / "d", small_spec()) as store:
        assert store.committed(0)
        assert not store.committed(1)
        store.commit(scene_files(1))
        store.commit(scene_files(2, "val"))
        merge(store, small_spec(), CATALOGUE, CATEGORIES)
    assert check_dataset(tmp_path / "d") == []
    with open_dataset(tmp_path / "d", small_spec(), fresh=True):
        assert visible_files(tmp_path / "d") == {"spec.yaml"}


@pytest.mark.parametrize("call", ["replace", "fsync"])
def test_a_full_disk_is_one_sentence_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    with open_dataset(tmp_path / "d", small_spec()) as store:
        store.commit(scene(0))
        before = visible_files(tmp_path / "d")
        real: Callable[..., Any] = getattr(os, call)
        calls = 0

        def full(*arguments: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls >= 2:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments)

        with monkeypatch.context() as patched:
            patched.setattr(os, call, full)
            with pytest.raises(
                DatasetError, match=r"the disk is full\. Every scene that was committed is safe"
            ) as caught:
                store.commit(scene(1))
        assert "\n" not in str(caught.value)
        assert not store.committed(1)
        left = visible_files(tmp_path / "d")
        assert before <= left
        assert not any("glint-tmp" in name for name in left)
        store.commit(scene(1))  # there is room again
        assert store.committed(0)
        assert store.committed(1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir(mode=0o500)
    with pytest.raises(DatasetError, match="cannot be written"):
        open_dataset(tmp_path / "d", small_spec())


def test_errors_of_permission_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", forbidden)
    with pytest.raises(
        DatasetError, match=r"cannot be written \(Permission denied\). Choose another folder with --out"
    ):
        write_whole(tmp_path / "x.png", b"x")
    assert list(tmp_path.iterdir()) == []


def test_an_overwritten_file_stays_as_it_was_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "x", b"old")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DatasetError):
        write_whole(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_bytes() == b"old"


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with (
        open_dataset(tmp_path / "d", small_spec()),
        pytest.raises(DatasetError, match="another run is writing"),
    ):
        open_dataset(tmp_path / "d", small_spec())
    open_dataset(tmp_path / "d", small_spec()).close()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (small_spec(seed=8), "seed: 7 there, 8 here"),
        (small_spec(resolution=(640, 480), seed=8), "seed: 7 there, 8 here; also resolution"),
    ],
)
def test_another_specs_dataset_is_refused_with_the_key_that_differs(
    tmp_path: Path, other: DatasetSpec, said: str
) -> None:
    open_dataset(tmp_path / "d", small_spec()).close()
    with pytest.raises(DatasetError) as caught:
        open_dataset(tmp_path / "d", other)
    assert said in str(caught.value)
    assert "--fresh" in str(caught.value)
    open_dataset(tmp_path / "d", small_spec()).close()  # the refusal left no lock behind


def test_a_dataset_of_another_version_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_dataset(tmp_path / "d", small_spec()).close()
    monkeypatch.setattr("generator.dataset.refusal.glint_version", lambda: "9.9")
    with pytest.raises(DatasetError, match=r"begun with Glint .*, and this is 9\.9"):
        open_dataset(tmp_path / "d", small_spec())


def test_a_folder_with_other_things_in_it_is_refused_even_with_fresh(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    for fresh in (False, True):
        with pytest.raises(DatasetError, match=r"is not empty \(thesis.tex\) and is no Glint dataset"):
            open_dataset(tmp_path, small_spec(), fresh=fresh)
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match="is a file, not a folder"):
        open_dataset(tmp_path / "file", small_spec())
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_fresh_deletes_what_glint_wrote_and_nothing_else(tmp_path: Path) -> None:
    with open_dataset(tmp_path / "d", small_spec()) as store:
        store.commit(scene())
        store.write_mesh("0123456789abcdef", b"mesh")
    (tmp_path / "d/train/mine.png").write_bytes(b"mine")
    (tmp_path / "d/notes.txt").write_text("mine")
    with open_dataset(tmp_path / "d", small_spec(seed=8), fresh=True) as store:
        assert not store.committed(0)
        assert visible_files(tmp_path / "d") == {"spec.yaml", "train/mine.png", "notes.txt"}
    assert not (tmp_path / "d/recipes").exists()
    assert not (tmp_path / "d/meshes").exists()


def test_fresh_never_follows_a_path_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("mine")
    open_dataset(tmp_path / "d", small_spec()).close()
    with open(tmp_path / "d/.glint/written.txt", "a") as file:
        file.write(f"../outside.txt\n{tmp_path}/outside.txt\n")
    open_dataset(tmp_path / "d", small_spec(), fresh=True).close()
    assert (tmp_path / "outside.txt").read_text() == "mine"


@pytest.mark.parametrize("path", ["../x.png", "/etc/x", "train/../../x", "train\\x.png", "train//x", ".hidden", ""])
def test_names_never_become_paths_outside(tmp_path: Path, path: str) -> None:
    with open_dataset(tmp_path / "d", small_spec()) as store:
        with pytest.raises(ValueError, match="no path of a file inside a dataset"):
            store.commit(SceneFiles(0, "train", {path: b"x"}, [], []))
        with pytest.raises(ValueError, match="no content key"):
            store.write_mesh("../../mesh", b"x")
    assert visible_files(tmp_path) == {"d/spec.yaml"}


def test_a_split_cannot_be_called_like_a_folder_of_ours(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"images\.recipes"):
        open_dataset(tmp_path / "d", small_spec(images={"recipes": 3}))
