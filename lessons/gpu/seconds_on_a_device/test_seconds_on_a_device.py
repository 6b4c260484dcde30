"""A stopwatch with devices that are played: queues, a CPU without one, and a clock that moves where something takes
time."""

import inspect
from contextlib import contextmanager

import pytest
import torch

from tutor import check
from tutor.check import Mistake, number

QUEUING = 0.001
COLD = 30
"""How many times longer the first run takes."""


class Machine:
    """A CPU and, if there are any, two GPUs, of which the first is the current one; no real time passes."""

    def __init__(self, works, usual, busy=0.0, gpus="", cold=COLD):
        self.works, self.usual, self.cold = torch.device(works), usual, cold
        self.kind = gpus or ("" if self.works.type == "cpu" else self.works.type)
        self.current = 0
        self.now, self.runs = 50.0, 0
        self.done_at = {0: self.now, 1: self.now}
        self.looks = self.waits = 0
        if self.works.type != "cpu":
            self.done_at[self.index] += busy

    @property
    def index(self):
        return self.works.index or 0

    @property
    def true(self):
        return self.usual if self.works.type == "cpu" else self.usual + QUEUING

    def measures(self, found):
        """Whether it is the time of a run, or the mean of some that were put into the queue together."""
        queuing = self.true - self.usual
        return any(near(found, self.usual + queuing / many) for many in range(1, self.runs))

    def run(self):
        self.runs += 1
        length = self.usual * (self.cold if self.runs == 1 else 1)
        if self.works.type == "cpu":
            self.now += length
            return
        self.now += QUEUING
        self.done_at[self.index] = max(self.now, self.done_at[self.index]) + length

    def clock(self):
        self.looks += 1
        return self.now

    def synchronize(self, device=None, /):
        self.waits += 1
        if not self.kind:
            raise RuntimeError("Cannot access accelerator device when none is available.")
        if device is not None and not isinstance(device, int):
            place = torch.device(device)
            if place.type != self.kind:
                raise ValueError(f"{place.type} doesn't match the current accelerator {self.kind}.")
            device = place.index
        self.now = max(self.now, self.done_at[self.current if device is None else device])

    def set_device_index(self, device, /):
        place = device if isinstance(device, int) else torch.device(device).index
        self.current = self.current if place is None else place

    @contextmanager
    def device_index(self, device, /):
        before = self.current
        self.set_device_index(before if device is None else device)
        try:
            yield
        finally:
            self.current = before


def cuda_asked(*_, **__):
    raise Mistake(
        "Your stopwatch waits by torch.cuda, and there is no CUDA on this machine.",
        "The GPU may be one of another maker. torch.accelerator is the name for all of them.",
    )


def unwrapped(value):
    """A function as the answer has it."""
    return inspect.unwrap(value) if callable(value) else value


@pytest.fixture(autouse=True)
def played(answer, monkeypatch):
    """Puts a machine in the place of the accelerators, also where the answer has imported a name."""
    theirs = torch.accelerator.synchronize
    imported = [name for name in dir(answer) if unwrapped(getattr(answer, name)) is theirs]

    def place(machine):
        there = bool(machine.kind)
        for name in ("synchronize", "set_device_index", "device_index"):
            monkeypatch.setattr(torch.accelerator, name, getattr(machine, name), raising=False)  # not in each version
        monkeypatch.setattr(torch.accelerator, "current_device_index", lambda: machine.current)
        monkeypatch.setattr(torch.accelerator, "is_available", lambda: there)
        monkeypatch.setattr(torch.accelerator, "device_count", lambda: 2 if there else 0)
        monkeypatch.setattr(
            torch.accelerator, "current_accelerator", lambda *_, **__: torch.device(machine.kind) if there else None
        )
        monkeypatch.setattr(torch.cuda, "synchronize", cuda_asked)
        for name in imported:
            monkeypatch.setattr(answer, name, machine.synchronize)
        return machine

    return place


def usual():
    return 0.02 + 0.03 * torch.rand(()).item()


def measured(answer, machine, device):
    """The seconds that the answer gives; raises where they come from no clock of ours, or are no number."""
    try:
        found = answer.seconds(machine.run, device, machine.clock)
    except (RuntimeError, ValueError) as error:
        if machine.works.type != "cpu" or not any(w in str(error) for w in ("none is available", "doesn't match")):
            raise
        there = "the work is not on one" if machine.kind else "there is no accelerator"
        raise Mistake(
            f"For device={device!r} your stopwatch waits for an accelerator, and {there}.",
            "On a CPU the work is done when run() returns. A torch.device is not equal to its name: ask for its type.",
        ) from None
    if machine.runs == 0:
        raise Mistake("run() was not called.", "Without the round brackets, run is the function, and no call.")
    if machine.looks < 2:
        raise Mistake(
            "Your stopwatch does not look at clock() twice.",
            "It should read the clock that it is given, not another; the time is the second look minus the first.",
        )
    if machine.current:
        raise Mistake(
            "After your stopwatch another device is the current one.",
            "Whoever called it goes on, and works on that device without knowing.",
            "synchronize takes the device that is to be waited for.",
        )
    check.is_number(found, "The time")
    return float(found)


def near(found, wanted):
    return abs(found - wanted) <= 1e-6 + 1e-4 * wanted


def wrong_time(machine, found, device):
    """Raise with what is in a time that is not that of a run."""
    seen = f"On {device!r} a run takes {number(machine.true)} s, and your stopwatch says {number(found)} s."
    if near(found, 1000 * machine.true):
        raise Mistake(seen, "Those are milliseconds; seconds are asked for.")
    if found < 0:
        raise Mistake(seen, "It is below zero: from the second look at the clock the first is to be taken away.")
    if machine.runs > 1 and near(found, machine.usual * machine.cold):
        raise Mistake(
            seen, "That is the time of the very first run. It is the warm-up, and does not count, slow or fast."
        )
    for many in range(2, machine.runs):
        if near(found, machine.true + (many - 1) * machine.usual):
            raise Mistake(seen, f"That is the time of {many} runs, and the time of one is asked for.")
    if machine.runs < 2:
        raise Mistake(seen, "It measured the very first run, which is slower: that one is the warm-up.")
    if found > 5 * machine.true:
        raise Mistake(
            seen,
            "The warm-up, or what the device was busy with before, is in the time.",
            "Look at what stands between the first run and the first look at the clock.",
        )
    raise Mistake(seen, "Between the two looks at the clock there should be one run, and a wait for it.")


def test_cpu(answer, played):
    """asks nothing of an accelerator on the CPU"""
    for device, gpus, cold in (
        ("cpu", "", COLD),
        (torch.device("cpu"), "", COLD),
        ("cpu", "cuda", COLD),
        (torch.device("cpu"), "xpu", 0.5),
    ):
        machine = played(Machine("cpu", usual(), gpus=gpus, cold=cold))
        found = measured(answer, machine, device)
        if not machine.measures(found):
            wrong_time(machine, found, device)


def test_waits(answer, played):
    """waits until the run is done"""
    for device in ("cuda:0", torch.device("cuda", 0), "cuda", "xpu"):
        machine = played(Machine(device, usual()))
        found = measured(answer, machine, device)
        if found < 2 * QUEUING:
            raise Mistake(
                f"On {device!r} a run takes {number(machine.true)} s, and your stopwatch says {number(found)} s.",
                "That is how long it takes to put it into the queue. The work was not done when the clock was read.",
                "An accelerator may be of any maker, so not every one is named cuda."
                if device == "xpu"
                else "Look at what stands between run() and the second look at the clock.",
            )


def test_earlier_work(answer, played):
    """does not count earlier work"""
    for busy in (0.0, 5.0):
        machine = played(Machine("cuda:0", usual(), busy))
        found = measured(answer, machine, "cuda:0")
        if machine.measures(found):
            continue
        if busy or (machine.runs >= 2 and found > 5 * machine.true and not near(found, 1000 * machine.true)):
            raise Mistake(
                f"A run takes {number(machine.true)} s, and your stopwatch says {number(found)} s.",
                "The warm-up or earlier work was still in the queue when the clock was read first.",
                "Queued is not done: look at what stands right before the first look at the clock.",
            )
        wrong_time(machine, found, "cuda:0")


def test_which_device(answer, played):
    """waits for the device that works"""
    for device in ("cuda:1", torch.device("cuda", 1)):
        machine = played(Machine(device, usual(), 2.0))
        found = measured(answer, machine, device)
        if machine.measures(found):
            continue
        raise Mistake(
            f"On {device!r} a run takes {number(machine.true)} s, and your stopwatch says {number(found)} s.",
            "It waited for another device: without an argument, synchronize() means the current one, here 'cuda:0'.",
        )
