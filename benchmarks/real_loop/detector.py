"""A small detector without anchors: a heat map of centres for each class, and a box from each centre.

After CenterNet (Zhou et al. 2019) with the box distances of FCOS (Tian et al. 2019): a residual backbone of four
strides, a pyramid down to stride 4, one head. 0.4 million parameters; 11 ms a picture of 160x120 to train on one core.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 4
_WIDTHS, _NECK = (16, 32, 64, 96), 48
_PEAK_PX = 3  # a centre is the largest of so many cells around it
_PRIOR = 0.02  # share of cells that the heat map takes for centres before it has learnt anything


class Detector(nn.Module):
    """Pictures (B, 3, H, W) float32 0..1 to class logits (B, C, H/4, W/4) and box sides (B, 4, H/4, W/4) in pixels."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        a, b, c, d = _WIDTHS
        self.stem = _halved(3, a)
        self.stages = nn.ModuleList(
            [
                nn.Sequential(_halved(a, b), _Residual(b)),
                nn.Sequential(_halved(b, c), _Residual(c), _Residual(c)),
                nn.Sequential(_halved(c, d), _Residual(d)),
            ]
        )
        self.lateral = nn.ModuleList([nn.Conv2d(width, _NECK, 1) for width in (b, c, d)])
        self.head = nn.Sequential(_normed(_NECK, _NECK), nn.ReLU(), nn.Conv2d(_NECK, classes + 4, 1))
        last = self.head[-1]
        nn.init.constant_(last.bias[:classes], -torch.log(torch.tensor(1 / _PRIOR - 1)))
        nn.init.constant_(last.bias[classes:], 1.0)
        self.classes = classes

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        levels, x = [], self.stem(pictures)
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        y = self.lateral[2](levels[2])
        for level in (1, 0):
            y = functional.interpolate(y, size=levels[level].shape[2:]) + self.lateral[level](levels[level])
        out = self.head(y)
        sides = torch.exp(out[:, self.classes :].clamp(max=5.0)) * STRIDE
        return out[:, : self.classes], sides


class _Residual(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.first, self.second = _normed(width, width), _normed(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.second(torch.relu(self.first(x))))


def _normed(given: int, made: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(given, made, 3, stride, 1, bias=False), nn.BatchNorm2d(made))


def _halved(given: int, made: int) -> nn.Sequential:
    return nn.Sequential(_normed(given, made, 2), nn.ReLU())


def cell_centres(height: int, width: int) -> tuple[Tensor, Tensor]:
    """(height, width) each: x and y of the middle of every cell, in pixels."""
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    return (x + 0.5) * STRIDE, (y + 0.5) * STRIDE


def target(boxes: Tensor, classes: Tensor, count: int, height: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Heat map (count, height, width), box sides (4, ...) in pixels and their weight (...) of one picture.

    `boxes` are (N, 4) as left, top, right, bottom in pixels. Smaller things come last, before what lies under them.
    """
    heat, sides, weight = torch.zeros(count, height, width), torch.zeros(4, height, width), torch.zeros(height, width)
    x, y = cell_centres(height, width)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    for index in torch.argsort(area, descending=True).tolist():
        left, top, right, bottom = boxes[index]
        spread_x, spread_y = ((right - left) / 9).clamp(min=2.0), ((bottom - top) / 9).clamp(min=2.0)
        row = int(((top + bottom) / 2 / STRIDE).clamp(0, height - 1))
        column = int(((left + right) / 2 / STRIDE).clamp(0, width - 1))
        off = ((x - x[row, column]) / spread_x) ** 2 + ((y - y[row, column]) / spread_y) ** 2
        own = torch.exp(-off / 2)
        heat[classes[index]] = torch.maximum(heat[classes[index]], own)
        near = own > 0.6
        sides[:, near] = torch.stack([x - left, y - top, right - x, bottom - y])[:, near].clamp(min=0.5)
        weight[near] = own[near]
    return heat, sides, weight


def loss(logits: Tensor, sides: Tensor, heat: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """CenterNet's focal loss of the heat map, and GIoU (Rezatofighi et al. 2019) of the boxes near centres."""
    score = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    centre = heat == 1
    found = -torch.log(score) * (1 - score) ** 2 * centre
    empty = -torch.log(1 - score) * score**2 * (1 - heat) ** 4 * ~centre
    of_heat = (found.sum() + empty.sum()) / centre.sum().clamp(min=1)
    of_boxes = (_giou_loss(sides, wanted) * weight).sum() / weight.sum().clamp(min=1)
    return of_heat + 2 * of_boxes


def _giou_loss(one: Tensor, other: Tensor) -> Tensor:
    """1 - GIoU of boxes around the same cell, given by their sides (B, 4, H, W)."""
    both = torch.minimum(one, other)
    hull = torch.maximum(one, other)
    shared, whole = _area(both), _area(hull)
    union = _area(one) + _area(other) - shared
    return 1 - shared / union.clamp(min=1e-6) + (whole - union) / whole.clamp(min=1e-6)


def _area(sides: Tensor) -> Tensor:
    return (sides[:, 0] + sides[:, 2]) * (sides[:, 1] + sides[:, 3])


def peaks(logits: Tensor, sides: Tensor, least: float, most: int) -> tuple[Tensor, Tensor, Tensor]:
    """Of one picture: boxes (N, 4) left, top, right, bottom; classes (N,); scores (N,), all above `least`."""
    score = torch.sigmoid(logits)
    highest = functional.max_pool2d(score[None], _PEAK_PX, 1, _PEAK_PX // 2)[0]
    score = torch.where(score == highest, score, torch.zeros(()))
    best, at = score.flatten().topk(min(most, score.numel()))
    at, best = at[best > least], best[best > least]
    _, height, width = score.shape
    cell = at % (height * width)
    x, y = (c.flatten()[cell] for c in cell_centres(height, width))
    left, top, right, bottom = sides.flatten(1)[:, cell]
    return torch.stack([x - left, y - top, x + right, y + bottom], 1), at // (height * width), best
