"""Scenes of one family from the whole catalogue, without what happens rarely, for tests without Blender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.mesh import Mesh
from generator.plan import ScenePlan, plan_scenes
from generator.recipe import SceneRecipe
from generator.spec import DatasetSpec
from generator.stock import Stock

CATALOGUE = load_catalogue()
Composed = list[tuple[SceneRecipe, dict[str, Mesh]]]


@dataclass(frozen=True, eq=False)
class CalmScenes:
    """Of one family; `calm` are its factors unless a test says otherwise. What has been composed is kept."""

    family: str
    calm: Mapping[str, Any]
    _made: dict[str, Composed] = field(default_factory=dict)

    def plans(self, count: int = 1, seed: int = 3, **factors: Any) -> tuple[list[ScenePlan], Stock]:
        """Planned scenes and what they are composed from."""
        known = {name: value for name, value in (self.calm | factors).items() if name in CATALOGUE.factors}
        spec = DatasetSpec(name="t", seed=seed, images={"train": count}, resolution=(160, 120),
                           scenes={self.family: 1.0}, views_per_scene=1, factors=known)  # fmt: skip
        return list(plan_scenes(spec, CATALOGUE)), make_stock(spec, {}, held_out=False)

    def composed(self, count: int = 1, seed: int = 3, **factors: Any) -> Composed:
        """Scenes settled and aimed, with their meshes by thing name."""
        key = repr((count, seed, sorted(factors.items())))
        if key not in self._made:
            drawn, stock = self.plans(count, seed, **factors)
            self._made[key] = [compose_scene(plan, stock) for plan in drawn]
        return self._made[key]

    def arranged(self, count: int = 1, seed: int = 3, **factors: Any) -> list[SceneRecipe]:
        """Scenes as let go."""
        drawn, stock = self.plans(count, seed, **factors)
        return [CATALOGUE.scenes[self.family].arrange(plan, stock) for plan in drawn]
