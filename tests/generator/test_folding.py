"""Nodes of plain numbers come to what Blender's own arithmetic makes of them."""

import pytest

from generator.folding import fold, output_of
from generator.shading import Socket


@pytest.mark.parametrize(
    ("type", "props", "inputs", "output", "expected"),
    [
        ("ShaderNodeMath", {"operation": "MULTIPLY_ADD"}, {0: 2.0, 1: 3.0, 2: 1.0}, 0, 7.0),
        ("ShaderNodeMath", {"operation": "ADD", "use_clamp": True}, {0: 0.7, 1: 0.6}, 0, 1.0),
        ("ShaderNodeMath", {"operation": "ADD"}, {0: (0.2, 0.2, 0.2), 1: 0.1}, 0, pytest.approx(0.3)),
        ("ShaderNodeMapRange", {"interpolation_type": "LINEAR", "clamp": True}, {0: 3, 1: 2, 2: 4, 3: 0, 4: 8}, 0, 4.0),
        ("ShaderNodeMapRange", {"interpolation_type": "LINEAR", "clamp": True}, {0: 9, 1: 2, 2: 4, 3: 0, 4: 8}, 0, 8.0),
        ("ShaderNodeMix", {"data_type": "FLOAT"}, {0: 0.25, 2: 4.0, 3: 8.0}, 0, 5.0),
        (
            "ShaderNodeMix",
            {"data_type": "RGBA", "blend_type": "MULTIPLY"},
            {0: 0.5, 6: (1.0, 0.5, 0.2, 1.0), 7: (0.0, 0.5, 1.0, 1.0)},
            2,
            pytest.approx((0.5, 0.375, 0.2)),
        ),
        ("ShaderNodeSeparateColor", {"mode": "RGB"}, {0: (0.1, 0.2, 0.3)}, "Green", 0.2),
        ("ShaderNodeSeparateXYZ", {}, {0: (0.1, 0.2, 0.3)}, 2, 0.3),
        ("ShaderNodeCombineXYZ", {}, {0: 1, 1: 2, 2: 3}, 0, (1.0, 2.0, 3.0)),
        ("ShaderNodeVectorMath", {"operation": "MULTIPLY"}, {0: (1, 2, 3), 1: 2.0}, 0, (2.0, 4.0, 6.0)),
    ],
)
def test_plain_numbers_are_folded(type, props, inputs, output, expected):
    assert output_of(fold(type, props, inputs), output) == expected


@pytest.mark.parametrize(
    ("type", "props", "inputs"),
    [
        ("ShaderNodeMath", {"operation": "ADD"}, {0: Socket(0), 1: 1.0}),
        ("ShaderNodeMath", {"operation": "WRAP"}, {0: 1.0, 1: 1.0, 2: 2.0}),
        ("ShaderNodeMath", {"operation": "ADD"}, {0: 1.0}),
        ("ShaderNodeMath", {"operation": "ADD"}, {0: (0.1, 0.2, 0.3), 1: 1.0}),
        ("ShaderNodeMix", {"data_type": "RGBA", "blend_type": "SCREEN"}, {0: 0.5, 6: 1.0, 7: 0.5}),
        ("ShaderNodeMix", {"data_type": "FLOAT"}, {0: 0.5, 2: 1.0}),
        ("ShaderNodeSeparateColor", {"mode": "HSV"}, {0: (0.1, 0.2, 0.3)}),
        ("ShaderNodeBsdfDiffuse", {}, {"Color": 0.5}),
    ],
)
def test_what_is_not_known_is_left_to_blender(type, props, inputs):
    assert fold(type, props, inputs) is None
