"""Maps made once with numpy: tileable, seeded by their name, in real millimetres.

A texture's bytes depend on its name and on this folder's code alone. `load` keeps what it has made in memory, and on
disk in the user's cache folder (`GLINT_CACHE`, or ``~/.cache/glint``); both give the same content.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pkgutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from generator.errors import unknown_name


@dataclass(frozen=True, slots=True)
class Texture:
    """One map. `make` gives (H, W, 3); `tile_mm` is the size at which one repeat is true to life.

    With `relief`, that channel of `make` is a height, and the map holds its gradient instead, per tile along u and v,
    in its last two channels; the other two come first.
    """

    name: str
    doc: str  # what it shows, and what each channel means
    tile_mm: tuple[float, float]  # along columns (u) and rows (v)
    make: Callable[[np.random.Generator], np.ndarray]
    relief: int | None = None


@cache
def catalogue() -> Mapping[str, Texture]:
    """All textures by name: those in the ``TEXTURES`` tuples of this folder's modules."""
    found: dict[str, Texture] = {}
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda i: i.name):
        for texture in getattr(importlib.import_module(f"{__name__}.{info.name}"), "TEXTURES", ()):
            if texture.name in found:
                raise ValueError(f"two textures are called '{texture.name}'")
            found[texture.name] = texture
    return found


@cache
def load(name: str) -> np.ndarray:
    """The map of that name, (H, W, 3 or 4) float32, read-only. Raises KeyError with the nearest name."""
    known = catalogue()
    if name not in known:
        raise KeyError(unknown_name("texture", name, known))
    path = _cache_folder() / f"{name}-{_code_key()}.npy"
    stored = _read(path)
    if stored is None:
        stored = make(name)
        _write(path, stored)
    pixels = stored.astype(np.float32)
    pixels.setflags(write=False)
    return pixels


def make(name: str) -> np.ndarray:
    """Make a map afresh, (H, W, 3 or 4) float16: half floats are what memory and disk hold, so that both agree."""
    from materials.textures.noise import generator_of

    texture = catalogue()[name]
    pixels = np.asarray(texture.make(generator_of(name)))
    if texture.relief is not None:
        pixels = np.concatenate(
            [np.delete(pixels, texture.relief, axis=2), _slopes(pixels[..., texture.relief])], axis=2
        )
    return np.ascontiguousarray(pixels.astype(np.float16))


def _slopes(height: np.ndarray) -> np.ndarray:
    """Gradient (H, W, 2) of a height on the torus, per tile, along u (columns) and v (rows, upwards)."""
    along_u = (np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)) * (0.5 * height.shape[1])
    along_v = (np.roll(height, 1, axis=0) - np.roll(height, -1, axis=0)) * (0.5 * height.shape[0])
    return np.stack([along_u, along_v], axis=2)


def _cache_folder() -> Path:
    return Path(os.environ.get("GLINT_CACHE") or Path.home() / ".cache" / "glint") / "textures"


@cache
def _code_key() -> str:
    """Changes with the code that makes the maps and with numpy."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(path: Path) -> np.ndarray | None:
    """A stored map, or None if it is absent or damaged."""
    with contextlib.suppress(OSError, ValueError, EOFError):
        stored = np.load(path, allow_pickle=False)
        if stored.dtype == np.float16 and stored.ndim == 3:
            return stored
    return None


def _write(path: Path, pixels: np.ndarray) -> None:
    """Store a map, whole or not at all; a folder that cannot be written is no error."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".npy")
        try:
            with os.fdopen(handle, "wb") as file:
                np.save(file, pixels, allow_pickle=False)
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
