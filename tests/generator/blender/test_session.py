from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tiny_scenes import camera, recipe, sphere, thing

from generator.blender import session
from generator.errors import MachineError


@pytest.mark.blender
def test_reset_forgets_settings_and_data(renderer):
    opened = renderer.start()
    import bpy

    bpy.context.scene.cycles.samples = 7
    bpy.context.scene.cycles.sample_clamp_indirect = 3.0
    bpy.data.meshes.new("left over")
    opened.reset()
    assert bpy.context.scene.cycles.samples != 7
    assert bpy.context.scene.cycles.sample_clamp_indirect != 3.0
    assert len(bpy.data.meshes) == 0
    assert not bpy.context.preferences.filepaths.use_scripts_auto_execute
    assert bpy.context.scene.render.engine == "CYCLES"


@pytest.mark.blender
def test_rendering_writes_nothing_to_standard_output(renderer, capfd):
    list(renderer.render(recipe((thing("ball"),), camera((0, -1, 0))), {"ball": sphere(0.1)}))
    assert capfd.readouterr().out == ""


@pytest.mark.blender
def test_a_gpu_that_is_not_there_is_refused_with_a_way_out(renderer, monkeypatch):
    renderer.start()
    monkeypatch.setattr(session, "_first_gpu_kind", lambda: None)
    with pytest.raises(MachineError, match="--device cpu"):
        session.start("gpu")
    assert session.start("auto").gpu_kind is None


def test_importing_the_renderer_starts_nothing():
    code = (
        "import sys; import generator.blender.renderer; print([m for m in ('bpy', 'blenderproc') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
