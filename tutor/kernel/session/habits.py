"""What works in a notebook, a terminal or a script and not in a cell, and what to write in its place."""

from __future__ import annotations

import bdb
import re
from traceback import walk_tb
from types import TracebackType
from typing import NoReturn

from tutor.kernel.session.loading import loading

_MAGICS = {
    "matplotlib": "%matplotlib is a command of IPython, and not needed here: plt.show() and the end of a cell show "
    "figures. Remove the line.",
    "time": "%time is a command of IPython. Write t = time.perf_counter() before, and time.perf_counter() - t after "
    "what is to be timed; beside each cell stands how long it took.",
    "timeit": "%timeit is a command of IPython. timeit.timeit(lambda: f(x), number=100) of the library times a call.",
    "pip": "%pip is a command of IPython. Install in a terminal, into the Python that this lesson runs on: "
    "python -m pip install …; then import it here.",
    "load_ext": "%load_ext is a command of IPython, and its extensions are not there in a cell. Remove the line.",
    "cd": "%cd is a command of IPython. os.chdir('folder') goes to a folder.",
}
_MAGIC = "Lines that begin with % are commands of IPython, and a cell holds Python. Remove the line."
_NAMES = {
    "display": "display is IPython's. live.show(value) shows a value here, and so does its name alone on the last "
    "line of a cell.",
    "clear_output": "clear_output is IPython's. Here print(…, end='\\r') overwrites its own line, and live.show(value, "
    "'name') takes the place of what was shown under that name.",
    "get_ipython": "get_ipython is IPython's, and these cells are plain Python. Remove the line.",
}
_UNREACHED = {
    *("URLError", "gaierror", "ConnectionRefusedError", "ConnectionError", "ConnectTimeout", "ConnectTimeoutError"),
    *("MaxRetryError", "NewConnectionError", "ClientConnectorError", "ConnectError"),
}
_LIBRARIES = ("urllib", "socket", "http", "requests", "httpx", "aiohttp")
"""Whose errors of these names are about an address; Python's own ConnectionError may be about a pipe."""


def no_debugger(*_args: object, **_named: object) -> NoReturn:
    """`sys.breakpointhook` of a cell. A debugger would find no keyboard, and give up on the line after its own."""
    raise bdb.BdbQuit


def habit(error: BaseException) -> str:
    """One sentence or two on a habit from elsewhere that led to the error; '' where none did."""
    try:
        text = str(error)
    except Exception:  # a learner's own __str__ may fail
        return ""
    if isinstance(error, SyntaxError):
        return _spelling(error)
    if isinstance(error, NameError):
        return _NAMES.get(getattr(error, "name", None) or "", "")
    if isinstance(error, bdb.BdbQuit):
        return (
            "breakpoint() waits for commands from a keyboard, and a cell has none. print(…) what is to be seen; or "
            "run the cell step by step, and look into its tensors with i."
        )
    if isinstance(error, EOFError):
        return _keyboard(error)
    return _address(error) or _worker(error, text) or loading(error, text)


def _spelling(error: SyntaxError) -> str:
    line = (error.text or "").strip()
    if found := re.match(r"%%?(\w+)", line):
        return _MAGICS.get(found[1], _MAGIC)
    if found := re.match(r"!\s*(pip3?|conda|mamba|uv)\b", line):
        return (
            f"Lines that begin with ! are IPython's, for a shell. Run {found[1]} in a terminal, for the Python that "
            "this lesson runs on; then import here what it installed."
        )
    if found := re.match(r"(pip3?|conda|mamba|uv)\s+(install|add)\b", line):
        return (
            f"{found[1]} is a program, and a cell holds Python. Run {found[1]} in a terminal, for the Python that this "
            "lesson runs on; then import here what it installed."
        )
    if line.startswith("!"):
        return (
            "Lines that begin with ! are IPython's, for a shell. subprocess.run(['ls'], check=True) runs a program, "
            "and pathlib.Path('.').iterdir() lists a folder."
        )
    if found := re.fullmatch(r"\?{0,2}([\w.]+)\?{0,2}", line):
        return f"A question mark asks IPython. help({found[1]}) prints the same here." if "?" in line else ""
    if re.search(r"'await' outside|'async \w+' outside|asynchronous comprehension outside", error.msg or ""):
        return (
            "await stands inside an async function: write async def main(): … around these lines, and below it "
            "asyncio.run(main())."
        )
    return ""


def _keyboard(error: EOFError) -> str:
    if any("getpass" in name for name in _files(error.__traceback__)):
        return (
            "There is no keyboard to read a password from here. Set it in the environment before the tutor starts, "
            "and read os.environ['NAME']; written into a cell it would be kept with your texts."
        )
    return "There is no keyboard to read from here, so input() has nothing to return. Write the value into the code."


def _address(error: BaseException) -> str:
    kinds = [kind for kind in type(error).__mro__ if kind.__name__ in _UNREACHED]
    if type(error).__name__ == "HTTPError":
        return "The server was reached and does not give this out: its number says why (404: nothing lies there)."
    if not any(kind.__module__.startswith(_LIBRARIES) for kind in kinds) and not (
        kinds and any(re.search(r"[/\\](socket|urllib|http)\b", name) for name in _files(error.__traceback__))
    ):
        return ""
    return (
        "Nobody was reached at this address. This machine may have no way to the internet, or need a proxy "
        "(HTTPS_PROXY in the environment). Fetch the file where there is a way, and open it here by its path."
    )


def _worker(error: BaseException, text: str) -> str:
    """What goes wrong where something is copied into another process."""
    if re.search(r"Can't (?:pickle|get) local object|attribute lookup .* on \S+ failed|not found as __\w*main__", text):
        return (
            "What goes to another process, or into a file by pickle, is found again by its name. Write it with def or "
            "class at the left margin of a cell: a lambda, and what is made inside a function, have no such name."
        )
    if isinstance(error, TypeError) and re.search(r"[Cc]an(?:no|')t pickle", text):
        return (
            "This cannot be copied into another process or a file: an open file, a lock or a generator belongs to the "
            "process that made it. Keep its path or settings, and make it where it is used."
        )
    if "is not in this worker process" in text:
        return (
            "A worker that starts afresh (spawn, forkserver) has copies of what the cells define. Make there what "
            "cannot be copied, inside the function or in __init__."
        )
    return ""


def _files(trace: TracebackType | None) -> list[str]:
    """The files that a traceback goes through."""
    return [frame.f_code.co_filename for frame, _ in walk_tb(trace)]
