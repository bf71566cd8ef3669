"""The door to Blender: one process, one session, every scene from the same clean slate.

BlenderProc 2.8 is written to run inside Blender; `start` lets it run outside, without its installing packages
or moving the module search path. Its unreleased main does this through `USE_EXTERNAL_BPY_MODULE`, so this file can go
when that is out.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import importlib.util
import logging
import os
import signal
import sys
import tempfile
import threading
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generator.errors import MachineError

Device = Literal["auto", "cpu", "gpu"]

_GPU_KINDS = ("OPTIX", "CUDA", "HIP", "ONEAPI", "METAL")
_INSIDE = "INSIDE_OF_THE_INTERNAL_BLENDER_PYTHON_ENVIRONMENT"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    """A running Blender. Make it with `start`; call `reset` before every scene."""

    device: Device
    threads: int  # of the CPU; 0 takes one for each core
    gpu_kind: str | None  # "OPTIX", "CUDA", ... of the GPU in use; None renders on the CPU

    def reset(self) -> None:
        """Empty the scene and give every setting its start value: nothing of the scene before remains.

        `read_factory_settings` frees all data (BlenderProc's `clean_up` leaks and keeps render settings), then
        BlenderProc's own steps follow: camera, world, defaults.
        """
        import bpy
        from blenderproc.python.utility.GlobalStorage import GlobalStorage
        from blenderproc.python.utility.Initializer import _Initializer

        with quiet():
            bpy.ops.wm.read_factory_settings(use_empty=True)
            bpy.context.preferences.filepaths.use_scripts_auto_execute = False
            bpy.context.preferences.system.use_online_access = False
            scene = bpy.context.scene
            scene.world = bpy.data.worlds.new("World")
            camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
            scene.collection.objects.link(camera)
            scene.camera = camera
            scene.render.engine = "CYCLES"
            GlobalStorage._storage_dict.clear()
            _Initializer.set_default_parameters()
            GlobalStorage.add("bproc_init_complete", True)
            scene.use_nodes = False
        self._choose_device()

    def _choose_device(self) -> None:
        import bpy

        scene = bpy.context.scene
        if self.threads > 0:
            scene.render.threads_mode = "FIXED"
            scene.render.threads = self.threads
        else:
            scene.render.threads_mode = "AUTO"
        preferences = bpy.context.preferences.addons["cycles"].preferences
        if self.gpu_kind is None:
            preferences.compute_device_type = "NONE"
            scene.cycles.device = "CPU"
            return
        preferences.compute_device_type = self.gpu_kind
        for found in preferences.get_devices_for_type(self.gpu_kind):
            found.use = found.type == self.gpu_kind  # Blender appends the CPU to the list: leave it out
        scene.cycles.device = "GPU"


def start(device: Device = "auto", threads: int = 0) -> Session:
    """Start Blender in this process (6 s the first time), choose the device, and empty the scene.

    `auto` takes a GPU if there is one and says so in the log if there is none; `gpu` insists.

    Raises MachineError if `gpu` is asked for and there is none, or if Blender cannot be imported.
    """
    _import_blenderproc()
    gpu_kind = None if device == "cpu" else _first_gpu_kind()
    if gpu_kind is None and device == "gpu":
        raise MachineError("No GPU that Blender can render on was found. Use --device cpu, or install its driver.")
    _log.info("rendering on %s", gpu_kind or ("the CPU" if device == "cpu" else "the CPU: no GPU was found"))
    session = Session(device, threads, gpu_kind)
    session.reset()
    atexit.register(_hush_leaks)
    return session


def _hush_leaks() -> None:
    """As the process ends, Blender counts a few kilobytes of its own as an error on the screen; keep that away."""
    sys.stdout.flush()
    sys.stderr.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send what C code writes to standard output to nowhere: Cycles reports its progress there, line by line."""
    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of our own for passes on their way from Cycles, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="glint-") as folder:
        yield Path(folder)


def render_scene(scene: Any, **options: Any) -> None:
    """Let Blender render a scene, quietly and without losing a Ctrl-C."""
    import bpy

    with quiet(), _held_interrupt():
        bpy.ops.render.render(scene=scene.name, **options)


@contextlib.contextmanager
def _held_interrupt() -> Iterator[None]:
    """Keep Ctrl-C until Blender is done: raised inside its callbacks it would be printed and swallowed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def _import_blenderproc() -> None:
    """Import bpy and blenderproc once, and put back what the import needs to be different."""
    if "blenderproc" in sys.modules:
        return
    try:
        importlib.import_module("bpy")
    except ImportError as error:
        raise MachineError(f"Blender cannot be loaded ({error}). Run: glint doctor") from None
    found = importlib.util.find_spec("blenderproc")
    if found is None or found.origin is None:
        raise MachineError("BlenderProc is not installed. Run: make setup")
    setup = types.ModuleType("blenderproc.python.utility.SetupUtility")
    setup.SetupUtility = _NoSetup  # type: ignore[attr-defined]
    sys.modules.setdefault(setup.__name__, setup)
    path, python_path = list(sys.path), os.environ.get("PYTHONPATH")
    try:
        os.environ[_INSIDE] = "1"
        sys.path.insert(0, str(Path(found.origin).parents[1]))  # twice on the path: BlenderProc takes one away
        with quiet():
            importlib.import_module("blenderproc")
            utility = importlib.import_module("blenderproc.python.utility.Utility")
    finally:
        sys.path[:] = path
        os.environ.pop(_INSIDE, None)
        if python_path is not None:
            os.environ["PYTHONPATH"] = python_path
    utility.Utility.temp_dir = tempfile.gettempdir()


class _NoSetup:
    """Stands in for BlenderProc's SetupUtility, which would install packages from the network."""

    @staticmethod
    def setup(*_: Any, **__: Any) -> list[str]:
        return sys.argv

    @staticmethod
    def setup_pip(*_: Any, **__: Any) -> str:
        return ""


def _first_gpu_kind() -> str | None:
    """The best kind of GPU device that Cycles sees, or None."""
    import bpy

    preferences = bpy.context.preferences.addons["cycles"].preferences
    for kind in _GPU_KINDS:
        try:
            devices = preferences.get_devices_for_type(kind)
        except (TypeError, ValueError):  # a kind that this build of Blender does not know
            continue
        if any(found.type == kind for found in devices):
            return kind
    return None
