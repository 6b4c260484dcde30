"""The command line. Everything else is imported when a command needs it, so that help comes at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tutor import __version__

Decorated = Callable[..., Any]


class Tutor(click.Group):
    """Opens the tutor where no other command is named: `pytorch-tutor learning_rate --device cpu`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, wherever it stands among the options; `open` where there is none."""
        valued = ("--device", "--course", "--theme", "--kernel", "--workspace")
        place, skip = None, False
        for index, arg in enumerate(args):
            if skip:
                skip = False
            elif arg in ("--help", "--version") and place is None and not args[:index]:
                return super().parse_args(ctx, args)
            elif arg in valued:
                skip = True
            elif not arg.startswith("-"):
                place = index
                break
        if place is not None and args[place] in self.commands:
            args = [args[place], *args[:place], *args[place + 1 :]]
        else:
            args = ["open", *args]
        return super().parse_args(ctx, args)


def course_option(command: Decorated) -> Decorated:
    """--course, as every command takes it."""
    return click.option(
        "--course",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder of lessons in place of the tutor's own.",
    )(command)


def kernel_option(command: Decorated) -> Decorated:
    """--kernel, as the commands that compute take it."""
    return click.option(
        "--kernel",
        metavar="COMMAND",
        help="What starts the kernel elsewhere, e.g. 'ssh gpu-box pytorch-tutor-kernel'.",
    )(command)


def workspace_option(command: Decorated) -> Decorated:
    """--workspace, as the commands that read or write the learner's answers take it."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder of your answers; by default one in your user data folder.",
    )(command)


def device_option(command: Decorated) -> Decorated:
    """--device, as the commands that check take it."""
    return click.option(
        "--device", default="cpu", metavar="D", help="What to check on: auto, cpu, cuda, cuda:N or mps."
    )(command)


def json_option(command: Decorated) -> Decorated:
    """--json, as the commands that say one thing take it."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")(command)


@click.group(cls=Tutor, context_settings={"help_option_names": ["--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pytorch-tutor")
def tutor() -> None:
    """Learn PyTorch in the terminal.

    \b
    pytorch-tutor [LESSON] [--device D] [--course DIR] [--theme T] [--kernel COMMAND] [--workspace DIR]

    opens the tutor, at a lesson if one is named. What you do is kept in your user data folder, or in
    PYTORCH_TUTOR_HOME.
    """


@tutor.command("open", hidden=True)
@click.argument("lesson", required=False)
@click.option("--device", metavar="D", help="What to compute on: auto, cpu, cuda, cuda:N or mps.")
@course_option
@click.option("--theme", metavar="T", help="The colours, for this time.")
@kernel_option
@workspace_option
def open_tutor(
    lesson: str | None,
    device: str | None,
    course: Path | None,
    theme: str | None,
    kernel: str | None,
    workspace: Path | None,
) -> int:
    """Open the tutor, at a lesson if one is named."""
    from tutor.commands.opening import open_in_terminal

    return open_in_terminal(lesson, device=device, course=course, theme=theme, kernel=kernel, workspace=workspace)


@tutor.command("list")
@course_option
@json_option
def list_lessons(course: Path | None, as_json: bool) -> int:
    """List the parts of the course and their lessons."""
    from tutor.commands.listing import list_course

    return list_course(course, as_json=as_json)


@tutor.command("run")
@click.argument("lesson")
@click.option("--cell", type=click.IntRange(min=1), metavar="N", help="Run this cell and those before it; else all.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a control; may be given repeatedly.")
@click.option("--device", default="auto", metavar="D", help="What to compute on: auto, cpu, cuda, cuda:N or mps.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For each cell.")
@course_option
@kernel_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for every event.")
def run_lesson(
    lesson: str,
    cell: int | None,
    settings: tuple[str, ...],
    device: str,
    timeout: float | None,
    course: Path | None,
    kernel: str | None,
    as_json: bool,
) -> int:
    """Run a lesson's cells at full pace and print what they do."""
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
    )


@tutor.command()
@click.argument("exercise", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Check every exercise that was begun.")
@device_option
@course_option
@workspace_option
@kernel_option
@json_option
def check(
    exercise: str | None,
    file: Path | None,
    everything: bool,
    device: str,
    course: Path | None,
    workspace: Path | None,
    kernel: str | None,
    as_json: bool,
) -> int:
    """Check your answer to an exercise, or the one in FILE."""
    from tutor.commands.checking import check, check_all

    if everything:
        if exercise is not None:
            raise click.UsageError("--all checks every exercise that was begun; name none beside it.")
        return check_all(device=device, course=course, workspace=workspace, kernel=kernel, as_json=as_json)
    if exercise is None:
        raise click.UsageError("Missing argument 'EXERCISE'; or check all that were begun with --all.")
    return check(exercise, file, device=device, course=course, workspace=workspace, kernel=kernel, as_json=as_json)


@tutor.command()
@click.argument("exercise", required=False)
@device_option
@course_option
@workspace_option
@kernel_option
def watch(exercise: str | None, device: str, course: Path | None, workspace: Path | None, kernel: str | None) -> int:
    """Check your answer on every save.

    Without EXERCISE it is the next unfinished one.
    """
    from tutor.commands.watching import watch

    return watch(exercise, device=device, course=course, workspace=workspace, kernel=kernel)


@tutor.command()
@click.argument("exercise")
@click.option("--undo", is_flag=True, help="Bring back what was there before the last reset.")
@course_option
@workspace_option
def reset(exercise: str, undo: bool, course: Path | None, workspace: Path | None) -> int:
    """Begin an exercise anew; what you wrote is kept beside it."""
    from tutor.commands.resetting import reset

    return reset(exercise, undo=undo, course=course, workspace=workspace)


@tutor.command()
@course_option
@json_option
def progress(course: Path | None, as_json: bool) -> int:
    """Show how the lessons and the exercises stand."""
    from tutor.commands.progressing import progress

    return progress(course, as_json=as_json)


@tutor.command()
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@course_option
@kernel_option
@json_option
def verify(folder: Path | None, course: Path | None, kernel: str | None, as_json: bool) -> int:
    """Find what is wrong with a course, for authors.

    All its lessons are run, and all its answers are judged.
    """
    from tutor.commands.verifying.command import verify

    return verify(folder, course, kernel=kernel, as_json=as_json)


@tutor.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Make a small working course to start from."""
    from tutor.commands.making import new

    return new(folder)


@tutor.command()
@course_option
@kernel_option
@json_option
def doctor(course: Path | None, kernel: str | None, as_json: bool) -> int:
    """Look whether everything the tutor needs is there, and say what to do about what is not."""
    from tutor.commands.doctor import doctor

    return doctor(course, kernel=kernel, as_json=as_json)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status: 0 for success, 1 for failure, 2 for bad usage."""
    try:
        result = tutor.main(arguments, prog_name="pytorch-tutor", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Nobody reads on. Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return result if isinstance(result, int) else 0
