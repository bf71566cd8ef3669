"""The recipe: every number of one scene, fixed. Alone, without its spec, it renders the scene again.

Lengths in metres, angles in degrees where a name says `_deg`, poses are (4, 4) world_from_object. Nothing random
is left: building and rendering a recipe draws only from the noise seeds it holds.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass, field
from typing import Any, Literal

from generator.camera import Camera
from generator.factors import Value

RECIPE_VERSION = 1
ALL = "all"  # the light group of a view whose light is built in
Matrix = tuple[tuple[float, ...], ...]
Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class MaterialRecipe:
    """A material by name with the parameters that its `sample` drew."""

    name: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeshRef:
    """Where a thing's mesh comes from: the catalogue, the user's CAD, or a shape that code makes from numbers."""

    kind: Literal["part", "cad", "shape"]
    name: str  # part name, or shape name ("open_bin")
    params: dict[str, Any]  # of a shape; of CAD: {"key": content key}; empty for a part


@dataclass(frozen=True, slots=True)
class WearRecipe:
    """One kind of wear on one thing. `layer` of the render is ``wear_<kind>``."""

    kind: str
    severity: float
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Soft:
    """How a thing gives way: physics bends it, so it has a shape instead of a pose.

    The mesh of such a thing is a shape with the parameter `points` (see `generator.points`): the centreline of a cable
    or the grid of a cloth, in the thing's frame.
    """

    kind: Literal["cable", "cloth", "film"]
    radius_m: float  # of a cable; half the thickness of a cloth or film
    weight_kg: float  # of a metre of cable, of a square metre of cloth or film
    bending: float  # stiffness: N m2 of a cable (E I), N m of a cloth
    least_radius_m: float = 0.0  # that a cable can be bent to, at its centreline
    pinned: tuple[int, ...] = ()  # numbers of points that stay where they are
    pull: float = 0.0  # share of its length by which film is stretched around what it holds


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing, rigid or soft: a labelled part, an unlabelled prop, the bin, the bench top, the floor, the walls."""

    name: str  # unique in the scene, ASCII: "part_003", "bin", "floor"
    mesh: MeshRef
    world_from_object: Matrix
    materials: tuple[MaterialRecipe, ...]  # one for each slot of the mesh
    wear: tuple[WearRecipe, ...] = ()  # in the order in which it came about
    part: str | None = None  # catalogue or CAD part name; None for props
    category: str | None = None  # COCO category; None is never labelled
    instance: int = 0  # 1.. for labelled things, unique in the scene
    transparent: bool = False  # what lies behind it can be seen and is labelled
    mass_kg: float = 0.0
    friction: float = 0.5
    moves: bool = False  # physics may move it (parts), or it stays where it was put (bin, floor)
    context: str | None = None
    velocity_m_s: tuple[float, float, float] | None = None  # in the world, at mid-exposure; None where it is not known
    soft: Soft | None = None  # of cables, hoses and cloth, which have no pose
    keypoints_m: tuple[tuple[float, float, float], ...] = ()  # COCO's 17 of a person, in its mesh's frame; no pose
    intent: str | None = None  # of a person: "working", "passing", "approaching", "distracted"


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light source with a shape: an emitting rectangle, a tube or a disc that mirrors can see.

    It emits `power_w` of radiant flux from its front (-z of the object; a tube all around).
    `group` is the light group that captures can mix anew.
    """

    name: str
    shape: Literal["panel", "tube", "disc"]
    size_m: tuple[float, float]  # width and height; length and diameter of a tube; diameter twice of a disc
    world_from_object: Matrix
    power_w: float
    temperature_k: float
    group: str
    beam: str = "diffuse"  # "diffuse", or "grid" with louvre stripes that break up its reflection


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The fill light from all around: a bundled HDRI by name, turned and scaled, or a plain colour."""

    hdri: str | None  # a name of the wheel's studio lights ("interior", "studio", ...); None is plain
    rotation_deg: float
    strength: float  # mean radiance of the environment after scaling, W / (m^2 sr)
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)
    group: str = "world"
    clamp: float = 50.0  # radiance of single pixels over the mean is cut here, so that suns do not make fireflies


@dataclass(frozen=True, slots=True)
class Capture:
    """One picture of one view: what happens after the light is traced."""

    image_id: int
    file_name: str  # "000012.png", relative to the split's folder
    factors: dict[str, Value]  # all of the image's factors: the scene's, the view's and its own
    gains: dict[str, Rgb]  # light group -> linear RGB factor on its radiance
    noise_seed: int


@dataclass(frozen=True, slots=True)
class Jet:
    """Where something is thrown into the air, which way, and a level place below that it bounces off, if it does."""

    kind: Literal["sparks", "steam"]
    at_m: tuple[float, float, float]  # in the world
    along: tuple[float, float, float]  # unit vector of the world
    ground_m: Matrix = ()  # (3, 3) rows: a corner of a rectangle in the world, and its two sides from there


@dataclass(frozen=True, slots=True)
class View:
    """One camera position; all its captures share one tracing of light.

    Where all captures of each view have the same light, it is in `light`, and there is one group, `ALL`: a picture of
    its own is denoised once. Else `light` is empty and captures mix the groups by their gains.
    """

    index: int
    camera: Camera
    captures: tuple[Capture, ...]
    sample_seed: int  # of the path tracer
    light: dict[str, Rgb] = field(default_factory=dict)  # group -> factor on its lamps in this view, before tracing
    jets: tuple[Jet, ...] = ()  # where sparks and steam come from; without any, from somewhere on the work


@dataclass(frozen=True, slots=True)
class SceneRecipe:
    """One scene with all its views."""

    version: int
    spec: str
    seed: int
    scene: int
    split: str
    family: str
    profile: str
    layers: tuple[str, ...]  # extra per-pixel labels: "depth", "normals", "wear", "stereo"
    factors: dict[str, Value]  # the scene's own
    things: tuple[Thing, ...]
    lamps: tuple[Lamp, ...]
    surroundings: Surroundings
    views: tuple[View, ...]
    events: tuple[str, ...] = ()  # what rare things happen, sorted

    @property
    def light_groups(self) -> tuple[str, ...]:
        """What is traced apart, sorted: the groups of the lamps, or `ALL` where each view has its light to itself."""
        if any(view.light for view in self.views):
            return (ALL,)
        return tuple(sorted({lamp.group for lamp in self.lamps} | {self.surroundings.group}))

    @property
    def labelled(self) -> tuple[Thing, ...]:
        """What gets annotations, by instance number."""
        return tuple(sorted((t for t in self.things if t.category is not None), key=lambda t: t.instance))


def recipe_to_json(recipe: SceneRecipe) -> str:
    """The recipe as JSON text, the same bytes for the same recipe."""
    return json.dumps(_plain(recipe), indent=1, sort_keys=True, allow_nan=False) + "\n"


def recipe_from_json(text: str) -> SceneRecipe:
    """Read a recipe. Raises ValueError if it is of another version or not a recipe."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("version") != RECIPE_VERSION:
        raise ValueError(f"not a recipe of version {RECIPE_VERSION}")
    try:
        recipe: SceneRecipe = _typed(SceneRecipe, data)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"not a recipe: {error}") from None
    return recipe


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value


def _typed(kind: Any, value: Any) -> Any:
    """JSON data as the annotated type: dataclasses, tuples of them and plain values."""
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _typed(hints[name], part) for name, part in value.items()})
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_typed(arguments[0], part) for part in value)
        return tuple(_typed(a, part) for a, part in zip(arguments, value, strict=True))
    if origin is dict:
        return {k: _typed(arguments[1], part) for k, part in value.items()}
    if origin in (typing.Union, types.UnionType) and value is not None:
        options = [a for a in arguments if a is not types.NoneType]
        return _typed(options[0], value) if len(options) == 1 else value
    return float(value) if kind is float else value
