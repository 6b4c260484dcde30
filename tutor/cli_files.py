"""Commands that run a lesson or a file, or write it: how they are called. `tutor.cli` has them among its own."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.cli_options import (
    course_option,
    json_option,
    kernel_option,
    lesson_argument,
    lesson_or_file_argument,
    run_device_option,
    settings_option,
    timeout_option,
)


@click.command("run")
@lesson_or_file_argument(required=True)
@click.option("--cell", type=click.IntRange(min=1), metavar="N", help="Run this cell and those before it; else all.")
@settings_option
@run_device_option
@timeout_option
@click.option("--anyway", is_flag=True, help="Run also the cells of a file that lack something here.")
@course_option
@kernel_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for every event.")
def run_lesson(
    lesson: str,
    cell: int | None,
    settings: tuple[str, ...],
    device: str,
    timeout: float | None,
    anyway: bool,
    course: Path | None,
    kernel: str | None,
    as_json: bool,
) -> int:
    """Run the cells of a lesson or a file, and print what they do.

    A file is a script, a tutorial, a notebook or Markdown. With --device cpu it has the CPU in place of CUDA.
    """
    from tutor.commands.running import run

    return run(
        lesson,
        cell=cell,
        settings=settings,
        device=device,
        timeout=timeout,
        course=course,
        kernel=kernel,
        as_json=as_json,
        anyway=anyway,
    )


@click.command("record")
@lesson_argument(required=True)
@click.option("--name", metavar="NAME", help="What live.recorded calls it; by default as the lesson.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here, not into the course.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there already.")
@settings_option
@run_device_option
@timeout_option
@course_option
@kernel_option
@json_option
def record_lesson(
    lesson: str,
    name: str | None,
    output: Path | None,
    force: bool,
    settings: tuple[str, ...],
    device: str,
    timeout: float | None,
    course: Path | None,
    kernel: str | None,
    as_json: bool,
) -> int:
    """Record a lesson's run on a GPU, for a course to ship.

    live.recorded shows it to those who have none.
    """
    from tutor.commands.recording import record

    return record(
        lesson,
        name=name,
        output=output,
        force=force,
        settings=settings,
        device=device,
        timeout=timeout,
        course=course,
        kernel=kernel,
        as_json=as_json,
    )


@click.command("export")
@lesson_or_file_argument(required=True)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What to write: out.ipynb, out.py or out.md.",
)
@click.option("--outputs", is_flag=True, help="Run the cells, and write what they led to.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there already.")
@course_option
@kernel_option
@json_option
def export(
    lesson: str, output: Path, outputs: bool, force: bool, course: Path | None, kernel: str | None, as_json: bool
) -> int:
    """Write a lesson or a file as .ipynb, .py or .md.

    Its cells are as you have changed them.
    """
    from tutor.commands.exporting import export as write_out

    return write_out(lesson, output=output, outputs=outputs, force=force, course=course, kernel=kernel, as_json=as_json)
