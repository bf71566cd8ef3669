"""Run as ``python -m generator.blender.probe PACKAGE ...``: can all this be imported, and what can Blender render on?

Prints one line of JSON. A process of its own, because a broken library may take it down.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
from importlib import metadata

_NOT_TO_IMPORT = ("blenderproc", "bpy")  # blenderproc refuses outside Blender; bpy comes last
_GPU_KINDS = ("OPTIX", "CUDA", "HIP", "ONEAPI", "METAL")


def import_all(packages: list[str]) -> dict[str, str]:
    """Import every top-level module of some packages; package -> why, for those that fail."""
    owners = metadata.packages_distributions()
    broken: dict[str, str] = {}
    for module, names in sorted(owners.items()):
        wanted = [name for name in names if name.lower().replace("_", "-") in packages]
        if not wanted or module.startswith("_") or not module.isidentifier() or wanted[0] in _NOT_TO_IMPORT:
            continue
        if (spec := importlib.util.find_spec(module)) is None or spec.origin is None:
            continue  # a folder of data, not a module
        try:
            importlib.import_module(module)
        except Exception as error:  # whatever a broken package raises
            broken[wanted[0]] = f"{type(error).__name__}: {error}".splitlines()[0]
    return broken


def gpu_devices() -> list[str]:
    """Kind and name of every GPU that Cycles sees."""
    import bpy

    preferences = bpy.context.preferences.addons["cycles"].preferences
    found = []
    for kind in _GPU_KINDS:
        try:
            devices = preferences.get_devices_for_type(kind)
        except (TypeError, ValueError):  # a kind that this build does not know
            continue
        found += [f"{kind} {device.name}" for device in devices if device.type == kind]
    return found


def main(packages: list[str]) -> None:
    """Print what was found."""
    found: dict[str, object] = {"broken": import_all(packages), "version": "", "error": "", "gpus": []}
    try:
        bpy = importlib.import_module("bpy")
        found |= {"version": bpy.app.version_string, "gpus": gpu_devices()}
    except Exception as error:  # a missing library is an ImportError, but others are news too
        found["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
    sys.stdout.write("\n" + json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([name.lower().replace("_", "-") for name in sys.argv[1:]])
