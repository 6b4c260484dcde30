"""Cells and checks reach the files of their course: the tutor's own, and another's wherever its copy lies."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kernel_talk import Line, Talk

from tutor.kernel.client.client import KernelError
from tutor.kernel.protocol.events import Opened

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHIPPED = Path(__file__).parents[2] / "lessons" / "data" / "digits.npz"
START = "from pathlib import Path\nimport numpy as np, os, shutil, subprocess, sys\nfrom tutor import live"


async def test_the_digits_are_there(talk: Talk) -> None:
    cell = "images, labels = live.digits()\n(images.dtype, tuple(images.shape), labels.dtype, labels[:3].tolist())"
    seen = await talk.run(START, cell)
    assert seen.text() == "(torch.uint8, (1797, 8, 8), torch.int64, [0, 1, 2])"


@pytest.mark.bare
async def test_a_cell_has_a_read_only_copy_of_its_own(talk: Talk) -> None:
    before = SHIPPED.read_bytes()
    cell = "path = live.file('digits.npz')\nmode = path.stat().st_mode & 0o222\n(Path.cwd() in path.parents, mode)"
    assert (await talk.run(START, cell)).text() == "(True, 0)"
    spoil = "path.chmod(0o644)\npath.write_bytes(b'gone')\nlen(live.file('digits.npz').read_bytes())"
    assert (await talk.run(START, cell, spoil)).text() == str(len(before))
    own = "shutil.copyfile(live.file('digits.npz'), 'mine.npz')\nopen('mine.npz', 'ab').write(b'more')"
    assert (await talk.run(START, own)).text() == "4"
    assert SHIPPED.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../course.toml", "ValueError: live.file: '../course.toml' is a path out of it"),
        ("/etc/passwd", "ValueError: live.file: '/etc/passwd' is a path out of it"),
        ("digit.npz", "FileNotFoundError: live.file: there is no file 'digit.npz'"),
    ],
)
async def test_another_name_is_refused_in_words_at_its_line(talk: Talk, name: str, words: str) -> None:
    seen = await talk.run(START, f"n = 1\nlive.file({name!r})")
    assert seen.failure.message.startswith(words)
    assert (seen.failure.line, len(seen.failure.frames)) == (2, 1)


@pytest.mark.parametrize("mode", ["w", "ab", "r+"])
async def test_who_writes_is_told_how_to_have_a_copy(talk: Talk, mode: str) -> None:
    # root may write whatever the mode says
    as_anybody = "if os.geteuid() == 0:\n    os.chmod('.', 0o755)\n    os.seteuid(65534)\nopen(path, 'rb').close()\n"
    seen = await talk.run(START, f"path = live.file('digits.npz')\n{as_anybody}open(path, {mode!r})")
    assert seen.failure.line == 6
    assert seen.failure.message.startswith("PermissionError")
    assert "shutil.copyfile(live.file('digits.npz'), 'digits.npz')" in seen.failure.explanation


LOADER = """
from torch.utils.data import DataLoader, Dataset

class Sizes(Dataset):
    def __len__(self):
        return 2
    def __getitem__(self, i):
        return live.file("digits.npz").stat().st_size + len(live.digits()[1])
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
async def test_workers_of_a_loader_reach_them_too(talk: Talk, method: str) -> None:
    load = f"[int(one) for one in DataLoader(Sizes(), num_workers=1, multiprocessing_context={method!r})]"
    seen = await talk.run(START, LOADER, load)
    assert seen.status == "ok", seen.failure
    assert seen.text() == str([SHIPPED.stat().st_size + 1797] * 2)


async def test_a_script_that_a_cell_writes_and_starts_reaches_them_too(talk: Talk) -> None:
    script = "from tutor import live\nprint(live.file('digits.npz'), *live.digits()[0].shape)"
    write = f"Path('train.py').write_text({script!r})"
    start = "print(subprocess.run([sys.executable, 'train.py'], capture_output=True, text=True, check=True).stdout)"
    seen = await talk.run(START, write, f"{start}\nprint(live.file('digits.npz'))")
    assert seen.status == "ok", seen.failure
    said = seen.output().split()
    assert said == [said[-1], "1797", "8", "8", said[-1]]


# ----------------------------------------------------------------------------------------------------- other courses


def course(folder: Path, title: str, text: str) -> tuple[str, str]:
    """A course that ships one file; what a kernel finds it by."""
    (folder / "data").mkdir(parents=True)
    (folder / "course.toml").write_text(f"title = {title!r}\n")
    (folder / "data" / "points.csv").write_text(text)
    return str(folder), title


@asynccontextmanager
async def talking(command: list[str], place: tuple[str, str]) -> AsyncIterator[tuple[Line, Talk]]:
    """A kernel for this course, started by this command, and a session of it."""
    line = Line(command, place)
    await line.kernel.start()
    talk = line.talk()
    await talk.until(Opened)
    try:
        yield line, talk
    finally:
        await line.kernel.close()


READ = "live.file('points.csv').read_text()"
TESTS = """
from tutor import live
POINTS = live.file("points.csv").read_text()

def test_reads(answer):
    \"\"\"reads the points\"\"\"
    assert answer.points() == POINTS, f"{answer.points()!r} is not {POINTS!r}"
    assert live.digits()[1].shape == (1797,)
"""
ANSWER = "from tutor import live\ndef points():\n    return live.file('points.csv').read_text()\n"


@pytest.mark.bare
async def test_another_course_is_found_where_it_lies_by_cells_and_by_checks(
    tmp_path: Path, warm_command: list[str]
) -> None:
    async with talking(warm_command, course(tmp_path / "mine", "Mine", "near")) as (line, talk):
        assert (await talk.run(START, READ)).text() == "'near'"
        await line.kernel.ready()
        for _ in range(2):  # by a process that is made for it, and by one that stands ready
            checked = await line.kernel.judge(exercise="points", answer=ANSWER, tests=TESTS)
            assert (checked.verdict, checked.message) == ("right", "The check passed.")
        wrong = "def points():\n    return 'far'\n"
        assert (await line.kernel.judge(exercise="points", answer=wrong, tests=TESTS)).verdict == "wrong"


async def test_the_copy_that_the_kernel_is_told_of_is_the_one_that_is_read(
    tmp_path: Path, warm_command: list[str]
) -> None:
    here = course(tmp_path / "here" / "mine", "Mine", "near")
    course(tmp_path / "there", "Mine", "far")
    async with talking([*warm_command, "--course", str(tmp_path / "there")], here) as (line, talk):
        assert (await talk.run(START, READ)).text() == "'far'"
        checked = await line.kernel.judge(exercise="points", answer=ANSWER, tests=TESTS)
        assert checked.verdict == "right"
        assert "1797" in (await talk.run(START, "live.digits()[1].shape")).text()


@pytest.mark.parametrize(
    ("there", "words"),
    [("Yours", "has another course, 'Yours'; this lesson is of 'Mine'"), (None, "there is no course in")],
)
async def test_a_course_that_is_not_there_is_named_and_what_does_without_it_works(
    tmp_path: Path, there: str | None, words: str, warm_command: list[str]
) -> None:
    place = (str(tmp_path / "mine"), "Mine")
    options = []
    if there is not None:
        course(tmp_path / "yours", there, "other")
        options = ["--course", str(tmp_path / "yours")]
    async with talking([*warm_command, *options], place) as (_, talk):
        failure = (await talk.run(START, READ)).failure
        assert words in failure.message
        assert "pytorch-tutor-kernel --course DIR" in failure.message
        assert (await talk.run(START, "1 + 1")).text() == "2"


async def test_a_folder_that_is_no_course_is_refused_before_anything_starts(tmp_path: Path) -> None:
    line = Line([sys.executable, "-P", "-m", "tutor.kernel", "--course", str(tmp_path)])
    await line.kernel.start()
    with pytest.raises(KernelError, match=r"there is no course\.toml in it"):
        await line.kernel.ready()
    await line.kernel.close()
