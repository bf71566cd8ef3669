"""The spec: what a user asks for, strict and frozen. Loading checks every name against the catalogue.

All mistakes raise `SpecError` with the file, the line, the key, and what to write instead.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.errors import SpecError, nearest_name, shortened, unknown_name
from generator.factors import Distribution, Factor, Value, parse_distribution
from generator.plugins import Catalogue
from generator.profiles import PROFILES
from generator.yamlfile import KeyPath, YamlText, read_yaml

SPEC_FOLDER = Path(__file__).parent / "specs"
_REDRAWS = 1000  # for a value that is not held out
_NAME = r"^[a-z][a-z0-9_]{0,63}$"
Name = Annotated[str, Field(pattern=_NAME)]
Count = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]
Weight = Annotated[float, Field(gt=0, le=1e6)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartSpec(_Strict):
    """One line under `parts`: a CAD file of the user's, or parts of the catalogue by name or pattern."""

    file: str | None = Field(None, description="CAD file (STEP, STL, OBJ, PLY, GLB, 3MF), relative to the spec")
    part: str | None = Field(None, description="catalogue part, or a pattern such as hex_bolt_*")
    name: Name | None = Field(None, description="category name of a CAD part; default: from the file name")
    family: Name | None = Field(None, description="supercategory of a CAD part; default: its name")
    units: Literal["m", "cm", "mm", "in", "ft"] | None = Field(None, description="for files without units; default mm")
    material: str | tuple[str, ...] | None = Field(None, description="one material, or several to choose from")
    weight: Weight = Field(1.0, description="how often, against the other parts")
    key: str | None = Field(None, description="content key of the CAD file; written into a dataset's spec.yaml")


class StressSpec(_Strict):
    """Ladders of pictures in which one factor changes; `glint stress` writes it, and resolves what is not named."""

    scenes: int = Field(8, ge=1, le=1_000_000, strict=True, description="base scenes")
    levels: int = Field(5, ge=2, le=100, strict=True, description="values of each factor, besides the base's own")
    factors: tuple[str, ...] = Field((), description="which factors; without any, all that change pictures")
    pairs: tuple[str, ...] = Field((), description="two factors at once, such as surface.dust+light.level_ev")


class DatasetSpec(_Strict):
    """A whole dataset: same spec and seed, same bytes."""

    name: Name = Field(description="also the default folder under outputs/")
    seed: int = Field(0, ge=0, lt=2**32, strict=True)
    images: dict[Name, Count] = Field(description="images in each split; a split named *_ood draws from held-out pools")
    resolution: tuple[Annotated[int, Field(ge=32, le=8192)], Annotated[int, Field(ge=32, le=8192)]] = (640, 480)
    profile: Literal["draft", "standard", "reference"] = "standard"
    scenes: dict[str, Weight] = Field(default_factory=lambda: {"bin": 1.0, "workbench": 1.0})
    parts: tuple[PartSpec, ...] = ()
    factors: dict[str, Any] = Field(default_factory=dict)
    held_out: dict[str, Any] = Field(
        default_factory=dict, description="factor: values that splits named *_ood draw from, and all others never"
    )
    views_per_scene: int = Field(4, ge=1, le=1000, strict=True)
    captures_per_view: int = Field(1, ge=1, le=1000, strict=True)
    layers: tuple[Literal["depth", "normals", "wear", "stereo", "panoptic"], ...] = ()
    classes: Literal["part", "family"] | dict[str, Name] = "part"
    segmentation: Literal["rle", "rle-compressed", "polygon"] = "rle"
    stress: StressSpec | None = Field(None, description="what glint stress makes of this spec")

    def distribution(self, factor: Factor) -> Distribution:
        """How this spec draws a factor: as it says, or the factor's default."""
        return parse_distribution(self.factors.get(factor.name, factor.default), factor, f"factors.{factor.name}")

    def draw(self, factor: Factor, given: Any, rng: np.random.Generator, *, held_out: bool) -> Value:
        """One value of a factor; `given` is how a preset draws it where the spec does not say, None for no preset.

        What the spec holds out is drawn in the splits named ``*_ood`` and in no other.
        """
        distribution = self.distribution(factor)
        if given is not None and factor.name not in self.factors:
            distribution = parse_distribution(given, factor, f"factors.{factor.name}")
        if factor.name not in self.held_out:
            return distribution.draw(rng, factor)
        kept_back = parse_distribution(self.held_out[factor.name], factor, f"held_out.{factor.name}")
        if held_out:
            return kept_back.draw(rng, factor)
        for _ in range(_REDRAWS):
            value = distribution.draw(rng, factor)
            if not kept_back.holds(value):
                return value
        raise SpecError(f"held_out.{factor.name}: leaves nothing of how the factor is drawn for the other splits")

    def category(self, part: str, family: str) -> str | None:
        """COCO category of a part; None if a mapping of `classes` leaves it out."""
        if self.classes == "part":
            return part
        if self.classes == "family":
            return family
        assert isinstance(self.classes, dict)
        return next((name for pattern, name in self.classes.items() if fnmatch.fnmatchcase(part, pattern)), None)

    def with_frames(self, frames: int) -> DatasetSpec:
        """The same spec with `frames` images in all, divided among the splits as before (largest remainder)."""
        total = sum(self.images.values())
        if total == 0:
            raise SpecError("images: the spec asks for no image, so --frames has nothing to divide")
        exact = {split: frames * images / total for split, images in self.images.items()}
        counts = {split: int(share) for split, share in exact.items()}
        for split in sorted(exact, key=lambda s: counts[s] - exact[s])[: frames - sum(counts.values())]:
            counts[split] += 1
        return self.model_copy(update={"images": counts})

    def to_yaml(self) -> str:
        """The spec as resolved, as YAML text. CAD files appear by base name and content key, never by path."""
        data = self.model_dump(mode="json", exclude_none=True)
        for part in data["parts"]:
            if "file" in part:
                part["file"] = re.split(r"[\\/]", part["file"])[-1]
        if not data["held_out"]:
            del data["held_out"]
        return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=110)

    @property
    def digest(self) -> str:
        """Hex digest of what `to_yaml` says: two specs with the same digest make the same bytes."""
        return hashlib.sha256(self.to_yaml().encode()).hexdigest()[:16]


def bundled_specs() -> tuple[str, ...]:
    """Names of the specs that come with Glint."""
    return tuple(sorted(path.stem for path in SPEC_FOLDER.glob("*.yaml")))


def find_spec(name_or_path: str) -> Path:
    """The file of a bundled spec's name or of a path. Raises `SpecError` with the nearest name."""
    path = Path(name_or_path)
    if path.suffix in (".yaml", ".yml") or path.exists():
        if not path.is_file():
            raise SpecError(f"{name_or_path}: there is no such file")
        return path
    if name_or_path in bundled_specs():
        return SPEC_FOLDER / f"{name_or_path}.yaml"
    raise SpecError(unknown_name("spec", name_or_path, bundled_specs()) + " Or give the path of a YAML file.")


def load_spec(path: Path, catalogue: Catalogue) -> DatasetSpec:
    """Read and check a spec. CAD files are checked by `generator.cad`, which reads them."""
    return check_spec(read_yaml(path), catalogue)


def check_spec(text: YamlText, catalogue: Catalogue) -> DatasetSpec:
    """The spec in parsed YAML, every name and value checked."""
    if not isinstance(text.data, dict):
        raise SpecError(f"{text.source}: a spec is a mapping of keys such as name, images and scenes")
    try:
        spec = DatasetSpec.model_validate(text.data)
    except ValidationError as error:
        raise SpecError("\n".join(_explain(error, text)[:5])) from None
    if sum(spec.images.values()) == 0:
        raise SpecError(f"{text.place(('images',))}: asks for no image at all; write for example {{train: 12}}")
    if not spec.scenes:
        raise SpecError(f"{text.place(('scenes',))}: names no scene; there are: {', '.join(catalogue.scenes)}")
    if len(set(spec.layers)) < len(spec.layers):
        raise SpecError(f"{text.place(('layers',))}: names a layer twice")
    if spec.classes == {}:
        raise SpecError(f"{text.place(('classes',))}: names no class; write for example {{'hex_bolt_*': bolt}}")
    for name in spec.scenes:
        _known(name, "scene", text, ("scenes", name), catalogue.scenes)
    for name, written in spec.factors.items():
        factor = _known_factor(name, "factors", text, catalogue)
        parse_distribution(written, factor, text.place(("factors", name)))
    for name, written in spec.held_out.items():
        factor = _known_factor(name, "held_out", text, catalogue)
        place = text.place(("held_out", name))
        if parse_distribution(written, factor, place).kind == "normal":
            raise SpecError(f"{place}: a normal distribution holds out everything; give a range")
        spec.draw(factor, None, np.random.default_rng(0), held_out=False)
    for index, part in enumerate(spec.parts):
        _check_part(part, index, text, catalogue)
    return spec


def _known_factor(name: str, key: str, text: YamlText, catalogue: Catalogue) -> Factor:
    _known(name, "factor", text, (key, name), catalogue.factors)
    return catalogue.factors[name]


def _check_part(part: PartSpec, index: int, text: YamlText, catalogue: Catalogue) -> None:
    path: KeyPath = ("parts", index)
    if (part.file is None) == (part.part is None):
        raise SpecError(f"{text.place(path)}: needs either file (your CAD) or part (of the catalogue)")
    if part.part is not None and not fnmatch.filter(catalogue.parts, part.part):
        raise SpecError(f"{text.place((*path, 'part'))}: {unknown_name('part', part.part, catalogue.parts)}")
    if part.name is not None and part.name in catalogue.parts:
        raise SpecError(f"{text.place((*path, 'name'))}: '{part.name}' is a part of the catalogue; take another name")
    names = (part.material,) if isinstance(part.material, str) else part.material or ()
    for name in names:
        _known(name, "material", text, (*path, "material"), catalogue.materials)


def _known(name: str, kind: str, text: YamlText, path: KeyPath, known: Any) -> None:
    if name not in known:
        raise SpecError(f"{text.place(path)}: {unknown_name(kind, name, known)}")


_WANTED = {  # pydantic's word for what was wrong -> what to write
    "tuple_type": "write a list, such as [a, b]",
    "dict_type": "write a mapping, such as {a: 1}",
    "model_type": "write a mapping, such as {file: bracket.step}",
    "string_type": "write a word, in quotes if it looks like a number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "string_pattern_mismatch": "is no name; use lower-case letters, digits and _ (snake_case)",
}
_INTERNAL = re.compile(r"(dict|tuple|literal|function)[\[-].*|str|constrained-str|\[key\]")  # pydantic's names of types


def _explain(error: ValidationError, text: YamlText) -> list[str]:
    """What pydantic found as sentences with their places; of the branches of a union, the one that got farthest."""
    found: dict[KeyPath, Any] = {}
    for problem in error.errors():
        path = tuple(p for n, p in enumerate(problem["loc"]) if n == 0 or not _INTERNAL.fullmatch(str(p)))
        found.setdefault(path, problem)
    deeper = {path[:n] for path in found for n in range(1, len(path))}
    return [_sentence(problem, path, text.place(path)) for path, problem in found.items() if path not in deeper]


def _sentence(problem: Any, path: KeyPath, place: str) -> str:
    kind, given = problem["type"], shortened(problem["input"])
    if kind == "extra_forbidden":
        fields = PartSpec.model_fields if path[0] == "parts" else DatasetSpec.model_fields
        near = nearest_name(str(path[-1]), fields)
        return f"{place}: unknown key. " + (f"Did you mean '{near}'?" if near else f"There are: {', '.join(fields)}.")
    if kind == "missing":
        return f"{place}: is missing"
    if kind == "literal_error":
        wanted = re.findall(r"'([^']+)'", problem.get("ctx", {}).get("expected", ""))
        near = nearest_name(str(problem["input"]), wanted)
        hint = f" Did you mean '{near}'?" if near else ""
        return f"{place}: {given} is none of {', '.join(wanted)}.{hint}"
    if kind == "string_pattern_mismatch":
        return f"{place}: {given} {_WANTED[kind]}"
    message = f"{problem['msg'][0].lower()}{problem['msg'][1:]}".replace("input should be", "must be")
    return f"{place}: {given}: {_WANTED.get(kind, message)}"


def spec_schema(catalogue: Catalogue) -> dict[str, Any]:
    """JSON schema of the spec with the catalogue's names, for editors."""
    schema = DatasetSpec.model_json_schema()
    number = {"type": "number"}
    pair = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}

    def distribution(factor: Factor) -> dict[str, Any]:
        value: dict[str, Any] = (
            {"enum": list(factor.choices)}
            if factor.kind == "category"
            else {"type": "number", "minimum": factor.low, "maximum": factor.high}
        )
        choice = {
            "choice": {"type": "array", "items": value, "minItems": 1},
            "weights": {"type": "array", "items": number},
        }
        shapes: list[dict[str, Any]] = [value, _object(choice, ["choice"])]
        if factor.kind != "category":
            shapes += [_object({kind: pair}, [kind]) for kind in ("uniform", "normal", "log_uniform")]
        mixture = {
            "mixture": {"type": "array", "items": {"anyOf": list(shapes)}, "minItems": 1},
            "weights": {"type": "array", "items": number},
        }
        shapes.append(_object(mixture, ["mixture"]))
        return {"description": f"{factor.doc} [{factor.unit}]", "default": factor.default, "anyOf": shapes}

    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["properties"]["factors"] = _object({n: distribution(f) for n, f in sorted(catalogue.factors.items())}, [])
    schema["properties"]["scenes"] |= {"propertyNames": {"enum": sorted(catalogue.scenes)}}
    schema["properties"]["profile"]["enum"] = list(PROFILES)
    return schema


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}
