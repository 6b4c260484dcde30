"""What is kept of lessons and for all courses, as it lies in its files; how a cell's text is set and moved there."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import msgspec

from tutor.learner.runs import KEPT_RUNS, LossCurve, PredictionOutcome, Scalar, TrainingRun
from tutor.learner.storage import Kept

KEPT_TEXTS = 100
"""As many texts of a lesson that no longer have a cell are kept; the oldest go first."""


class CellText(msgspec.Struct, frozen=True):
    """A learner's text of a cell."""

    cell: int
    """The number that the cell had when the text was written."""
    original: str
    """The fingerprint of the lesson's text that it was made from."""
    source: str


class LessonRecord(Kept):
    """What is kept of one lesson. To be read only; the store's methods change it."""

    screen: int = 0
    """The screen that was last seen, from 0."""
    visited: set[int] = msgspec.field(default_factory=set)
    finished: bool = False
    answers: dict[str, int] = msgspec.field(default_factory=dict)
    """The answer chosen to each question, by the question's key."""
    outcomes: dict[str, PredictionOutcome] = msgspec.field(default_factory=dict)
    """What came of each prediction whose run is over, by the question's key."""
    runs: dict[str, tuple[TrainingRun, ...]] = msgspec.field(default_factory=dict)
    """The last training runs of each cell, by cell number and fingerprint of its text."""
    controls: dict[str, Scalar] = msgspec.field(default_factory=dict)
    texts: dict[str, CellText] = msgspec.field(default_factory=dict)
    """The learner's texts, by cell number and fingerprint of the original."""
    others: list[CellText] = msgspec.field(default_factory=list)
    """Texts of another session that this one's took the place of."""
    curve: LossCurve | None = None
    """The last training run."""


class LastExercise(msgspec.Struct, frozen=True):
    """The exercise that the learner was in last."""

    slug: str
    title: str


class Settings(Kept):
    """What is remembered for all courses."""

    values: dict[str, Scalar | None] = msgspec.field(default_factory=dict)
    last: dict[str, str] = msgspec.field(default_factory=dict)
    """The lesson last seen, by course."""
    exercises: dict[str, LastExercise] = msgspec.field(default_factory=dict)
    """The exercise that was opened since, by course."""


class OpenedTexts(msgspec.Struct, frozen=True):
    """The learner's texts, as they fit the lesson that is there now."""

    edits: dict[int, str]
    """By cell number."""
    orphans: tuple[CellText, ...]
    """Texts whose cell the lesson no longer has as it was; to be offered, and never dropped unasked."""


def fingerprint(original: str) -> str:
    """What tells one text of a lesson's cell from another."""
    return f"{zlib.crc32(original.encode(errors='surrogatepass')):08x}"


def text_key(number: int, original: str) -> str:
    """What a text of a cell is kept under."""
    return f"{number}:{fingerprint(original)}"


def edited(number: int, original: str, known: CellText | None, source: str | None) -> Callable[[LessonRecord], None]:
    """Set a cell's text, or take it away where `source` is None; what another session wrote meanwhile is kept."""
    key = text_key(number, original)

    def change(record: LessonRecord) -> None:
        there = record.texts.pop(key, None)
        if there is not None and there != known and there.source != source:
            record.others = [*record.others, there][-KEPT_TEXTS:]
        if source is not None:
            record.texts[key] = CellText(number, fingerprint(original), source)

    return change


def moved(key: str, number: int, original: str) -> Callable[[LessonRecord], None]:
    """A text follows its cell to the cell's new number."""

    def change(record: LessonRecord) -> None:
        text = record.texts.pop(key, None)
        if text is not None:
            record.texts[text_key(number, original)] = CellText(number, text.original, text.source)

    return change


def ran(key: str, run: TrainingRun) -> Callable[[LessonRecord], None]:
    """A training run of a cell is over; those of another text of this cell go."""
    cell = f"{key.partition(':')[0]}:"

    def change(record: LessonRecord) -> None:
        record.runs = {other: runs for other, runs in record.runs.items() if other == key or not other.startswith(cell)}
        others = [one for one in record.runs.get(key, ()) if not one.is_like(run)]
        record.runs[key] = (*others, run)[-KEPT_RUNS:]

    return change
