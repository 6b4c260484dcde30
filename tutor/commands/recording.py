"""`pytorch-tutor record`: a lesson's run on an accelerator, kept in a file that the course can ship."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from tutor.commands.events import Text
from tutor.commands.lookup import UsageError, course_in, kernel_command, lesson_in, settings_for
from tutor.commands.opening import check_device
from tutor.commands.running import EXIT, EndedError, Runner, lesson_cells, write
from tutor.commands.waiting import write_error
from tutor.course.catalogue import course_place
from tutor.course.files import FOLDER, NOTES
from tutor.course.model import Code, Lack, Lesson
from tutor.course.recordings import PLACE, RecordedCell, RecordedCurve, Recording, encoded, recording_path
from tutor.kernel.client.client import Kernel
from tutor.kernel.protocol.connection import Device
from tutor.kernel.protocol.events import CellFinished, CellStarted, Steps
from tutor.kernel.protocol.message_bases import Limits
from tutor.kernel.protocol.messages import FromKernel
from tutor.learner.runs import thinned
from tutor.learner.storage import write_atomically
from tutor.views.scalar import Scalar

POINTS = 500
"""Of each curve; of more, these and every extreme are kept."""


def record(
    slug: str,
    *,
    name: str | None,
    output: Path | None,
    force: bool,
    settings: Sequence[str],
    device: str,
    timeout: float | None,
    course: Path | None,
    kernel: str | None,
    as_json: bool,
    today: Callable[[], date] = date.today,
) -> int:
    """Run all cells, and write what they reported; the exit status. Raises UsageError, ClickException."""
    found = course_in(course)
    lesson = lesson_in(found, slug)
    controls = settings_for(lesson, settings)
    check_device(device)
    path = _place(found.root, name or slug, output, force=force)
    reports = Reports(lesson)
    recorder = Recorder(lesson, reports, course_place(found), command=kernel_command(kernel))
    limits = Limits() if timeout is None else Limits(seconds=timeout)
    try:
        status = asyncio.run(recorder.run(lesson_cells(lesson, len(lesson.cells)), controls, device, limits))
    except EndedError as ended:
        return ended.status
    if status != "ok":
        write_error(f"Nothing was written, for the run did not come to its end ({status}).")
        return EXIT[status]
    recording = reports.recording(recorder.chosen, recorder.torch, today().isoformat(), controls)
    if not recording.cells:
        raise click.ClickException(f"{slug} reports no numbers (live.report), so that there is nothing to keep.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path.resolve(), encoded(recording))
    except OSError as error:
        more = "" if output else " --output names another place."
        raise click.ClickException(f"{path} could not be written: {error.strerror or error}.{more}") from None
    write(_said(recording, path, as_json=as_json))
    return 0


def _place(root: Path, name: str, output: Path | None, *, force: bool) -> Path:
    """Where to write. Raises UsageError where it is taken, or the name is none."""
    try:
        path = output or recording_path(root, name)
    except ValueError as error:
        raise UsageError(f"--name: {error}.") from None
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file.")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already. --force overwrites it.")
    return path


def _said(recording: Recording, path: Path, *, as_json: bool) -> str:
    """What was written, for a program or for a person."""
    count = max(len(curve.steps) for cell in recording.cells for curve in cell.curves)
    if as_json:
        facts = {"lesson": recording.lesson, "device": recording.device, "card": recording.card}
        more = {"torch": recording.torch, "date": recording.date, "cells": len(recording.cells), "points": count}
        return json.dumps({"file": str(path), **facts, **more}, ensure_ascii=False) + "\n"
    cells = f"{len(recording.cells)} cell{'s' if len(recording.cells) > 1 else ''}"
    return (
        f"{path} holds what {cells} of {recording.lesson} reported, {recording.origin}.\n"
        f'live.recorded("{path.stem}") shows it, once it lies in the course\'s {FOLDER}/{PLACE}/; '
        f"{FOLDER}/{NOTES} has to name it.\n"
    )


class Recorder(Runner):
    """A run on an accelerator, and on nothing else."""

    chosen: Device
    torch = ""

    async def _check_device(self, kernel: Kernel, device: str) -> str:
        """The accelerator that is meant. Raises UsageError where there is none."""
        self.torch = (await kernel.ready()).torch
        found = await self._devices(kernel)
        there = [one for one in found.devices if one.name != "cpu"]
        meant = [one for one in there if device in ("auto", one.name) or one.name.startswith(f"{device}:")]
        if not meant:
            names = ", ".join(one.name for one in found.devices)
            why = f" ({found.problem})" if found.problem else ""
            raise UsageError(
                "A run is recorded for those who have no accelerator, and so on one. "
                f"{'There is none here' if device == 'auto' or not there else f'{device!r} is not one'}: "
                f"there is {names}{why}. --kernel reaches a machine that has one."
            )
        self.chosen = meant[0]
        return self.chosen.name


class Reports:
    """Takes the events of a run: says on standard error what goes on, and keeps what is reported."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._text = Text(lesson, lambda text: click.echo(text, nl=False, err=True))
        self._curves: dict[int, dict[str, list[tuple[int, float]]]] = {}
        self._seconds: dict[int, float] = {}

    def event(self, message: FromKernel) -> None:
        """One event of the run."""
        self._text.event(message)
        match message:
            case CellStarted(cell=cell):
                self._curves[cell] = {}
            case Steps(cell=cell, labels=labels):
                for step, values in message.rows():
                    for label, value in zip(labels, values.values(), strict=True):
                        self._curves.setdefault(cell, {}).setdefault(label, []).append((step, value))
            case CellFinished(cell=cell, seconds=seconds):
                self._seconds[cell] = seconds

    def stopped(self, cell: Code, lack: Lack) -> None:
        """A cell lacks something, as no cell of a course does."""
        self._text.stopped(cell, lack)

    def lost(self, message: str, seconds: float) -> None:
        """The kernel is gone."""
        self._text.lost(message, seconds)

    def recording(self, device: Device, torch: str, day: str, controls: dict[str, Scalar]) -> Recording:
        """What was reported, thinned."""
        cells = tuple(
            RecordedCell(
                cell,
                self._lesson.cells[cell - 1].title,
                round(self._seconds.get(cell, 0.0), 3),
                tuple(_curve(name, points) for name, points in curves.items()),
            )
            for cell, curves in sorted(self._curves.items())
            if curves
        )
        return Recording(self._lesson.slug, device.name, device.label, torch, day, dict(controls), cells)


def _curve(name: str, points: Sequence[tuple[int, float]]) -> RecordedCurve:
    chosen = [points[at] for at in thinned([value for _, value in points], POINTS)]
    values = tuple(value if math.isfinite(value) else None for _, value in chosen)
    return RecordedCurve(name, tuple(step for step, _ in chosen), values)
