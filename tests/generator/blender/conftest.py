from __future__ import annotations

import pytest
from tiny_scenes import PLAIN, tiny_catalogue

from generator.blender.renderer import BlenderRenderer


@pytest.fixture(scope="session")
def renderer() -> BlenderRenderer:
    """Without the denoiser, 64 samples: what is measured is the light."""
    return BlenderRenderer(tiny_catalogue(), device="cpu", profile=PLAIN)
