"""Commands about courses, for those who look for one and those who write one. `tutor.cli` has them among its own."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.cli_options import course_option, json_option, kernel_option


@click.command("courses")
@json_option
def list_courses(as_json: bool) -> int:
    """List the courses that are installed."""
    from tutor.commands.courses import list_courses

    return list_courses(as_json=as_json)


@click.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--quick",
    is_flag=True,
    help="Judge each answer with few seeds, others for each, and run no lesson twice with the same settings.",
)
@course_option
@kernel_option
@json_option
def verify(folder: Path | None, quick: bool, course: Path | None, kernel: str | None, as_json: bool) -> int:
    """Find what is wrong with a course, for authors.

    All its lessons are run, and all its answers are judged.
    """
    from tutor.commands.verifying.command import verify

    return verify(folder, course, quick=quick, kernel=kernel, as_json=as_json)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Make a small working course to start from."""
    from tutor.commands.making import new

    return new(folder)
