"""`live.ranks` in a notebook: a kernel of Jupyter's has threads, and is not to be forked, so a fresh process takes the
function and what it uses, and makes the ranks.

`python -m tutor.live.group.fresh FOLDER` is that process.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from tutor.live.group.ends import RanksError, RemoteTraceback, in_words
from tutor.live.group.starting import BY_TORCHRUN
from tutor.live.programs import run_program

T = TypeVar("T")
_ASKED, _TOLD = "asked", "told"
"""Files of the folder: what is to be done, and what came of it."""


def ranks_of_fresh_process(n: int, train: Callable[[], T], restarts: int, timeout: float) -> list[T]:
    """What `live.ranks` returns, by a process of its own. Raises what that raises; RuntimeError where cloudpickle is
    not installed, TypeError for a function that uses what cannot be copied."""
    try:
        taken: Any = import_module("cloudpickle")
    except ImportError:
        raise RuntimeError(
            "In a notebook live.ranks starts a fresh process, and cloudpickle takes the function there: "
            f"pip install cloudpickle. {BY_TORCHRUN.format(n)}"
        ) from None
    import torch

    try:
        function = taken.dumps((train, torch.get_rng_state()))
    except Exception as error:
        raise TypeError(
            f"ranks: {getattr(train, '__name__', 'train')} uses what cannot be copied into a fresh process ({error}); "
            "make that inside of the function"
        ) from None
    with tempfile.TemporaryDirectory(prefix="ranks-") as folder:
        Path(folder, _ASKED).write_bytes(pickle.dumps((sys.path, n, restarts, timeout, function)))
        print(f"starting {n} processes …", flush=True)  # noqa: T201
        status = run_program([sys.executable, "-m", __name__, folder], os.environ)
        told = Path(folder, _TOLD)
        if not told.exists():
            raise RanksError(f"The process that was to make the ranks ended with exit status {status}.")
        results, words, way, kept = pickle.loads(told.read_bytes())
    if results is not None:
        return [pickle.loads(result) for result in results]
    raised = pickle.loads(kept) if kept is not None else RanksError(words)
    raise raised from RemoteTraceback(way) if way else None


def _answer(folder: Path) -> None:
    """Do what is asked, and tell what came of it."""
    path, n, restarts, timeout, function = pickle.loads(Path(folder, _ASKED).read_bytes())
    sys.path[:] = path
    from tutor.live.group.running import ranks

    try:
        import torch

        train, state = pickle.loads(function)
        torch.set_rng_state(state)
        results = [pickle.dumps(result) for result in ranks(n, train, restarts=restarts, timeout=timeout)]
        told: tuple[Any, ...] = results, "", "", None
    except Exception as error:
        way = str(error.__cause__) if isinstance(error.__cause__, RemoteTraceback) else ""
        told = None, in_words(error), way, _kept(error)
    (folder / _TOLD).write_bytes(pickle.dumps(told))


def _kept(error: Exception) -> bytes | None:
    try:
        return pickle.dumps(error)
    except Exception:  # it holds what cannot be copied; its words are told all the same
        return None


if __name__ == "__main__":
    _answer(Path(sys.argv[1]))
