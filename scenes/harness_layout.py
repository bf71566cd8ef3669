"""How a wire harness branches on its board: a trunk with breakouts, branches to both sides, connectors at all ends."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from scenes.poses import Scatter

LAYOUTS = ("bow", "spine", "step")
_LEAST_TRUNK_M = 0.13  # between breakouts
_ROOM_M = 0.034  # around a connector
_CLEAR_M = 0.012  # around a bundle
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bundle between two nodes, or from a node to a connector, in the board's frame."""

    start_m: tuple[float, float]
    end_m: tuple[float, float]
    wires: int
    trunk: bool
    first: int  # node at the start; -1 for a connector
    last: int  # node at the end; -1 for a connector

    @property
    def heading_rad(self) -> float:
        """Direction from start to end."""
        return math.atan2(self.end_m[1] - self.start_m[1], self.end_m[0] - self.start_m[0])

    @property
    def length_m(self) -> float:
        """Straight from start to end."""
        return math.dist(self.start_m, self.end_m)


@dataclass(frozen=True, slots=True)
class Layout:
    """A harness as drawn on its board."""

    nodes_m: tuple[tuple[float, float], ...]  # breakouts
    stretches: tuple[Stretch, ...]


def draw_layout(kind: str, ends: int, most_wires: int, scatter: Scatter, rng: np.random.Generator) -> Layout:
    """A harness with at most `ends` connectors that fits on the board; its places are taken in the scatter."""
    half = scatter.half_m
    breakouts = max(1, min(round((ends - 2) / 1.4), int(1.5 * half[0] / _LEAST_TRUNK_M) - 1))
    places = _trunk(kind, breakouts + 2, half, rng)
    branches: list[tuple[int, tuple[float, float]]] = []
    for start, end in itertools.pairwise(places):
        _take(scatter, start, end)
    for end in (places[0], places[-1]):
        scatter.taken.append((*end, 0.8 * _ROOM_M))
    order = [int(n) for n in rng.permutation(np.arange(1, breakouts + 1))]
    for number in range(max(0, ends - 2)):
        node = order[number % breakouts]
        side = 1.0 if number // breakouts % 2 == 0 else -1.0
        found = _branch(places, node, side * (1 if node % 2 else -1), scatter, rng)
        if found is not None:
            branches.append((node, found))
    counts = [int(c) for c in rng.integers(2, max(3, most_wires), len(branches) + 2)]
    return _joined(places, branches, counts, most_wires)


def _trunk(kind: str, count: int, half_m: tuple[float, float], rng: np.random.Generator) -> list[tuple[float, float]]:
    """Nodes from one side of the board to the other; the first and the last are connectors."""
    reach = min(0.86 * half_m[0], 0.5 * count * 0.24)
    x = np.linspace(-reach, reach, count)
    x[1:-1] += rng.uniform(-0.2, 0.2, count - 2) * (x[1] - x[0])
    swing = float(rng.choice([-1, 1])) * float(rng.uniform(0.12, 0.3)) * half_m[1]
    y = {
        "spine": np.zeros(count),
        "bow": swing * (1 - 2 * (x / reach) ** 2),
        "step": swing * np.tanh(4 * x / reach),
    }[kind]
    y = y + float(rng.uniform(-0.15, 0.15)) * half_m[1]
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def _branch(
    places: list[tuple[float, float]], node: int, side: float, scatter: Scatter, rng: np.random.Generator
) -> tuple[float, float] | None:
    """Where the connector of a branch goes: aside of the trunk, clear of what is there."""
    along = math.atan2(places[node + 1][1] - places[node - 1][1], places[node + 1][0] - places[node - 1][0])
    for attempt in range(_TRIES):
        turn = side * (1 if attempt < 0.6 * _TRIES else -1) * math.radians(float(rng.uniform(42, 100)))
        long = float(rng.uniform(0.12, 0.3)) * (1 - 0.4 * attempt / _TRIES)
        heading = np.array([math.cos(along + turn), math.sin(along + turn)])
        end = np.array(places[node]) + long * heading
        inside = np.all(np.abs(end) + _ROOM_M <= scatter.half_m)
        way = [np.array(places[node]) + t * heading for t in np.arange(0.05, long, 0.02)]
        if (
            inside
            and scatter.is_free(float(end[0]), float(end[1]), _ROOM_M)
            and all(scatter.is_free(float(p[0]), float(p[1]), _CLEAR_M) for p in way)
        ):
            place = (float(end[0]), float(end[1]))
            _take(scatter, (float(way[0][0]), float(way[0][1])), place)
            scatter.taken.append((*place, 0.8 * _ROOM_M))
            return place
    return None


def _take(scatter: Scatter, start: tuple[float, float], end: tuple[float, float]) -> None:
    for t in np.linspace(0, 1, max(2, int(math.dist(start, end) / 0.02))):
        point = (1 - t) * np.array(start) + t * np.array(end)
        scatter.taken.append((float(point[0]), float(point[1]), _CLEAR_M))


def _joined(
    places: list[tuple[float, float]], branches: list[tuple[int, tuple[float, float]]], counts: list[int], most: int
) -> Layout:
    """Stretches of the trunk, with as many wires as the ends beyond them have, and branches."""
    last = len(places) - 1
    used = [node for node, _ in branches]
    kept = [0, *(n for n in range(1, last) if n in used), last]
    ends = [counts[0], *(sum(c for c, (n, _) in zip(counts[2:], branches, strict=True) if n == k) for k in kept[1:-1])]
    ends.append(counts[1])
    stretches = []
    for number, (a, b) in enumerate(itertools.pairwise(kept)):
        wires = min(sum(ends[: number + 1]), sum(ends[number + 1 :]), most)
        first, final = (number - 1 if a else -1), (number if b != last else -1)
        stretch = Stretch(places[a], places[b], max(2, wires), True, first, final)
        if first == -1 and final != -1:  # a connector is at the end of its stretch
            stretch = replace(stretch, start_m=places[b], end_m=places[a], first=final, last=-1)
        stretches.append(stretch)
    number_of = {node: number for number, node in enumerate(kept[1:-1])}
    for count, (node, end) in zip(counts[2:], branches, strict=True):
        stretches.append(Stretch(places[node], end, count, False, number_of[node], -1))
    return Layout(tuple(places[n] for n in kept[1:-1]), tuple(stretches))
