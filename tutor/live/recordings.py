"""Runs that were recorded on a real accelerator, for whoever has none: `live.recorded`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.live.data import course_folder
from tutor.live.lesson_io import present

if TYPE_CHECKING:
    from tutor.course.recordings import Recording

Points = dict[str, list[tuple[float, float]]]
"""(step, number) by what they are called in the chart."""


def recorded(name: str) -> None:
    """The curves of a run that the course ships, drawn as what they are: not of now, and not of here.

    `pytorch-tutor record LESSON` makes one on a machine with a GPU. Where the course has none of this name yet, that
    is said, and nothing is drawn. Raises ValueError where its file is damaged.
    """
    from tutor.course.recordings import read_recording, recording_path
    from tutor.views.comparison.make import comparison

    try:
        path = recording_path(course_folder(os.environ), name)
        if not path.is_file():
            _say(
                f"No run called {name!r} has been recorded on a GPU yet. "
                "Where there is one, pytorch-tutor record LESSON does so."
            )
            return
        recording = read_recording(path)
    except (ValueError, FileNotFoundError) as error:
        raise type(error)(f"live.recorded: {error}") from None
    _say(f"{recording.origin[:1].upper()}{recording.origin[1:]}; not run here.")
    for title, points in charts(recording):
        view = comparison("step", title, points, log=False, crossed=False, note=recording.origin)
        present().view(f"{title}, recorded on {recording.card}", view)


def charts(recording: Recording) -> Iterator[tuple[str, Points]]:
    """A chart for each kind of number that was reported: what it is called, and its lines."""
    found: dict[str, Points] = {}
    for cell in recording.cells:
        several = len(recording.cells) > 1
        for curve in cell.curves:
            kind, _, label = curve.name.partition("[")
            line = " ".join(filter(None, [f"cell {cell.cell}" if several else "", label.removesuffix("]")]))
            pairs = zip(curve.steps, curve.values, strict=True)
            finite = [(float(step), value) for step, value in pairs if value is not None]
            found.setdefault(kind, {})[line or kind] = finite
    yield from found.items()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
