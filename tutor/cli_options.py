"""Options and arguments that several commands take, with what a shell may complete them to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from tutor.picture_ways import PICTURES, PICTURES_VARIABLE

if TYPE_CHECKING:
    from tutor.course.model import Course

Decorated = Callable[..., Any]


def course_option(command: Decorated) -> Decorated:
    """--course, as every command takes it."""
    return click.option(
        "--course",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A folder of lessons, or an installed course by its name, in place of the tutor's own.",
    )(command)


def kernel_option(command: Decorated) -> Decorated:
    """--kernel, as the commands that compute take it."""
    return click.option(
        "--kernel",
        metavar="COMMAND",
        help="What starts the kernel elsewhere, e.g. 'ssh gpu-box .venv/bin/pytorch-tutor-kernel'.",
    )(command)


def workspace_option(command: Decorated) -> Decorated:
    """--workspace, as the commands that read or write the learner's answers take it."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="The folder of your answers; by default one in your user data folder.",
    )(command)


def pictures_option(command: Decorated) -> Decorated:
    """--pictures, as the tutor itself takes it."""
    return click.option(
        "--pictures",
        metavar="WAY",
        envvar=PICTURES_VARIABLE,
        callback=_known_way,
        shell_complete=lambda _ctx, _param, begun: [way for way in PICTURES if way.startswith(begun)],
        help="How to show pictures: blocks; or pixels, by auto, kitty, iterm or sixel.",
    )(command)


def _known_way(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Raises UsageError for any other, naming the variable where it comes from there."""
    if value is None or value in PICTURES:
        return value
    variable = ctx.get_parameter_source(str(param.name)) is ParameterSource.ENVIRONMENT
    said = f"{PICTURES_VARIABLE} is {value!r}" if variable else f"{value!r} is no way to show pictures"
    raise click.UsageError(f"{said}; it can be {', '.join(PICTURES[:-1])} or {PICTURES[-1]}.", ctx)


def device_option(command: Decorated) -> Decorated:
    """--device, as the commands that check take it."""
    return click.option(
        "--device", default="cpu", metavar="D", help="What to check on: auto, cpu, cuda, cuda:N or mps."
    )(command)


def run_device_option(command: Decorated) -> Decorated:
    """--device, as the commands that run a lesson take it."""
    return click.option(
        "--device", default="auto", metavar="D", help="What to compute on: auto, cpu, cuda, cuda:N or mps."
    )(command)


def settings_option(command: Decorated) -> Decorated:
    """--set, as the commands that run a lesson take it."""
    return click.option(
        "--set", "settings", multiple=True, metavar="NAME=VALUE", help="Set a control; may be given repeatedly."
    )(command)


def timeout_option(command: Decorated) -> Decorated:
    """--timeout, as the commands that run a lesson take it."""
    return click.option(
        "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For each cell."
    )(command)


def json_option(command: Decorated) -> Decorated:
    """--json, as the commands that say one thing take it."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")(command)


def lesson_argument(*, required: bool) -> Callable[[Decorated], Decorated]:
    """LESSON, completed to the lessons of the course."""
    return click.argument("lesson", required=required, shell_complete=_lessons)


def lesson_or_file_argument(*, required: bool) -> Callable[[Decorated], Decorated]:
    """LESSON or FILE, completed to the lessons of the course and to files."""
    shown = "LESSON|FILE" if required else "[LESSON|FILE]"
    return click.argument("lesson", required=required, metavar=shown, shell_complete=_lessons_and_files)


def exercise_argument(*, required: bool) -> Callable[[Decorated], Decorated]:
    """EXERCISE, completed to the exercises of the course."""
    return click.argument("exercise", required=required, shell_complete=_exercises)


def exercise_or_file_argument(command: Decorated) -> Decorated:
    """EXERCISE or FILE, completed to the exercises of the course and to files."""
    return click.argument("exercise", required=False, metavar="[EXERCISE|FILE]", shell_complete=_exercises_and_files)(
        command
    )


def lesson_items(course: Path | None, begun: str) -> list[CompletionItem]:
    """The lessons that begin so; none where there is no course."""
    found = _course(course)
    lessons = found.in_order if found is not None else ()
    return [CompletionItem(one.slug, help=one.title) for one in lessons if one.slug.startswith(begun)]


def _lessons(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    return lesson_items(ctx.params.get("course"), begun)


def _lessons_and_files(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    return [CompletionItem(begun, type="file"), *_lessons(ctx, param, begun)]


def _exercises(ctx: click.Context, _param: click.Parameter, begun: str) -> list[CompletionItem]:
    from tutor.course.exercise import exercises_of

    found = _course(ctx.params.get("course"))
    exercises = exercises_of(found) if found is not None else ()
    return [CompletionItem(one.slug, help=one.title) for one in exercises if one.slug.startswith(begun)]


def _exercises_and_files(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    # the file comes first: bash's script forgets what it was told before one, and looks for files where nothing follows
    return [CompletionItem(begun, type="file"), *_exercises(ctx, param, begun)]


def _course(option: Path | None) -> Course | None:
    """The course that is asked for, or the tutor's own; None where it is not there, which is not for a shell to say."""
    from tutor.course.catalogue import CourseNotFoundError, find_course, load_course

    try:
        return load_course(find_course(option))
    except CourseNotFoundError:
        return None
