"""glTF made harmless before it is parsed: no file outside it, no pictures, only geometry and material names."""

from __future__ import annotations

import json
import struct
from typing import Any

from generator.errors import PartError

_MAGIC, _JSON = b"glTF", 0x4E4F534A
_PICTURES = ("images", "textures", "samplers", "animations", "skins", "cameras", "extensions", "extras")


def self_contained(data: bytes, kind: str) -> bytes:
    """The same file without pictures. Raises `PartError` if it is damaged or its buffers lie in other files."""
    if kind == "gltf":
        return json.dumps(_stripped(_parse(data))).encode()
    if data[:4] != _MAGIC or len(data) < 20:
        raise PartError("is no GLB file")
    version, total, length, chunk = struct.unpack_from("<IIII", data, 4)
    if version != 2 or total > len(data) or chunk != _JSON or 20 + length > len(data):
        raise PartError("is a damaged or truncated GLB file")
    text = json.dumps(_stripped(_parse(data[20 : 20 + length]))).encode()
    text += b" " * (-len(text) % 4)
    rest = data[20 + length : total]
    return _MAGIC + struct.pack("<IIII", 2, 20 + len(text) + len(rest), len(text), _JSON) + text + rest


def _parse(text: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        raise PartError("is no glTF: its JSON cannot be read") from None
    if not isinstance(tree, dict):
        raise PartError("is no glTF: its JSON is not an object")
    return tree


def _stripped(tree: dict[str, Any]) -> dict[str, Any]:
    for buffer in tree.get("buffers", []):
        if isinstance(buffer, dict) and not str(buffer.get("uri", "data:")).startswith("data:"):
            raise PartError("keeps its geometry in another file, which is not opened; export it as GLB")
    if "KHR_draco_mesh_compression" in tree.get("extensionsRequired", []):
        raise PartError("is Draco-compressed; export it without compression")
    kept = {key: value for key, value in tree.items() if key not in _PICTURES}
    kept["materials"] = [_plain_material(material) for material in tree.get("materials", [])]
    return kept


def _plain_material(material: Any) -> dict[str, Any]:
    if not isinstance(material, dict):
        return {}
    look = material.get("pbrMetallicRoughness", {})
    colour = look.get("baseColorFactor") if isinstance(look, dict) else None
    named = {"name": str(material["name"])} if "name" in material else {}
    return named | ({"pbrMetallicRoughness": {"baseColorFactor": colour}} if colour else {})
