"""The command line: parse, call one function, print. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="glint",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Photorealistic, labelled pictures of the industrial things that break perception models.\n\n"
    "Start with [bold]glint doctor[/bold], then [bold]glint generate[/bold] (the bundled demo), then your own CAD:\n"
    "[bold]glint preview my.yaml[/bold].",
)

EXIT_INCOMPLETE, EXIT_WRONG_INPUT, EXIT_INTERRUPTED = 1, 2, 130


class ProfileName(StrEnum):
    """Measured error, not sample count: docs/profiles.md."""

    draft = "draft"
    standard = "standard"
    reference = "reference"


class DeviceName(StrEnum):
    """What traces the light."""

    auto = "auto"
    cpu = "cpu"
    gpu = "gpu"


class ListKind(StrEnum):
    """What can be listed."""

    materials = "materials"
    wear = "wear"
    scenes = "scenes"
    parts = "parts"
    factors = "factors"
    sensors = "sensors"
    events = "events"
    exporters = "exporters"
    specs = "specs"


Spec = Annotated[str, typer.Argument(help="A YAML file, or the name of a bundled spec (glint list specs).")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**32 - 1, help="Instead of the spec's seed.")]
Profile = Annotated[ProfileName | None, typer.Option(help="Instead of the spec's profile.")]
Device = Annotated[DeviceName, typer.Option(help="auto takes a GPU when there is one.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Scenes at once; default one for two cores, or a GPU.")]
Address = Annotated[str | None, typer.Option(help="A running Ray cluster, such as auto or ray://head:10001.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Delete the dataset in the folder and start again.")]


@app.command(epilog="Example: glint generate brackets.yaml --workers 4 --out outputs/brackets")
def generate(
    spec: Spec = "demo",
    out: Annotated[Path | None, typer.Option(help="Dataset folder; default outputs/NAME.")] = None,
    frames: Annotated[int | None, typer.Option(min=1, help="Pictures in all, divided among the splits.")] = None,
    seed: Seed = None,
    workers: Workers = None,
    address: Address = None,
    profile: Profile = None,
    device: Device = DeviceName.auto,
    fresh: Fresh = False,
) -> None:
    """Render a dataset with exact COCO labels. The same command again resumes what is missing."""
    from generator.generate import Request, generate_dataset
    from generator.progress import progress_display

    request = Request(spec, out, frames, seed, workers, address, profile, device.value, fresh)
    with progress_display() as display:
        summary = generate_dataset(request, display)
    _end(summary)


def _end(summary: Any) -> None:
    """Say how a run that makes a dataset ended, in words and by the exit code."""
    typer.echo(summary.sentence)
    if summary.interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
    if summary.quarantined:
        raise typer.Exit(EXIT_INCOMPLETE)


@app.command(
    epilog="Example: glint stress brackets.yaml --factors surface.dust,light.level_ev --levels 5 --scenes 20 "
    "--pairs surface.dust+light.level_ev"
)
def stress(
    spec: Spec = "demo",
    factors: Annotated[
        str | None, typer.Option(help="Which factors, with commas; default all that change pictures.")
    ] = None,
    levels: Annotated[int | None, typer.Option(min=2, max=100, help="Values of each factor; default 5.")] = None,
    scenes: Annotated[int | None, typer.Option(min=1, help="Base scenes; default 8.")] = None,
    out: Annotated[Path | None, typer.Option(help="Dataset folder; default outputs/NAME_stress.")] = None,
    pairs: Annotated[
        str | None, typer.Option(help="Two factors at once, at the ends of their ranges: a+b,c+d. Alone: no ladders.")
    ] = None,
    seed: Seed = None,
    workers: Workers = None,
    address: Address = None,
    profile: Profile = None,
    device: Device = DeviceName.auto,
    fresh: Fresh = False,
    plan: Annotated[bool, typer.Option("--plan", help="Only say which pictures it would make.")] = False,
) -> None:
    """Controlled experiments: base scenes, and ladders of pictures in which one factor changes and nothing else."""
    from generator.generate import Request
    from generator.progress import progress_display
    from generator.stress_run import StressRequest, generate_stress, stress_plan

    run = Request(spec, out, None, seed, workers, address, profile, device.value, fresh)
    request = StressRequest(run, _listed(factors), _listed(pairs), levels, scenes)
    with progress_display() as display:
        summary = None if plan else generate_stress(request, display)
        planned = stress_plan(request, display) if plan else ""
    if summary is None:
        typer.echo(planned)
    else:
        _end(summary)


@app.command(epilog="Example: glint replay outputs/demo 17 --set surface.dust=0.8 --out dusty.png")
def replay(
    dataset: Annotated[Path, typer.Argument(help="Dataset folder.")],
    image_id: Annotated[int, typer.Argument(help="The image's id in its COCO file.")],
    out: Annotated[Path, typer.Option(help="Picture file.")],
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="FACTOR=VALUE", help="What to change; any number of times.")
    ] = None,
    alone: Annotated[bool, typer.Option("--alone", help="Only the new picture, without boxes.")] = False,
    profile: Profile = None,
    device: Device = DeviceName.auto,
) -> None:
    """One picture again from its recipe, with factors changed, beside the original: was this the cause?"""
    from generator.progress import progress_display
    from generator.replay import ReplayRequest
    from generator.replay import replay as replay_image

    request = ReplayRequest(dataset, image_id, out, tuple(changes or ()), alone, profile, device.value)
    with progress_display() as display:
        replayed = replay_image(request, display.say)
    typer.echo(replayed.sentence)


def _listed(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


@app.command(epilog="Example: glint preview brackets.yaml --frames 8 --out sheet.png")
def preview(
    spec: Spec = "demo",
    out: Annotated[Path | None, typer.Option(help="Picture file; default outputs/NAME_preview.png.")] = None,
    frames: Annotated[
        int | None, typer.Option(min=1, max=64, help="Pictures on the sheet; 4, or one of each scene family if more.")
    ] = None,
    seed: Seed = None,
    profile: Annotated[ProfileName, typer.Option(help="draft is quick.")] = ProfileName.draft,
    device: Device = DeviceName.auto,
) -> None:
    """A contact sheet with boxes and masks, quickly: each picture from another scene of the spec."""
    from generator.preview import make_preview
    from generator.progress import progress_display

    with progress_display() as display:
        sheet = make_preview(spec, out, frames, seed, profile.value, device.value, display)
    typer.echo(f"Look at {sheet}.")


@app.command(epilog="Example: glint check outputs/demo")
def check(dataset: Annotated[Path, typer.Argument(help="Dataset folder.")]) -> None:
    """Refuse a bad dataset and say why: labels, files, pictures, factors, and AP 1.0 against itself."""
    from generator.dataset.check import check_dataset
    from generator.progress import progress_display

    with progress_display() as display:
        problems = check_dataset(dataset, display.step)
    for problem in problems[:50]:
        typer.echo(str(problem))
    if len(problems) > 50:
        typer.echo(f"... and {len(problems) - 50} more")
    if problems:
        typer.echo(f"{dataset}: {len(problems)} problems", err=True)
        raise typer.Exit(EXIT_INCOMPLETE)
    typer.echo(f"{dataset}: good")


@app.command(epilog="Example: glint evaluate outputs/brackets results.json --split val --out outputs/report")
def evaluate(
    dataset: Annotated[Path, typer.Argument(help="A Glint dataset; or a COCO file, or a folder with one.")],
    predictions: Annotated[Path, typer.Argument(help="COCO results: a JSON list of boxes or RLE masks with scores.")],
    out: Annotated[Path, typer.Option(help="Folder for report.html and report.json.")],
    split: Annotated[str | None, typer.Option(help="Default: the splits that the predictions are of.")] = None,
    train: Annotated[
        Path | None, typer.Option(help="The Glint dataset trained on, for coverage; default split train of DATASET.")
    ] = None,
    score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Predictions count from this score on; default the best F1.")
    ] = None,
) -> None:
    """Measure a model: AP, errors, calibration, what each factor costs, and why, as a page to read and as JSON."""
    from evaluation.evaluate import Request, summary
    from evaluation.evaluate import evaluate as write_report
    from generator.progress import progress_display

    with progress_display() as display:
        report = write_report(Request(dataset, predictions, out, split, train, score), display.say)
    typer.echo(summary(report, out))


@app.command(epilog="Example: glint refine outputs/report --spec brackets.yaml --out brackets_r2.yaml --budget 400")
def refine(
    report: Annotated[Path, typer.Argument(help="Folder with the report.json of glint evaluate.")],
    spec: Annotated[str, typer.Option(help="The spec of the training data: a YAML file, or a bundled name.")],
    out: Annotated[Path, typer.Option(help="The next spec, a YAML file.")],
    keep: Annotated[float, typer.Option(help="Share of the pictures that are drawn as before.")] = 0.4,
    budget: Annotated[int | None, typer.Option(min=1, help="Pictures in all; default as many as before.")] = None,
) -> None:
    """Plan the next dataset: a spec that leans towards where the model fails, with the reason for each change."""
    from evaluation.refine import refine as write_spec

    typer.echo(f"{write_spec(report, spec, out, keep, budget).sentence}\nRead {out}, then: glint generate {out}")


@app.command(
    epilog="Example: glint intake photos --spec brackets.yaml --out brackets_field.yaml --predictions results.json"
)
def intake(
    photos: Annotated[Path, typer.Argument(help="A folder of photographs (no labels needed), or a COCO file.")],
    spec: Annotated[str, typer.Option(help="What the new spec starts from: a YAML file, or a bundled name.")],
    out: Annotated[Path, typer.Option(help="The new spec, a YAML file.")],
    predictions: Annotated[
        Path | None, typer.Option(help="COCO results on the photographs: those with little found count more.")
    ] = None,
) -> None:
    """A spec whose pictures have the light, sharpness, noise and haze of real photographs, as far as these tell."""
    from evaluation.intake import intake as take_in
    from generator.progress import progress_display

    with progress_display() as display:
        taken = take_in(photos, spec, out, predictions, display.say)
    typer.echo("\n".join(taken.lines))
    typer.echo(f"Read {out}, then: glint preview {out}")


@app.command(epilog="Example: glint merge outputs/brackets outputs/brackets_r2 --out outputs/brackets_all")
def merge(
    datasets: Annotated[list[Path], typer.Argument(help="Two or more finished datasets, the oldest round first.")],
    out: Annotated[Path, typer.Option(help="A new folder.")],
) -> None:
    """Make one dataset of several rounds: ids anew, categories united, pictures linked, their history kept."""
    from generator.dataset.merge_datasets import merge_datasets
    from generator.progress import progress_display

    with progress_display() as display:
        merged = merge_datasets(datasets, out, display.step)
    typer.echo(merged.sentence)


@app.command("list", epilog="Example: glint list factors")
def list_(kind: Annotated[ListKind, typer.Argument(help="What to list.")]) -> None:
    """What there is: materials, wear, scenes, events, parts, factors, sensors, exporters, specs."""
    from generator.listing import print_listing

    print_listing(kind.value)


@app.command(epilog="Example: glint schema > glint.schema.json")
def schema() -> None:
    """JSON schema of the spec, for editors and for other programs."""
    import json

    from generator.catalogue import load_catalogue
    from generator.spec import spec_schema

    typer.echo(json.dumps(spec_schema(load_catalogue()), indent=2))


@app.command(epilog="Example: glint doctor")
def doctor() -> None:
    """What is missing on this machine, and the command that mends it."""
    from generator.doctor import diagnose

    findings = diagnose()
    for finding in findings:
        typer.echo(str(finding))
    if any(finding.status == "fail" for finding in findings):
        raise typer.Exit(EXIT_INCOMPLETE)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; what the user can mend ends as one message and exit code 2."""
    from generator.errors import GlintError

    try:
        return app(args=arguments)
    except GlintError as error:
        typer.echo(f"glint: {error}", err=True)
        sys.exit(EXIT_WRONG_INPUT)
    except KeyboardInterrupt:
        typer.echo("glint: interrupted", err=True)
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main()
