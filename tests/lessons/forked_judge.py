"""Judges answers as the kernel does, each in a fork of this process, which has torch and pytest loaded already."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import torch

from tutor.course.exercise import Exercise
from tutor.kernel.judge import judge
from tutor.kernel.protocol import Check, Checked


@contextmanager
def ready_to_fork() -> Iterator[None]:
    """Keep torch at one thread and the garbage collector off what is loaded, as in the host."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)  # the first one loads torch._dynamo
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        torch.set_num_threads(threads)


def judged(exercise: Exercise, source: str, *seeds: int) -> list[Checked]:
    """The verdicts on an answer to an exercise, one for each seed; all are judged at the same time."""
    return [_verdict(*one) for one in [_begun(exercise, source, seed) for seed in seeds]]


def _begun(exercise: Exercise, source: str, seed: int) -> tuple[str, int, int]:
    """Start a judge: what it judges, its process, and the descriptor at which its verdict arrives."""
    check = Check(0, exercise.slug, source, exercise.tests, exercise.starter, seed, may_change=exercise.may_change)
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        _judge_and_leave(check, sending)
    os.close(sending)
    return exercise.name, child, receiving


def _verdict(name: str, child: int, receiving: int) -> Checked:
    with os.fdopen(receiving, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    if not answer:
        raise AssertionError(f"the process that judged an answer to {name} ended without a verdict")
    return msgspec.msgpack.decode(answer, type=Checked)


def _judge_and_leave(check: Check, sending: int) -> None:
    """The child's whole life; it says nothing but its verdict."""
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(silence, fd)
        with tempfile.TemporaryDirectory(prefix="pytorch-tutor-") as folder, os.fdopen(sending, "wb") as pipe:
            pipe.write(msgspec.msgpack.encode(judge(check, Path(folder))))
    finally:
        os._exit(0)
