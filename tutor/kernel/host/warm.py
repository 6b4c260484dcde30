"""What a host loads once, so that no session waits for it."""

from __future__ import annotations

import functools
import gc
import os

from tutor.system import linux

THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def one_thread() -> None:
    """Keep every maths library at one thread, for a process with live pools cannot be forked. Before their import."""
    for name in THREADS:
        os.environ[name] = "1"


def torch_itself() -> str:
    """Load torch and NumPy; torch's version."""
    import numpy  # noqa: F401
    import torch

    torch.set_num_threads(1)
    return str(torch.__version__)


def torch_and_optimizers() -> str:
    """Load both; torch's version."""
    version = torch_itself()
    optimizers()
    return version


def optimizers() -> None:
    """Load what the first optimizer loads: torch._dynamo, over a second."""
    import torch

    parameter = torch.zeros(1, requires_grad=True)
    for optimizer in (torch.optim.SGD([parameter], lr=0.0), torch.optim.Adam([parameter], lr=0.0)):
        parameter.sum().backward()
        optimizer.step()
        optimizer.zero_grad()


def checks_once() -> None:
    """Load pytest and all else that checks need, by judging one trivial answer."""
    from tutor.kernel.judge import judge

    judge.rehearse()


@functools.cache
def gather_pages() -> None:
    """Have forks of this process begin and end sooner, where the system can: done once, for all forks of forks."""
    if linux.TELLS:
        linux.gather_pages()


def freeze() -> None:
    """Take all that is loaded out of the garbage collector's rounds, in this process and in its forks."""
    gc.collect()
    gc.freeze()
