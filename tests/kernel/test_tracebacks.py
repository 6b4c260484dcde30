"""What Python says of an exception is not lost: notes, causes, contexts, groups, and what a worker process wrote."""

from __future__ import annotations

import pytest

from tutor.kernel.protocol.events import Failure
from tutor.kernel.protocol.requests import Cell
from tutor.kernel.session.cells import Namespace
from tutor.kernel.session.tracebacks import failure


def failed(source: str) -> Failure:
    namespace = Namespace()
    try:
        namespace.run(Cell(1, source, "lesson.py"))
    except BaseException as error:
        return failure(error, namespace.files)
    pytest.fail("nothing was raised")


NOTED = "error = ValueError('bad')\nerror.add_note('in file a')\nerror.add_note('see b')\nraise error"
CAUSED = (
    "def ratio():\n    return 1 / 0\ntry:\n    ratio()\nexcept ZeroDivisionError as e:\n    raise OSError('no') from e"
)
DURING = "try:\n    {}['k']\nexcept KeyError:\n    raise OSError('no')"
UNRELATED = "try:\n    {}['k']\nexcept KeyError:\n    raise OSError('no') from None"
GROUP = """import asyncio
async def nth(n):
    return [][n]
async def wrong():
    raise OSError('no')
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(nth(1))
        group.create_task(wrong())
asyncio.run(main())"""
BARE_GROUP = "raise ExceptionGroup('both', [ValueError('a'), TypeError('b')])"
WORKER = """Caught ZeroDivisionError in DataLoader worker process 0.
Original Traceback (most recent call last):
  File "/somewhere/worker.py", line 374, in _worker_loop
    data = fetcher.fetch(index)
  File "lesson.py, cell 1", line 2, in __getitem__
    return 1 / 0
ZeroDivisionError: division by zero
"""


@pytest.mark.parametrize(
    ("source", "message", "kind", "line"),
    [
        (NOTED, "ValueError: bad\nin file a\nsee b", "ValueError", 4),
        (
            CAUSED,
            "ZeroDivisionError: division by zero\nwhich led to OSError: no (cell 1, line 6)",
            "ZeroDivisionError",
            2,
        ),
        (DURING, "KeyError: 'k'\nand, while that was handled, OSError: no (cell 1, line 4)", "KeyError", 2),
        (UNRELATED, "OSError: no", "OSError", 4),
        (
            GROUP,
            "IndexError: list index out of range\nand beside it OSError: no (cell 1, line 5)\n"
            "gathered in ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions) (cell 1, line 7)",
            "IndexError",
            3,
        ),
        (
            BARE_GROUP,
            "ExceptionGroup: both (2 sub-exceptions)\nin it ValueError: a\nin it TypeError: b",
            "ExceptionGroup",
            1,
        ),
        (
            "import enum\nclass Color(enum.Enum):\n    RED = 1\nColor('x')",  # whose own handling is the library's
            "ValueError: 'x' is not a valid Color",
            "ValueError",
            4,
        ),
        ("class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd()", None, "Odd", 3),
    ],
    ids=["notes", "a cause", "a context", "a hidden context", "a task group", "a bare group", "a library's", "no str"],
)
def test_each_exception_has_its_line_and_the_innermost_of_the_learners_comes_first(
    source: str, message: str | None, kind: str, line: int
) -> None:
    found = failed(source)
    assert message is None or found.message == message
    assert (found.kind, found.line) == (kind, line)
    assert found.frames[-1].line == line


def test_a_circle_of_causes_ends() -> None:
    found = failed("a, b = ValueError('a'), ValueError('b')\na.__cause__, b.__cause__ = b, a\nraise a")
    assert found.message.count("ValueError") == 2


def test_the_line_in_a_worker_of_a_loader_is_marked_and_its_error_comes_first() -> None:
    found = failed(f"pass\nraise ZeroDivisionError('''{WORKER}''')")
    assert (
        found.message == "ZeroDivisionError: division by zero\nCaught ZeroDivisionError in DataLoader worker process 0."
    )
    assert [frame.line for frame in found.frames] == [2, 2]
    assert found.frames[-1].function == "__getitem__"
    assert "divided by zero" in found.explanation


def test_the_line_in_a_worker_of_a_pool_is_marked() -> None:
    source = (
        "import multiprocessing\n"
        "def ratio(x):\n    return 1 / x\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n    pool.map(ratio, [0])"
    )
    namespace = Namespace()
    error = ZeroDivisionError("division by zero")
    text = 'Traceback (most recent call last):\n  File "lesson.py, cell 1", line 3, in ratio\n    return 1 / x\n'
    error.__cause__ = type("RemoteTraceback", (Exception,), {})(text)
    with pytest.raises(SyntaxError):
        namespace.run(Cell(1, source + "\n)", "lesson.py"))  # so that the cell's name is known
    found = failure(error, namespace.files)
    assert (found.line, found.frames[-1].function) == (3, "ratio")
    assert found.message == "ZeroDivisionError: division by zero"


HABITS = {
    "%matplotlib inline": "plt.show()",
    "%%time\n1 + 1": "perf_counter",
    "a = 1\n  \n%timeit a": "timeit.timeit",
    "%autoreload 2": "commands of IPython",
    "!pip install torchvision": "Run pip in a terminal",
    "! ls": "subprocess.run",
    "import torch\ntorch.add?": "help(torch.add)",
    "?len": "help(len)",
    "import asyncio\nawait asyncio.sleep(0)": "asyncio.run(main())",
    "async with x: pass": "asyncio.run(main())",
    "display(3)": "live.show",
    "clear_output()": "end='\\r'",
    "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')": "Nobody was reached",
    "import socket\nsocket.create_connection(('127.0.0.1', 9))": "Nobody was reached",
    "import urllib.error\nraise urllib.error.HTTPError('http://x', 404, 'gone', {}, None)": "404",
    "import pickle\npickle.dumps(lambda x: x)": "found again by its name",
    "import pickle\ndef f():\n    class Local: pass\n    return Local()\npickle.dumps(f())": "found again by its name",
    "import pickle\npickle.dumps(open('/dev/null'))": "make it where it is used",
    "raise RuntimeError('DataLoader worker (pid(s) 7) exited unexpectedly')": "num_workers=0",
    "raise NameError('name log is not defined')": "",
    "def f(x):\n    if x > 0:\n        total = x\n    return total\nf(-1)": "on every way that leads to this line",
    "raise ConnectionResetError('a pipe of one\\'s own')": "",
    "a = 5 %\n": "Python cannot read this line",
}


@pytest.mark.parametrize("source", HABITS)
def test_each_habit_from_elsewhere_has_its_sentence_that_says_what_to_write(source: str) -> None:
    said = failed(source).explanation
    assert HABITS[source] in said
    assert HABITS[source] or not said
