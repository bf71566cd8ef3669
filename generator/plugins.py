"""What can be added by adding a file: materials, wear, parts, scene families, sensor effects.

Each plugin module holds its plugins in one module-level tuple (`MATERIALS`, `WEAR`, `PARTS`, `SHAPES`,
`SCENES`, `EVENTS`, `EFFECTS`, `PRESETS`, and `FACTORS` for factors that belong to none of these).
`generator.catalogue` finds them; `glint list`, the docs and the conformance tests follow from that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from generator.factors import Factor, Value
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, View
from generator.shading import Graph, Surface

if TYPE_CHECKING:
    from generator.plan import ScenePlan
    from generator.stock import Stock


# What is not labelled, in panoptic pictures; the order gives the category ids, so new classes go to the end.
STUFF = (
    "floor",
    "wall",
    "ceiling",
    "bench",
    "container",
    "belt",
    "rack",
    "pallet",
    "machine",
    "packing",
    "clutter",
    "spill",
    "people",
)
PRESET_FACTOR = "sensor.preset"  # names the preset of an image's camera


@dataclass(frozen=True, slots=True)
class Material:
    """A substance with a finish: "steel_brushed". `sample` draws plain numbers, `build` obeys them."""

    name: str  # substance first: "steel_brushed"
    doc: str  # one sentence: what it looks like, and where its numbers come from
    sample: Callable[[np.random.Generator], dict[str, Any]]
    build: Callable[[Mapping[str, Any], Graph], Surface]
    density_kg_m3: float
    friction: float  # Coulomb, against steel, dry
    transparent: bool = False
    use: tuple[str, ...] = ("part",)  # "part", "bin", "bench", "floor", "wall"


@dataclass(frozen=True, slots=True)
class Wear:
    """A kind of wear. Severity 0 is none; 1 is the worst seen on a shop floor. It gives the layer ``wear_<kind>``."""

    kind: str
    doc: str
    factor: Factor
    sample: Callable[[np.random.Generator, float], dict[str, Any]]
    build: Callable[[Mapping[str, Any], Surface, Graph], Surface]
    order: int = 50  # when it comes about: what is higher lies on what is lower, and can read its layer
    parts_only: bool = False  # whether benches, bins and what lies about are spared
    evenness: float = 3.0  # how alike the things of a scene are: below 1 a few have it all, above 20 all get the same


@dataclass(frozen=True, slots=True)
class Part:
    """A thing of the catalogue in real dimensions. `load` gives its mesh, which is cached."""

    name: str  # snake_case, family first: "hex_bolt_m8x30"
    family: str  # "hex_bolt", the COCO supercategory
    doc: str  # norm and dimensions: "ISO 4017 hex head screw M8 x 30"
    source: str  # who made the geometry, and its licence
    load: Callable[[], Mesh]
    materials: Mapping[str, tuple[str, ...]]  # slot -> names of the materials it comes in
    roles: tuple[str, ...] = (
        "part",
    )  # also "tool", "glass", "pallet", "carton", "sack", "drum", "film", "person", "vehicle"
    marks: tuple[str, ...] = ()  # kinds of marks of manufacture, the first that finds a place; see materials.marks
    category: str = ""  # what COCO calls it where classes are parts; its name, unless several share one


@dataclass(frozen=True, slots=True)
class AirSource:
    """What scenes of a family give off into the air, and how its factor is drawn there by default.

    A spec that names the factor is obeyed everywhere, so sparks can still be asked for where nothing throws them.
    """

    factor: str  # of one that is `sourced`: "air.sparks"
    default: Any = None  # distribution, written as in a spec; None is the factor's own
    where: Callable[[Mapping[str, Value]], bool] | None = None  # from a scene's factors; elsewhere the default is 0


@dataclass(frozen=True, slots=True)
class SceneFamily:
    """A kind of world, composed in two pure steps with physics in between.

    `arrange` fixes everything but where loose things come to rest: it puts them (`moves=True`) where they are let go,
    and leaves `views` empty. After they have settled, `judge` says what each thing is where it came to rest (its
    context, its velocity), and `aim` places the cameras.
    """

    name: str
    doc: str
    arrange: Callable[[ScenePlan, Stock], SceneRecipe]
    aim: Callable[[ScenePlan, SceneRecipe, Mapping[str, Mesh]], tuple[View, ...]]  # meshes by thing name
    factors: tuple[Factor, ...] = ()  # of this family alone: other families' pictures do not carry them
    roles: tuple[str, ...] = ("part", "tool", "glass")  # of the catalogue's parts, those that it labels
    needs: tuple[str, ...] = ()  # roles of which a spec's own list of parts must have one
    judge: Callable[[SceneRecipe, Mapping[str, Mesh]], SceneRecipe] | None = None
    air: tuple[AirSource, ...] = ()  # of the factors that are `sourced`, those that have a source here


@dataclass(frozen=True, slots=True)
class Event:
    """Something rare that happens in a scene: a spill, a power cut. Its factor is 1 where it does.

    `happen` changes the scene as arranged, before loose things fall; `afterwards` changes it when they have come to
    rest. Both give None where there is no room for it.
    """

    name: str
    doc: str
    factor: Factor  # ``event.<name>``, 0 or 1
    families: tuple[str, ...] = ()  # where it can happen; none means everywhere
    happen: Callable[[ScenePlan, Stock, SceneRecipe], SceneRecipe | None] | None = None
    afterwards: Callable[[ScenePlan, Stock, SceneRecipe], SceneRecipe | None] | None = None


def event_factor(name: str, share: float, doc: str, *, moves_geometry: bool = True) -> Factor:
    """The factor of a rare event, which happens in `share` of the scenes unless a spec asks for it."""
    default = {"choice": [0, 1], "weights": [round(1 - share, 6), share]}
    return Factor(f"event.{name}", "count", "scene", doc, default, 0, 1, "integer", moves_geometry=moves_geometry)


@dataclass(frozen=True, slots=True)
class Shape:
    """A mesh made from numbers: bins, bench tops, floors, lamp housings. `make(**params)` is pure."""

    name: str
    doc: str
    make: Callable[..., Mesh]
    stuff: str = "clutter"  # of `STUFF`: its panoptic class where it is not labelled


@dataclass(frozen=True, slots=True)
class SensorEffect:
    """One effect of lens or sensor on the picture, in the order of the light's way through the camera."""

    name: str
    doc: str
    order: int
    apply: Callable[..., Any]  # (Exposure, rng) -> Exposure; see generator.sensor
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of camera: how it draws factors that a spec does not name, as written in a spec."""

    name: str
    doc: str
    factors: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that Glint knows by name. Made by `generator.catalogue.load_catalogue`."""

    materials: Mapping[str, Material]
    wear: Mapping[str, Wear]
    parts: Mapping[str, Part]
    shapes: Mapping[str, Shape]
    scenes: Mapping[str, SceneFamily]
    sensors: Mapping[str, SensorEffect]
    factors: Mapping[str, Factor]
    presets: Mapping[str, Preset] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
