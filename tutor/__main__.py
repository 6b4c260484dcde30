"""`pytorch-tutor`, and `python -m tutor`."""

from __future__ import annotations

import sys

from tutor.platforms import require_unix


def main() -> int:
    """What was asked for; the exit status.

    Nothing was: the tutor opens, and does not wait for all that reads a command line, which would take a tenth of the
    time to the first frame.
    """
    require_unix()
    terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    if sys.argv[1:] or not terminal:
        from tutor.cli import main as command_line

        return command_line()
    from tutor.ui.terminal import garbage

    garbage.hold()
    from tutor.learner.home import home_folder
    from tutor.options import Options
    from tutor.ui.app import run

    return run(Options(home=home_folder()))


if __name__ == "__main__":
    sys.exit(main())
