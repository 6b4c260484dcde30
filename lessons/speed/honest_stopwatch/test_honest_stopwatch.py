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
        self.lengths = []
        """Seconds of each run."""
        self.log = []
        """What was called, a letter each: r, w, c; C for a look at the clock while the device was at work."""

    def length(self):
        """Seconds of the next run: the first is cold; of the others no two are alike, some disturbed, some lucky."""
        if not self.lengths:
            return COLD * self.usual
        if self.steady:
            return self.usual
        kind = torch.rand(()).item()
        times = 12 + 4 * torch.rand(()).item() if kind < 0.2 else 0.4 if kind < 0.3 else 1
        return self.usual * times * (1 + 0.1 * torch.rand(()).item())

    def run(self):
        self.log.append("r")
        self.now += self.queuing
        self.lengths.append(self.length())
        self.done_at = max(self.now, self.done_at) + self.lengths[-1]

    def wait(self):
        self.log.append("w")
        self.now = max(self.now, self.done_at)

    def clock(self):
        self.log.append("C" if self.done_at > self.now else "c")
        return self.now

    @property
    def runs(self):
        return len(self.lengths)

    @property
    def true(self):
        """What a warm, undisturbed run takes."""
        return self.queuing + self.usual


def usual():
    """Seconds of a warm, undisturbed run."""
    return 0.01 + 0.04 * torch.rand(()).item()


def measured(answer, device, repeats):
    """The seconds that the stopwatch gives; raises where they come from no clock of ours, or are no number."""
    try:
        found = answer.stopwatch(device.run, device.wait, device.clock, repeats)
    except statistics.StatisticsError:
        raise no_times() from None
    except TypeError as error:
        if "'method'" not in str(error):
            raise
        raise Mistake(
            "The clock was not read: clock without brackets is the function itself, and clock() calls it.",
            "Two functions cannot be subtracted from each other.",
        ) from None
    if device.runs == 0:
        raise Mistake("Your stopwatch never calls run(): there is nothing that it could have measured.")
    if not {"c", "C"} & set(device.log):
        raise Mistake(
            "Your stopwatch never reads clock().",
            "It should read the clock that it is given. That way it can be tried with a clock that is not real.",
        )
    if isinstance(found, float) and found != found:
        raise no_times()
    check.is_number(found, "The time")
    return float(found)


def no_times():
    return Mistake(
        "Your stopwatch has no times to take the median of: the list is empty.",
        "Each run's seconds have to be put into it.",
        "Look for where times.append is called, and how often.",
    )


def near(found, wanted):
    return abs(found - wanted) <= 1e-4 * wanted


def between_looks(device):
    """What was done between each look at the clock and the next, where there was a run."""
    return [part for part in "".join(device.log).lower().split("c")[1:-1] if "r" in part]


def explain(device, seen):
    """Raise with what is wrong in the order of the calls."""
    parts = between_looks(device)
    if device.runs == 1:
        raise Mistake(seen, f"It measured the first run of all, which is {COLD} times as slow. That one is warm-up.")
    if not parts:
        raise Mistake(seen, "Between two looks at the clock there is no run.", "Start, run, wait, stop: in this order.")
    if any(part.count("r") > 1 for part in parts):
        raise Mistake(
            seen,
            "Between two looks at the clock there is more than one run. If one of them is the warm-up, it is in the "
            "time.",
            "Look at where the clock is read first.",
        )
    if "r" not in "".join(device.log).lower().partition("c")[0]:
        raise Mistake(
            seen,
            "The clock is read before the first run of all, so that run is in the time. It is the warm-up.",
        )
    raise Mistake(
        seen,
        "The device was still at work on the warm-up run when the clock was read first: queued is not done.",
        "Look at what stands before the first look at the clock.",
    )


def test_waits(answer):
    """reads the clock when the work is done, not when it is queued"""
    for repeats in (5, 1, 8):
        device = Device(usual(), steady=True)
        found = measured(answer, device, repeats)
        if not found >= 2 * device.queuing:
            raise Mistake(
                f"A run takes {number(device.true)} s, and your stopwatch says {number(found)} s.",
                "That is how long it takes to put it into the queue. The work was not done when the clock was read."
                + (" wait() was never called." if "w" not in device.log else ""),
                "Look at what stands between run() and the second look at the clock.",
            )


def test_warms_up(answer):
    """leaves out the first run of all"""
    device = Device(usual(), steady=True)
    found = measured(answer, device, 1)
    if not near(found, device.true):
        seen = f"Asked for a single run, which takes {number(device.true)} s, your stopwatch says {number(found)} s."
        if near(found, 1000 * device.true):
            raise Mistake(seen, "Those are milliseconds. The clock gives seconds, and seconds are asked for.")
        explain(device, seen)


def test_begins_idle(answer):
    """does not count what the device was busy with before"""
    device = Device(usual(), steady=True, busy=9.0)
    found = measured(answer, device, 1)
    if not near(found, device.true):
        raise Mistake(
            f"The device was busy for 9 s when you began. A run takes {number(device.true)} s, and your stopwatch says "
            f"{number(found)} s.",
            "The device was still at work when the clock was read first.",
        )


def test_repeats(answer):
    """measures as many runs as it is asked for"""
    for repeats in (1, 2, 3, int(torch.randint(12, 20, ()))):
        device = Device(usual())
        measured(answer, device, repeats)
        if device.runs < repeats:
            runs = "1 time" if device.runs == 1 else f"{device.runs} times"
            raise Mistake(f"Asked for repeats={repeats}, your stopwatch calls run() {runs}.")
    few, many = Device(usual()), Device(usual())
    measured(answer, few, 2)
    measured(answer, many, 30)
    if many.runs - few.runs < 28:
        raise Mistake(
            f"With repeats=2 your stopwatch calls run() {few.runs} times, with repeats=30 {many.runs} times.",
            "Each of the repeats is one measured run.",
        )


def test_median(answer):
    """gives the median of the runs"""
    tries = []
    for repeats in (21, 25, 31, 1, 2, 3, 5, 10, int(torch.randint(11, 40, ()))):
        device = Device(usual())
        found = measured(answer, device, repeats)
        tries.append((found, [device.queuing + length for length in device.lengths[-repeats:]]))
    for found, times in tries:
        if not is_median(found, times):
            seen = (
                f"{count(len(times))}: the median is {number(statistics.median(times))} s, and your stopwatch says "
                f"{number(found)} s."
            )
            raise Mistake(seen, explained([one for one in tries if len(one[1]) > 20]))


def count(runs):
    return "1 run" if runs == 1 else f"{runs} runs"


def is_median(found, times):
    """Whether it is the middle one, or of an even number of them lies between the two in the middle."""
    times = sorted(times)
    low, high = times[(len(times) - 1) // 2], times[len(times) // 2]
    return low * (1 - 1e-4) <= found <= high * (1 + 1e-4)


def explained(tries):
    """What is seen in all of several tries, each what was found and the times in the order of the runs."""

    def always(what):
        return all(near(found, what(times)) for found, times in tries)

    if always(min):
        return "That is the fastest of them, which was a lucky one."
    if always(max):
        return "That is the slowest of them, which was disturbed."
    if always(sum):
        return "That is the time of all of them together."
    if always(lambda times: times[-1]):
        return "That is the last of them, whatever the others took."
    if always(lambda times: times[len(times) // 2]) or always(lambda times: times[(len(times) - 1) // 2]):
        return (
            "That is the one in the middle of the list, in the order in which they were measured. The median is in the "
            "middle of the sorted ones."
        )
    # all may have been queued, and then waited for once: a little less than the mean
    if all(0.97 * statistics.mean(times) <= found <= 1.0001 * statistics.mean(times) for found, times in tries):
        return "That is their mean. A few runs were disturbed: they pull up the mean, and hardly move the median."
    return "The median is the one in the middle when all the times are sorted."
