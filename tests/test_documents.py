"""What the documents say of this repository is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))
OURS = ("tutor/", "tests/", "docs/", "lessons/", ".ci/", ".github/")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = {word for word in re.findall(r"`([\w./<>*-]+)`", text) if word.startswith(OURS)}
    linked = set(re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", text))
    missing = {name for name in named if not (ROOT / name).exists()}
    missing |= {link for link in linked if not (document.parent / link).exists()}
    assert not missing, f"{document.name} names what is not there: {', '.join(sorted(missing))}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_heading_that_a_document_links_to_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link, heading in re.findall(r"\]\(([^)#:]*)#([\w-]+)\)", text):
        target = document.parent / link if link else document
        headings = re.findall(r"(?m)^#+ (.+)$", target.read_text(encoding="utf-8"))
        assert heading in {re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings}


def test_the_architecture_tells_four_ways_of_at_most_eight_stations_each() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    ways = text.partition("\n## Four ways\n")[2].partition("\n## ")[0].split("\n### ")[1:]
    assert len(ways) == 4
    for way in ways:
        stations = re.findall(r"(?m)^(\d+)\. `(tutor/[\w/.]+\.py)`", way)
        assert [int(number) for number, _ in stations] == [*range(1, len(stations) + 1)]
        assert 4 <= len(stations) <= 8, way.partition("\n")[0]


def test_every_room_of_the_house_is_in_the_table_of_rooms() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = set(re.findall(r"`(tutor/[\w/]+/)`", text.partition("\n## Rooms\n")[2].partition("\n## ")[0]))
    folders = {f"tutor/{path.name}/" for path in (ROOT / "tutor").iterdir() if (path / "__init__.py").exists()}
    assert folders <= rooms, "a room of the house is not in the table"
