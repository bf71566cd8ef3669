"""The page: well formed, self-contained, its links lead somewhere; and in a real browser it sorts, fits and shows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from measured_dataset import detect, random_dataset, stress_dataset
from simulated_detector import random_coco, random_predictions

from evaluation.evaluate import Request, evaluate
from evaluation.page.pictures import Box, close_up

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
VOID = {"meta", "img", "br", "input"}


class Page(HTMLParser):
    """Tags, ids and links; elements that are not closed in order are faults."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.tags: dict[str, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if given.get("href") else []
        self.sources += [given["src"]] if given.get("src") else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page")
    folder = stress_dataset(place / "stress set", bases=10)  # a space, as users have them
    (place / "results.json").write_text(json.dumps(detect(folder, ("stress",))))
    evaluate(Request(folder, place / "results.json", place / "report"))
    return place / "report" / "report.html"


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


def test_the_page_is_well_formed_and_needs_nothing_else(page_file: Path) -> None:
    text = page_file.read_text()
    page = parsed(text)
    assert not page.faults
    assert not page.open
    assert len(page.ids) == len(set(page.ids))
    assert all(source.startswith("data:image/jpeg;base64,") for source in page.sources)
    assert page.tags["img"] > 10
    assert not re.search(r"https?://|@import|url\(", text)
    assert not {"link", "iframe", "object"} & set(page.tags)
    assert "None" not in text
    assert "nan" not in re.findall(r">(nan|inf)<", text)


def test_links_lead_to_pictures_and_to_places_on_the_page(page_file: Path) -> None:
    page = parsed(page_file.read_text())
    inner = [link for link in page.links if link.startswith("#")]
    outer = {link for link in page.links if not link.startswith("#")}
    assert {link[1:] for link in inner} <= set(page.ids)
    assert outer
    assert all((page_file.parent / unquote(link)).is_file() for link in outer)
    assert {"#causes", "#mistakes", "#factors", "#calibration"} <= set(inner)


def test_pages_of_a_random_split_and_of_photographs_are_well_formed(tmp_path: Path) -> None:
    noise = random_dataset(tmp_path / "noise", {"train": 30, "val": 60})
    coco = random_coco(np.random.default_rng(0), images=20)
    (tmp_path / "photos.json").write_text(json.dumps(coco))
    results = {
        noise: (detect(noise, ("val",)), {"#causes", "#coverage", "#factors"}),
        tmp_path / "photos.json": (random_predictions(np.random.default_rng(1), coco), {"#mistakes", "#objects"}),
    }
    for number, (dataset, (predictions, links)) in enumerate(results.items()):
        (tmp_path / "results.json").write_text(json.dumps(predictions))
        evaluate(Request(dataset, tmp_path / "results.json", tmp_path / str(number)))
        page = parsed((tmp_path / str(number) / "report.html").read_text())
        assert not page.faults
        assert not page.open
        assert links <= set(page.links)
        assert not page.sources, "these datasets have no pictures on disk"


def test_names_from_outside_cannot_break_out(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    folder = stress_dataset(tmp_path / "stress", bases=3)
    for file in (folder / "dataset.json", folder / "annotations" / "instances_stress.json"):
        file.write_text(file.read_text().replace('"bolt"', json.dumps(evil)).replace('"noise"', json.dumps(evil)))
    (tmp_path / "results.json").write_text(json.dumps(detect(folder, ("stress",))))
    evaluate(Request(folder, tmp_path / "results.json", tmp_path / "report"))
    page = parsed((tmp_path / "report" / "report.html").read_text())
    assert page.tags["script"] == 1
    assert not page.faults


def test_close_ups_hold_their_boxes_and_stay_in_the_picture() -> None:
    for xywh in ((0, 0, 5, 5), (600, 470, 30, 9), (10, 10, 600, 20), (0, 0, 640, 480), (300, 0, 4, 480)):
        left, top, width, height = close_up([Box(xywh, "wrong")], (640, 480))
        assert left >= 0
        assert top >= 0
        assert left + width <= 640
        assert top + height <= 480
        assert left <= xywh[0]
        assert left + width >= xywh[0] + xywh[2] - 1


SCRIPT = """
<script>
addEventListener("load", () => {
  const said = {};
  const table = document.querySelector("#classes table"), head = table.tHead.rows[0].cells[1];
  const column = () => [...table.tBodies[0].rows].map(row => +row.cells[1].dataset.v);
  head.firstChild.click(); said.down = column(); said.sort = head.getAttribute("aria-sort");
  head.firstChild.click(); said.up = column();
  said.images = [...document.images].map(image => image.complete && image.naturalWidth > 0);
  said.width = [document.documentElement.scrollWidth, innerWidth];
  document.getElementById("boxes").click();
  said.hidden = getComputedStyle(document.querySelector(".frame svg")).display;
  said.opened = document.querySelector("details").open;
  document.title = "SAID" + JSON.stringify(said);
});
</script>
"""
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")
def test_in_a_real_browser_of_a_phones_width(page_file: Path, tmp_path: Path) -> None:
    """All that the script asks is answered when the page has loaded: no wait that a busy machine could outlast."""
    page = page_file.read_text().replace('loading="lazy"', "")
    details = re.search(r'<details[^>]* id="([^"]+)"', page)
    assert details
    copy = page_file.with_name("driven.html")
    copy.write_text(page + SCRIPT)
    options = ["--headless", "--no-sandbox", "--disable-gpu", *QUIET, "--window-size=500,900", "--dump-dom"]
    command = [str(BROWSER), *options, f"--user-data-dir={tmp_path}", f"{copy.as_uri()}#{details.group(1)}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    title = re.search(r"<title>SAID(.*?)</title>", done.stdout)
    assert title, "the script did not come to its end"
    said = json.loads(title.group(1))
    assert said["sort"] == "descending"
    assert said["down"] == sorted(said["down"], reverse=True)
    assert said["up"] == sorted(said["up"])
    assert all(said["images"])
    assert len(said["images"]) > 10
    assert said["width"][0] <= said["width"][1], "it scrolls sideways on a phone"
    assert said["hidden"] == "none"
    assert said["opened"]
