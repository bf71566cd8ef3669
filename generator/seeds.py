"""Named random streams: each decision has its own, so that adding one does not move the others."""

from __future__ import annotations

import hashlib
import zlib

import numpy as np


def stream(seed: int, scene: int, name: str) -> np.random.Generator:
    """The random generator of one named decision of one scene.

    `seed` is the spec's, `scene` the scene's index in the plan, `name` a dotted path such as
    ``"thing.3.dust"``. The same three give the same numbers on every machine and in every order.
    """
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(scene, zlib.crc32(name.encode()))))


def stable_fraction(name: str) -> float:
    """A fixed number in [0, 1) for a name: what divides pools into seen and held out.

    A cryptographic digest, because names in a pool are alike and CRC of alike names is far from evenly spread.
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64
