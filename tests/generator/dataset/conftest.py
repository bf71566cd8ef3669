from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_dataset import make_dataset


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A good dataset that no test may change."""
    return make_dataset(tmp_path_factory.mktemp("good") / "tiny")


@pytest.fixture
def dataset(made_once: Path, tmp_path: Path) -> Path:
    """A good dataset of the test's own."""
    return Path(shutil.copytree(made_once, tmp_path / "tiny"))
