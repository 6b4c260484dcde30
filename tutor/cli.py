"""The command line. Everything else is imported when a command needs it, so that help comes at once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from tutor import __version__
from tutor.cli_courses import list_courses, new, verify
from tutor.cli_files import export, record_lesson, run_lesson
from tutor.cli_options import (
    course_option,
    device_option,
    exercise_argument,
    exercise_or_file_argument,
    json_option,
    kernel_option,
    lesson_items,
    lesson_or_file_argument,
    pictures_option,
    workspace_option,
)

PROGRAM = "pytorch-tutor"
SHELLS = ("bash", "zsh", "fish")
_HELP = ["-h", "--help"]
_WORD = "tutor.word"
_COURSE = "tutor.course"
"""Where a context keeps the word that is no command, and so must be a lesson, and the course that was asked for: an
option that cannot be understood ends the reading of the line before either is known."""


class Tutor(click.Group):
    """Opens the tutor where no other command is named: `pytorch-tutor learning_rate --device cpu`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command first, wherever it stands among the options; `open` where there is none."""
        valued = ("--device", "--course", "--theme", "--kernel", "--workspace", "--pictures")
        place, skip = None, False
        for index, arg in enumerate(args):
            if skip:
                skip = False
            elif arg in (*_HELP, "--version") and not args[:index]:
                return super().parse_args(ctx, args)
            elif arg in valued:
                skip = True
            elif not arg.startswith("-"):
                place = index
                break
        if place is not None and args[place] in self.commands:
            args = [args[place], *args[:place], *args[place + 1 :]]
        elif args or not ctx.resilient_parsing:  # a shell that completes the first word wants the commands, too
            ctx.meta[_WORD] = None if place is None else args[place]
            ctx.meta[_COURSE] = next((Path(two) for one, two in pairwise(args) if one == "--course"), None)
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and the lessons."""
        return [*super().shell_complete(ctx, incomplete), *lesson_items(None, incomplete)]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The two ways to start it."""
        formatter.write_usage(ctx.command_path, "[LESSON|FILE] [OPTIONS]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGUMENTS]", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of opening the tutor, and the commands."""
        opening = self.commands["open"]
        known = {name: row for one in (opening, self) for name, row in _option_rows(one, ctx)}
        with formatter.section("Options"):
            formatter.write_dl(list(known.values()))
        self.format_commands(ctx, formatter)


def _option_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, tuple[str, str]]]:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    rows = [(option.name or "", option.get_help_record(ctx)) for option in options]
    return [(name, row) for name, row in rows if row is not None]


@click.group(cls=Tutor, context_settings={"help_option_names": _HELP, "max_content_width": 100})
@click.version_option(__version__, prog_name=PROGRAM)
def tutor() -> None:
    """Learn PyTorch in the terminal.

    Without a command the tutor opens, at a lesson if one is named. What you do is kept in your user data folder, or in
    PYTORCH_TUTOR_HOME.
    """


@tutor.command("open")
@lesson_or_file_argument(required=False)
@click.option("--device", metavar="D", help="What to compute on: auto, cpu, cuda, cuda:N or mps.")
@course_option
@click.option("--theme", metavar="T", help="The colors, for this session.")
@kernel_option
@workspace_option
@pictures_option
@click.option("--write", "save", is_flag=True, help="Write your changes back into a script, and open nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what a file's cells lack here, and open nothing.")
def open_tutor(
    lesson: str | None,
    device: str | None,
    course: Path | None,
    theme: str | None,
    kernel: str | None,
    workspace: Path | None,
    pictures: str | None,
    save: bool,
    as_json: bool,
) -> int:
    """Open the tutor at a lesson, a file or a folder.

    Files are scripts, tutorials of Sphinx-Gallery, notebooks and Markdown with Python in it. They are only read; their
    code runs with your own rights.
    """
    if save or as_json:
        from tutor.commands.files import about_file

        return about_file(lesson, save=save, elsewhere=kernel is not None, course=course, commands=visible_commands())
    from tutor.commands.opening import open_in_terminal

    return open_in_terminal(
        lesson,
        device=device,
        course=course,
        theme=theme,
        kernel=kernel,
        workspace=workspace,
        pictures=pictures,
        commands=visible_commands(),
    )


@tutor.command("list")
@course_option
@json_option
def list_lessons(course: Path | None, as_json: bool) -> int:
    """List the parts of the course and their lessons."""
    from tutor.commands.listing import list_course

    return list_course(course, as_json=as_json)


@tutor.command()
@exercise_or_file_argument
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help="Check every exercise that you have started.")
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
    """Check your answer to an exercise, or the one in FILE.

    A FILE that has the name of an exercise may stand alone: `check one_step.py`.
    """
    from tutor.commands.checking import check, check_all

    if everything:
        if exercise is not None:
            raise click.UsageError("--all checks every exercise that you have started; give no name with it.")
        return check_all(device=device, course=course, workspace=workspace, kernel=kernel, as_json=as_json)
    if exercise is None:
        raise click.UsageError("Missing argument 'EXERCISE'; or check all that you have started with --all.")
    return check(exercise, file, device=device, course=course, workspace=workspace, kernel=kernel, as_json=as_json)


@tutor.command()
@exercise_argument(required=False)
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
@exercise_argument(required=True)
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
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write into this file; else print.")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there already.")
@course_option
@json_option
def notes(output: Path | None, force: bool, course: Path | None, as_json: bool) -> int:
    """Print the cheat sheet as Markdown.

    It has the idioms of each lesson, what its exercises taught you, and your own notes.
    """
    from tutor.commands.noting import notes

    return notes(course, output=output, force=force, as_json=as_json)


@tutor.command()
@course_option
@kernel_option
@json_option
def doctor(course: Path | None, kernel: str | None, as_json: bool) -> int:
    """Look whether all that the tutor needs is there.

    For what is not, it says what to do.
    """
    from tutor.commands.doctor import doctor

    return doctor(course, kernel=kernel, as_json=as_json)


@tutor.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print what lets a shell complete names.

    These are commands, lessons and exercises.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(kind(tutor, {}, PROGRAM, f"_{PROGRAM.replace('-', '_').upper()}_COMPLETE").source())
    return 0


@tutor.command("help")
@click.argument("command", required=False)
@click.pass_context
def show_help(ctx: click.Context, command: str | None) -> int:
    """Say how the tutor, or one of its commands, is used."""
    above = ctx.parent or ctx
    if command is None:
        click.echo(above.get_help())
        return 0
    found = tutor.get_command(above, command)
    if found is None:
        from tutor.commands.lookup import UsageError, instead

        raise UsageError(f"There is no command {command!r}. {instead(command, tutor.list_commands(ctx))}")
    with click.Context(found, info_name=command, parent=above) as inner:
        click.echo(found.get_help(inner))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit status: 0 for success, 1 for failure, 2 for bad usage."""
    from tutor.commands import streams

    missing = streams.fill_in()
    try:
        result = tutor.main(arguments, prog_name=PROGRAM, standalone_mode=False)
        streams.finish(missing)
    except click.ClickException as error:
        better(error).show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        streams.give_up()  # nobody reads on
        return 1
    except OSError as error:
        if not streams.cannot_be_written():
            raise
        streams.give_up()
        click.echo(f"Error: The output could not be written: {error.strerror or error}.", err=True)
        return 1
    return result if isinstance(result, int) else 0


def better(error: click.ClickException) -> click.ClickException:
    """The error that says most: of `open`, which nobody typed, it is told as one of the tutor; and where a word was
    neither a command nor a lesson, that comes before an option or a word that only a command would take."""
    if not isinstance(error, click.UsageError) or error.ctx is None or error.ctx.info_name != "open":
        return error
    from tutor.commands.lookup import UsageError
    from tutor.commands.opening import lesson_or_command

    word = error.ctx.meta.get(_WORD)
    if word is not None:
        try:
            lesson_or_command(word, error.ctx.meta.get(_COURSE), visible_commands())
        except UsageError as unknown:
            return unknown
    error.ctx = error.ctx.parent
    return error


for _command in (run_lesson, record_lesson, export, list_courses, verify, new):
    tutor.add_command(_command)


def visible_commands() -> list[str]:
    """The names of the commands that help lists."""
    return [name for name, command in tutor.commands.items() if not command.hidden]
