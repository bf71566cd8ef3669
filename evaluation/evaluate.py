"""`glint evaluate`: a dataset and a model's predictions become `report.json` and `report.html` in a folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evaluation.find_dataset import Source, find_dataset, read_labels
from evaluation.measure import Measured, measure
from evaluation.outcomes import Images
from evaluation.page.page import make_page
from evaluation.report import Record, analyse, report_bytes
from generator.dataset.whole import write_whole
from generator.errors import DatasetError

REPORT, PAGE = "report.json", "report.html"
_TRAIN = "train"
_MANY_IMAGES = 2000


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for."""

    dataset: Path  # a Glint dataset, or a COCO file or folder
    predictions: Path
    out: Path
    split: str | None = None
    train: Path | None = None  # the dataset trained on
    score: float | None = None  # operating point


def evaluate(request: Request, say: Callable[[str], None] = lambda line: None) -> Record:
    """Measure and write the report. Raises `GlintError` for what the user can mend; then nothing is written.

    `say` is told what comes next where it will take a while.
    """
    _refuse_dataset_folder(request)
    measured = measure(request.dataset, request.predictions, request.split, say)
    images, found = len(measured.labels.images), len(measured.outcomes.detections)
    if images >= _MANY_IMAGES:
        say(f"matched {found:,} predictions on {images:,} images; now intervals and causes, about a minute")
    analysis = analyse(measured, _train_images(request, measured), request.score)
    page = make_page(analysis.report, measured.outcomes, analysis.working, measured.labels.pictures, request.out)
    write_whole(request.out / REPORT, report_bytes(analysis.report))
    write_whole(request.out / PAGE, page)
    return analysis.report


def summary(report: Record, out: Path) -> str:
    """What the command prints: three lines."""
    lines = []
    for kind, found in report["precision"].items():
        figures = ", ".join(f"{name} {_shown(found[name])}" for name in ("AP", "AP50", "AP75", "AR100"))
        lines.append(f"{'boxes' if kind == 'bbox' else 'masks'}: {figures}")
    data, overall = report["dataset"], report["overall"]
    where = f" of split {', '.join(data['splits'])}" if data["splits"] else ""
    lines.append(
        f"{data['images']:,} images{where}, {data['objects']:,} objects: from a score of "
        f"{report['predictions']['operating_score']:g} on, recall {_shown(overall['recall']['value'])}, "
        f"precision {_shown(overall['precision']['value'])}, calibration error {_shown(report['calibration']['ece'])}"
    )
    lines.append(f"Look at {out / PAGE}.")
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def _refuse_dataset_folder(request: Request) -> None:
    """A dataset's folder holds nothing but the dataset: `glint check` would refuse it afterwards."""
    folder = request.dataset.resolve()
    if folder.is_dir() and request.out.resolve() == folder:
        raise DatasetError(f"{request.out}: is the dataset itself. Choose another folder with --out.")


def _train_images(request: Request, measured: Measured) -> Images | None:
    """The images that the model was trained on: of --train, else of the same dataset's split train."""
    if request.train is not None:
        source = find_dataset(request.train)
        images = read_labels(source, _train_splits(source), images_only=True).images
        if not set(images.factors) & set(measured.outcomes.images.factors):
            raise DatasetError(
                f"{request.train}: its images share no factor with those of {request.dataset}, so coverage cannot be "
                "measured; leave --train out"
            )
        return images
    if measured.source.description and _TRAIN in measured.source.files and _TRAIN not in measured.splits:
        return read_labels(measured.source, [_TRAIN], images_only=True).images
    return None


def _train_splits(source: Source) -> list[str]:
    return [_TRAIN] if _TRAIN in source.files else list(source.files)
