"""The stock: what a scene is composed from. The plan's pool decides which materials, parts and looks it may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from generator.errors import SpecError, unknown_name
from generator.mesh import Mesh, scaled
from generator.plugins import Catalogue, Material
from generator.recipe import MaterialRecipe, MeshRef, WearRecipe
from generator.seeds import stable_fraction

HELD_OUT_SHARE = 0.25
_SHAPES_KEPT = 96  # their sizes are drawn anew for every scene, so a worker must forget them


@dataclass(frozen=True, slots=True)
class StockPart:
    """A part as a scene may use it: from the catalogue or from the user's CAD."""

    name: str
    family: str
    category: str  # COCO category after the spec's `classes`
    ref: MeshRef
    load: Callable[[], Mesh]
    materials: Mapping[str, tuple[str, ...]]  # slot -> material names
    weight: float = 1.0
    roles: tuple[str, ...] = ("part",)
    marks: tuple[str, ...] = ("etched",)  # of the user's own parts


@dataclass(frozen=True, slots=True)
class Stock:
    """Parts, materials and wear that one split may use. `held_out` is true for splits named ``*_ood``."""

    parts: tuple[StockPart, ...]
    catalogue: Catalogue
    held_out: bool = False
    listed: bool = True  # by the spec, so that every family takes them all; else each takes what it labels
    _meshes: dict[tuple[str, str], Mesh] = field(default_factory=dict)
    _shapes: dict[tuple[Any, ...], Mesh] = field(default_factory=dict)

    def of_family(self, name: str) -> Stock:
        """What scenes of that family are composed from: without a spec's own list, the parts of the family's roles."""
        roles = set(self.catalogue.scenes[name].roles)
        parts = tuple(part for part in self.parts if roles & set(part.roles))
        return self if self.listed or not parts else replace(self, parts=parts)

    def mesh(self, ref: MeshRef) -> Mesh:
        """The mesh that a reference means: parts are loaded once, of shapes the latest are kept."""
        if ref.kind != "shape" and "scale" not in ref.params:
            part = (ref.kind, ref.name)
            if part not in self._meshes:
                self._meshes[part] = self._load(ref.name)
            return self._meshes[part]
        key = (ref.kind, ref.name, *sorted(ref.params.items()))
        mesh = self._shapes.pop(key, None) or self._make(ref)
        self._shapes[key] = mesh  # the newest last
        while len(self._shapes) > _SHAPES_KEPT:
            del self._shapes[next(iter(self._shapes))]
        return mesh

    def _load(self, name: str) -> Mesh:
        """A part of the stock's own, or one of the catalogue that only look-alikes have."""
        own = next((part for part in self.parts if part.name == name), None)
        return own.load() if own is not None else self.catalogue.parts[name].load()

    def _make(self, ref: MeshRef) -> Mesh:
        if ref.kind == "shape":
            return self.catalogue.shapes[ref.name].make(**ref.params)
        params = {key: value for key, value in ref.params.items() if key != "scale"}
        return scaled(self.mesh(MeshRef(ref.kind, ref.name, params)), float(ref.params["scale"]))

    def pool(self, names: Sequence[str]) -> tuple[str, ...]:
        """The names of this split's pool: a quarter, by name, is kept for splits named ``*_ood``.

        The division is a property of the name, so a pool that grows keeps it. A pool too small to divide is shared.
        """
        ordered = sorted(names)
        held = [n for n in ordered if stable_fraction(n) < HELD_OUT_SHARE]
        if len(ordered) > 1 and not held:
            held = [min(ordered, key=stable_fraction)]
        seen = [n for n in ordered if n not in held]
        if not held or not seen:
            return tuple(ordered)
        return tuple(held if self.held_out else seen)

    def materials_for(self, use: str) -> tuple[str, ...]:
        """Names of the pool's materials for "part", "bin", "bench", "floor" or "wall"."""
        return self.pool([m.name for m in self.catalogue.materials.values() if use in m.use])

    def material(self, name: str) -> Material:
        """A material by name. Raises `SpecError` with the nearest name."""
        if name not in self.catalogue.materials:
            raise SpecError(unknown_name("material", name, self.catalogue.materials))
        return self.catalogue.materials[name]

    def sample_material(self, name: str, rng: np.random.Generator) -> MaterialRecipe:
        """A material with its parameters drawn."""
        return MaterialRecipe(name, self.material(name).sample(rng))

    def sample_wear(self, kind: str, severity: float, rng: np.random.Generator) -> WearRecipe:
        """One kind of wear at a severity, with its parameters drawn."""
        return WearRecipe(kind, severity, self.catalogue.wear[kind].sample(rng, severity))
