"""Sheets of materials and of wear, to be looked at: each under the same lamps, on a ball, a bolt and a block.

python benchmarks/gallery.py                         docs/gallery.md: every material, every wear at 0, 0.3, 0.6, 1
python benchmarks/gallery.py steel_brushed oak_worn  only these, with wear at 0, 0.3, 0.6 and 1, into outputs/
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from generator.blender.renderer import BlenderRenderer
from generator.camera import Camera, look_at
from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.plugins import Catalogue
from generator.profiles import Profile
from generator.recipe import (
    RECIPE_VERSION,
    Capture,
    Lamp,
    MaterialRecipe,
    MeshRef,
    SceneRecipe,
    Surroundings,
    Thing,
    View,
    WearRecipe,
)
from generator.seeds import stream
from scenes.shapes._mesh import make_mesh, rotation, slab, turned_body
from scenes.shapes.rooms import block

_log = logging.getLogger("gallery")
LEVELS = (0.0, 0.3, 0.6, 1.0)
WEAR_SHOWN = ("edge_wear", "fingerprints", "dust", "scratches")  # what all things have; wear_layers.py shows each kind
_CODE = MeshRef("shape", "gallery", {})


def ball(radius_m: float, sides: int = 96) -> Mesh:
    angles = np.linspace(-np.pi / 2, np.pi / 2, sides // 2)
    profile = [(radius_m * np.cos(a), radius_m * np.sin(a)) for a in angles]
    return make_mesh([turned_body(profile, sides=sides)], ("body",))


def shaft() -> Mesh:
    """A stepped shaft with chamfers, a groove and a centre hole, 52 mm long."""
    mm = [(2.0, -22), (3.0, -26), (7.2, -26), (8.0, -25.2), (8.0, -6), (7.0, -5.4), (7.0, -3.6), (8.0, -3), (8.0, 2)]
    mm += [(8.0, 4.0), (11.4, 4.0), (12.0, 4.6), (12.0, 15.4), (11.4, 16.0), (9.0, 16.0), (9.0, 25.2), (8.2, 26)]
    mm += [(3.0, 26), (2.0, 22)]
    profile = [(r / 1e3, z / 1e3) for r, z in mm]
    return make_mesh([turned_body(profile, sides=96)], ("body",), axis=(0.0, 0.0, 1.0))


def beaker() -> Mesh:
    """An open vessel with walls of 2 mm, 46 mm high."""
    mm = [(0.01, -23), (15.5, -23), (17.5, -21), (17.5, 20), (18.6, 22.4), (18.4, 23), (17.4, 23), (15.5, 20)]
    mm += [(15.5, -19.5), (14.5, -20.5), (0.01, -20.5)]
    return make_mesh([turned_body([(r / 1e3, z / 1e3) for r, z in mm], sides=96)], ("body",))


def placed(mesh: Mesh, turn: np.ndarray, x_m: float, y_m: float) -> tuple[tuple[float, ...], ...]:
    """Pose that rests the lowest point of the turned mesh on z = 0."""
    pose = np.eye(4)
    pose[:3, :3] = turn
    pose[:3, 3] = (x_m, y_m, -float((mesh.vertices_m @ turn.T)[:, 2].min()) + 5e-5)
    return tuple(tuple(float(v) for v in row) for row in pose)


def camera(width_px: int, height_px: int, eye: Sequence[float], target: Sequence[float], focal_mm: float) -> Camera:
    pose = look_at(np.array(eye, float), np.array(target, float))
    distance = float(np.linalg.norm(np.array(eye) - np.array(target)))
    return Camera(
        width_px,
        height_px,
        focal_mm / 8.8 * width_px,
        (width_px / 2, height_px / 2),
        (0.0,) * 5,
        tuple(tuple(float(v) for v in row) for row in pose),
        focal_mm,
        8.8,
        64.0,
        distance,
    )


def lamp(name: str, shape: str, size: tuple[float, float], eye: Sequence[float], power: float, kelvin: float) -> Lamp:
    """A lamp that shines at the middle of the scene."""
    pose = look_at(np.array(eye, float), np.zeros(3)) @ np.diag([1.0, -1.0, -1.0, 1.0])  # shines along -z
    rows = tuple(tuple(float(v) for v in row) for row in pose)
    beam = "grid" if shape == "panel" else "diffuse"
    return Lamp(name, shape, size, rows, power, kelvin, "lamps", beam)  # type: ignore[arg-type]


LAMPS = (
    lamp("tube_1", "tube", (1.2, 0.026), (-0.25, 0.5, 1.7), 34.0, 4000.0),
    lamp("tube_2", "tube", (1.2, 0.026), (-0.25, -0.3, 1.7), 34.0, 4000.0),
    lamp("window", "panel", (0.9, 1.2), (-1.7, 0.6, 1.1), 55.0, 6500.0),
)
WORLD = Surroundings("interior", 70.0, 0.35, clamp=40.0)


def scene(name: str, things: Sequence[Thing], view: Camera, seed: int = 1) -> SceneRecipe:
    capture = Capture(1, "000001.png", {}, {}, 0)
    return SceneRecipe(
        RECIPE_VERSION,
        name,
        seed,
        0,
        "train",
        "gallery",
        "standard",
        ("wear",),
        {},
        tuple(things),
        LAMPS,
        WORLD,
        (View(0, view, (capture,), seed),),
    )


class Studio:
    """Renders materials on the three bodies."""

    def __init__(self, width_px: int, height_px: int, samples: int) -> None:
        self.catalogue: Catalogue = load_catalogue()
        self.size = (width_px, height_px)
        self.kinds: tuple[str, ...] = WEAR_SHOWN
        profile = Profile("gallery", samples, 0.02, "HIGH", "FAST")
        self.bolt = self.catalogue.parts["hex_bolt_m12x70"].load()
        self.renderer = BlenderRenderer(self.catalogue, device="cpu", profile=profile)

    def thing(
        self, name: str, mesh: Mesh, material: str, turn: np.ndarray, x: float, y: float, severity: float
    ) -> Thing:
        sample = self.catalogue.materials[material]
        recipe = MaterialRecipe(material, sample.sample(stream(5, 0, f"{name}/{material}")))
        wear = tuple(
            WearRecipe(kind, severity, w.sample(stream(5, 0, f"{name}/{kind}"), severity))
            for kind, w in sorted(self.catalogue.wear.items(), key=lambda item: item[1].order)
            if severity > 0 and kind in self.kinds
        )
        return Thing(name, _CODE, placed(mesh, turn, x, y), (recipe,), wear)

    def picture(self, things: Sequence[Thing], meshes: dict[str, Mesh], view: Camera) -> tuple[Image.Image, dict]:
        render = next(iter(self.renderer.render(scene("gallery", things, view), meshes)))
        radiance = sum(np.asarray(r, np.float64) for r in render.radiance.values())
        return developed(radiance), dict(render.layers)

    def material(self, name: str, severity: float = 0.0, kinds: Sequence[str] = WEAR_SHOWN) -> Image.Image:
        """One material, worn in these ways: flat ones as a board, others as bodies on a bench."""
        self.kinds = tuple(kinds)
        width, height = self.size
        use = self.catalogue.materials[name].use
        if "part" in use:
            view = camera(width, height, (0.0, -0.26, 0.2), (0.002, 0.004, 0.012), 16.0)
            glassy = self.catalogue.materials[name].transparent
            small = make_mesh([slab(0.05, 0.03, 0.016, 0.002, 0.0008)], ("body",))
            upright = (beaker(), np.eye(3), 0.01, 0.0)
            bolt = (self.bolt, rotation("y", 90), 0.03, -0.022)
            bodies = {
                "ball": (ball(0.02), np.eye(3), -0.042, 0.012),
                "shaft": upright if glassy else bolt,
                "block": (small, rotation("z", -24), 0.046, 0.03),
            }
            bench = "laminate_grey"
        else:
            view = camera(width, height, (0.0, -0.62, 0.5), (0.0, 0.0, 0.0), 14.0)
            bodies = {"cylinder": (ball(0.03), np.eye(3), 0.12, 0.05)}
            bench = name
        if "wall" in use or "floor" in use:
            view = camera(width, height, (0.0, -1.1, 0.9), (0.0, 0.0, 0.0), 12.0)
        top = block(3.0, 2.0, 0.04)
        meshes = {"bench": top} | {key: mesh for key, (mesh, *_) in bodies.items()}
        things = [self.thing("bench", top, bench, np.eye(3), 0.3, 0.2, severity if bench == name else 0.0)]
        pose = np.eye(4)
        pose[:3, 3] = (0.0, 0.3, -0.02)
        things[0] = Thing("bench", _CODE, tuple(map(tuple, pose.tolist())), things[0].materials, things[0].wear)
        for key, (mesh, turn, x, y) in bodies.items():
            material = name if "part" in use else "stainless_steel_polished"
            things.append(self.thing(key, mesh, material, turn, x, y, severity if "part" in use else 0.0))
        return self.picture(things, meshes, view)[0]


def developed(radiance: np.ndarray) -> Image.Image:
    """A picture exposed for its middle, highlights rolled off, sRGB."""
    grey = radiance @ np.array([0.2126, 0.7152, 0.0722])
    exposed = radiance * 0.2 / max(float(np.median(grey)), 1e-6)
    rolled = np.where(exposed < 0.7, exposed, 0.7 + 0.3 * (1 - np.exp(-(exposed - 0.7) / 0.3)))
    coded = np.where(rolled <= 0.0031308, 12.92 * rolled, 1.055 * np.maximum(rolled, 1e-9) ** (1 / 2.4) - 0.055)
    return Image.fromarray((np.clip(coded, 0, 1) * 255 + 0.5).astype(np.uint8))


def sheet(tiles: Sequence[tuple[str, Image.Image]], columns: int) -> Image.Image:
    width, height = tiles[0][1].size
    rows = -(-len(tiles) // columns)
    page = Image.new("RGB", (columns * (width + 4), rows * (height + 16)), (24, 24, 24))
    draw = ImageDraw.Draw(page)
    for i, (label, tile) in enumerate(tiles):
        x, y = (i % columns) * (width + 4), (i // columns) * (height + 16)
        page.paste(tile, (x, y + 14))
        draw.text((x + 3, y + 1), label, fill=(220, 220, 220))
    return page


WORN = ("steel_brushed", "painted_steel_blue", "plastic_black", "glass_clear")
FOR_WEAR = {"rust": "steel_turned", "oil_film": "steel_polished", "fingerprints": "steel_polished"}
A_SHEET = 30


def write_page(studio: Studio, docs: Path) -> None:
    """Write gallery.md with its sheets."""
    images = docs / "images"
    images.mkdir(parents=True, exist_ok=True)
    lines = ["# Gallery", "", "Written by `python benchmarks/gallery.py`. Everything lies under the same lamps.", ""]
    lines += ["## Materials", ""]
    names = sorted(studio.catalogue.materials)
    for number, start in enumerate(range(0, len(names), A_SHEET), start=1):
        tiles = [(name, studio.material(name)) for name in names[start : start + A_SHEET]]
        sheet(tiles, 6).save(images / f"materials_{number}.jpg", quality=80)
        _log.info("materials_%d.jpg", number)
        lines += [f"![{tiles[0][0]} to {tiles[-1][0]}](images/materials_{number}.jpg)", ""]
    lines += [
        "## Wear",
        "",
        "Each kind at severity 0, 0.3, 0.6 and 1.",
        "",
        "![kinds of wear](images/wear_kinds.jpg)",
        "",
    ]
    tiles = [
        (f"{kind} {level:g}", studio.material(FOR_WEAR.get(kind, "painted_steel_blue"), level, (kind,)))
        for kind in sorted(studio.catalogue.wear)
        for level in LEVELS
    ]
    sheet(tiles, len(LEVELS)).save(images / "wear_kinds.jpg", quality=80)
    _log.info("wear_kinds.jpg")
    lines += ["What things usually have, together, on four materials.", "", "![wear together](images/wear.jpg)", ""]
    tiles = [(f"{n}  wear {v:g}", studio.material(n, v)) for n in WORN for v in LEVELS]
    sheet(tiles, len(LEVELS)).save(images / "wear.jpg", quality=80)
    (docs / "gallery.md").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("materials", nargs="*", help="materials to show at each level of wear")
    parser.add_argument("--all", action="store_true", help="every material there is")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--size", type=int, nargs=2, default=(200, 150))
    parser.add_argument("--samples", type=int, default=16)
    parser.add_argument("--levels", type=float, nargs="*", default=list(LEVELS))
    options = parser.parse_args()
    studio = Studio(*options.size, options.samples)
    names = options.materials or ([*studio.catalogue.materials] if options.all else [])
    if names:
        levels = options.levels if options.materials else [0.0]
        tiles = [(f"{n}  wear {v:g}", studio.material(n, v)) for n in names for v in levels]
        out = options.out or Path("outputs/gallery.png")
        out.parent.mkdir(parents=True, exist_ok=True)
        sheet(tiles, len(levels) if len(levels) > 1 else 6).save(out)
        return
    write_page(studio, options.out or Path("docs"))


if __name__ == "__main__":
    main()
