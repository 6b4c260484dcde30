"""What a stopwatch must do with a device that works through a queue; device and clock are played."""

import statistics

import torch

from tutor import check
from tutor.check import Mistake, number

COLD = 40
"""How many times longer the first run takes."""


class Device:
    """A queue of work and the clock beside it. No real time passes: `now` moves where something takes time."""

    def __init__(self, usual, *, steady=False, busy=0.0):
        self.usual, self.steady = usual, steady
        self.queuing = usual / 50
        self.now = 100.0
        self.done_at = self.now + busy
        self.runs = 0
        self.looks = 0
        self.began = []
        """Of each run, whether the device still had something else to do when it was queued."""

    def length(self, number):
        """Seconds of a run: the first is cold, and of seven that follow one is disturbed and one is lucky."""
        if number == 0:
            return COLD * self.usual
        return self.usual * (1 if self.steady else {3: 12, 5: 0.5}.get(number % 7, 1))

    def run(self):
        self.began.append(self.done_at > self.now)
        self.now += self.queuing
        self.done_at = max(self.now, self.done_at) + self.length(self.runs)
        self.runs += 1

    def wait(self):
        self.now = max(self.now, self.done_at)

    def clock(self):
        self.looks += 1
        return self.now

    @property
    def true(self):
        """What the median of the measured runs is."""
        return self.queuing + self.usual


def usual():
    """Seconds of a warm, undisturbed run."""
    return 0.01 + 0.04 * torch.rand(()).item()


def measured(answer, device, repeats):
    """The seconds that the stopwatch gives; raises where they come from no clock of ours, or are no number."""
    found = answer.stopwatch(device.run, device.wait, device.clock, repeats)
    if device.runs == 0:
        raise Mistake("Your stopwatch never calls run(): there is nothing that it could have measured.")
    check.is_number(found, "The time")
    if device.looks == 0:
        raise Mistake(
            "Your stopwatch never reads clock().",
            "It should read the clock that it is given. That way it can be tried with a clock that is not real.",
        )
    return float(found)


def near(found, wanted):
    return abs(found - wanted) < 1e-4 * wanted


def test_waits(answer):
    """reads the clock when the work is done, not when it is queued"""
    device = Device(usual(), steady=True)
    found = measured(answer, device, 5)
    if found < 2 * device.queuing:
        raise Mistake(
            f"A run takes {number(device.true)} s, and your stopwatch says {number(found)} s.",
            "That is how long it takes to put it into the queue. The work was not done when the clock was read.",
            "Look at what stands between run() and the second look at the clock.",
        )


def test_warms_up(answer):
    """leaves out the first run of all"""
    device = Device(usual(), steady=True)
    found = measured(answer, device, 1)
    if near(found, device.true):
        return
    seen = f"Asked for a single run, which takes {number(device.true)} s, your stopwatch says {number(found)} s."
    if device.runs == 1:
        raise Mistake(seen, f"It measured the first run of all, which is {COLD} times as slow. That one is warm-up.")
    if device.began[-1]:
        raise Mistake(
            seen,
            "The device was still at work on the warm-up run when the clock was read first: queued is not done.",
            "Look at what stands before the first look at the clock.",
        )
    raise Mistake(seen, "The first run of all may still be in it.")


def test_begins_idle(answer):
    """does not count what the device was busy with before"""
    device = Device(usual(), steady=True, busy=9.0)
    found = measured(answer, device, 1)
    if found > 8:
        raise Mistake(
            f"The device had 9 s of other work left, and your stopwatch says {number(found)} s for a run of "
            f"{number(device.true)} s.",
            "The device was still at work when the clock was read first.",
        )


def test_median(answer):
    """gives the median of the runs"""
    repeats = int(torch.randint(9, 20, ()))
    device = Device(usual())
    found = measured(answer, device, repeats)
    if near(found, device.true):
        return
    warm_ups = max(device.runs - repeats, 0)
    times = [device.queuing + device.length(k) for k in range(warm_ups, warm_ups + repeats)]
    queued_at_once = statistics.mean(device.length(k) for k in range(warm_ups, warm_ups + repeats))
    seen = f"{repeats} runs: the median is {number(device.true)} s, and your stopwatch says {number(found)} s."
    if near(found, min(times)):
        raise Mistake(seen, "That is the fastest of them, which was a lucky one.")
    if near(found, statistics.mean(times)) or (queued_at_once <= found <= statistics.mean(times)):
        raise Mistake(
            seen, "That is their mean. A few runs were disturbed: they pull up the mean, and hardly move the median."
        )
    raise Mistake(seen)


def test_repeats(answer):
    """measures as many runs as it is asked for"""
    for repeats in (3, int(torch.randint(12, 20, ()))):
        device = Device(usual())
        measured(answer, device, repeats)
        if device.runs < repeats:
            raise Mistake(f"Asked for repeats={repeats}, your stopwatch calls run() {device.runs} times.")
    few, many = Device(usual()), Device(usual())
    measured(answer, few, 2)
    measured(answer, many, 30)
    if many.runs - few.runs < 28:
        raise Mistake(
            f"With repeats=2 your stopwatch calls run() {few.runs} times, with repeats=30 {many.runs} times.",
            "Each of the repeats is one measured run.",
        )
