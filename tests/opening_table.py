"""A table of what becomes of each file in a folder: `python -m tests.opening_table FOLDER [--run] [--seconds S]`.

Not run by pytest: it is for the tutorials and notebooks of others, which are no part of this project. A file that makes
the tutor raise ends the table with its traceback. With `--run`, each file that lacks nothing here is run to its end by
`pytorch-tutor run`, unchanged, for no longer than so many seconds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tutor.course.model import Prose
from tutor.opening import SUFFIXES
from tutor.opening.lessons import OpenedFile, open_file
from tutor.opening.source import OpeningError
from tutor.opening.texts import in_markdown

WIDTH = 46


def files(folder: Path) -> Iterator[Path]:
    """What may be opened, in the order of paths."""
    return (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES and path.is_file())


def read(opened: OpenedFile) -> int:
    """Make all of its texts ready, as if it were read from start to end; how many there are."""
    texts = [block for screen in opened.lesson.screens for block in screen.blocks if isinstance(block, Prose)]
    return sum(bool(in_markdown(text.text, text.form)) for text in texts if text.form)


def run(path: Path, seconds: float) -> tuple[str, float]:
    """How a run of the file ends, and what it took."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tutor", "run", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "did not end", seconds
    lines = done.stdout.strip().split("\n")
    last = "to its end" if done.returncode == 0 else f"✗ {next((one for one in lines if 'Error' in one), lines[-1])}"
    return last, time.monotonic() - began


def main() -> int:
    """Print the table; the exit status is 1 where a file that lacks nothing did not run to its end."""
    parser = argparse.ArgumentParser("tests.opening_table", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--run", action="store_true", help="run the files that lack nothing")
    parser.add_argument("--seconds", type=float, default=300.0, help="the longest that a file may run")
    chosen = parser.parse_args()
    counts: Counter[str] = Counter()
    print(f"{'file':{WIDTH}} {'kind':9} screens texts cells  lacks, or how it ran")
    for path in files(chosen.folder):
        name = str(path.relative_to(chosen.folder))[-WIDTH:]
        try:
            opened = open_file(path)
        except OpeningError as error:
            counts["refused"] += 1
            print(f"{name:{WIDTH}} refused   {str(error).removeprefix(f'{path} ')}")
            continue
        texts, lesson = read(opened), opened.lesson
        kinds = sorted({lack.kind for cell in lesson.cells for lack in cell.lacks})
        said = ", ".join(kinds) or "nothing"
        counts["lacks something" if kinds else "lacks nothing"] += 1
        if chosen.run and not kinds:
            ended, seconds = run(path, chosen.seconds)
            counts["ran to its end" if ended == "to its end" else "did not run to its end"] += 1
            said = f"{ended} ({seconds:.1f} s)"
        print(f"{name:{WIDTH}} {opened.format:9} {len(lesson.screens):7} {texts:5} {len(lesson.cells):5}  {said}")
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    return 1 if counts["did not run to its end"] else 0


if __name__ == "__main__":
    sys.exit(main())
