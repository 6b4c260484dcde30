"""Which of the recorded runs overfit, and where each should have stopped."""

import numpy as np
import torch

from tutor.check import Mistake


def falling(count, end=0.05):
    """Losses that fall all the time, with a little waviness that never turns them."""
    start = 1.0 + torch.rand(()).item()
    rate = 3.0 + torch.rand(()).item()
    return [end + start * float(np.exp(-rate * k / count)) for k in range(count)]


def bowl(count, step, rise, floor=0.4):
    """Losses that are lowest at `step` alone and end `rise` times as high."""
    down = [floor * (1 + 2 * ((step - k) / step) ** 2) for k in range(step)]
    up = [floor * (1 + (rise - 1) * (k - step) / (count - 1 - step)) for k in range(step, count)]
    return down + up


def place(count):
    return int(torch.randint(count // 4, count // 2, ()))


def said(answer, runs):
    result = answer.overfitting(runs)
    if not isinstance(result, dict):
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(f"overfitting returns {what}, and it should return a dict of steps by name.")
    for name, step in result.items():
        if isinstance(step, torch.Tensor):
            raise Mistake(f"Under {name!r} stands a tensor, and a step is an int.", ".item() makes one of it.")
        if isinstance(step, bool) or not isinstance(step, int | np.integer):
            raise Mistake(f"Under {name!r} stands {step!r}, and it should be a step, an int.")
    return result


def overfits(steps, name="b"):
    """The step given for a run that overfits."""
    if name not in steps:
        raise Mistake(
            f"The run {name!r} is missing.",
            "Its held-out loss ends far above its lowest, and its training loss fell to the end: it overfits.",
        )
    return steps[name]


def test_names(answer):
    """names the runs that overfit"""
    count = 40
    runs = {
        "a": (falling(count), falling(count, 0.3)),
        "b": (falling(count), bowl(count, place(count), 1.6)),
    }
    steps = said(answer, runs)
    overfits(steps)
    if "a" in steps:
        raise Mistake(
            "You name the run 'a', whose held-out loss fell to the end.",
            "That it lies above the training loss is no overfitting yet. It overfits where the held-out loss rises.",
        )


def test_step(answer):
    """gives the step of the lowest held-out loss"""
    count = 40
    step = place(count)
    training, held_out = falling(count), bowl(count, step, 1.7)
    seen = overfits(said(answer, {"b": (training, held_out)}))
    if seen == step:
        return
    case = f"For a run of {count} steps you stop at step {seen}, and it should be {step}."
    if seen == count - 1:
        raise Mistake(case, "That is the last step. The training loss is lowest there, but the held-out loss is not.")
    if seen == step + 1:
        raise Mistake(case, "Steps count from 0, as places in a list do.")
    if seen == count - step:
        raise Mistake(case, "That is how many steps were left.")
    raise Mistake(case, f"At step {step} the held-out loss is lowest, {held_out[step]:.3f}.")


def test_first_rise(answer):
    """goes on where the held-out loss falls again after a rise"""
    count = 40
    step = place(count)
    held_out = bowl(count, step, 1.6)
    held_out[step - 2] = held_out[step - 3] * 1.05  # up for one step, and down again
    seen = overfits(said(answer, {"b": (falling(count), held_out)}))
    if seen == step - 3:
        raise Mistake(
            f"You stop at step {seen}, where the held-out loss rises for the first time; at step {step} it is lower.",
            "A loss may rise for a step or two and fall again. The lowest of all counts.",
        )
    if seen != step:
        raise Mistake(f"You stop at step {seen}, and the held-out loss is lowest at step {step}.")


def test_margin(answer):
    """allows a rise of up to 10%"""
    count = 40
    step = place(count)
    runs = {"a": (falling(count), bowl(count, step, 1.06)), "b": (falling(count), bowl(count, step, 1.15))}
    steps = said(answer, runs)
    if "a" in steps:
        raise Mistake(
            "You name the run 'a', whose held-out loss ends 6% above its lowest.", "Up to 10% is no overfitting."
        )
    if "b" not in steps:
        raise Mistake("The run 'b' is missing: its held-out loss ends 15% above its lowest.", "More than 10% counts.")


def test_recovers(answer):
    """looks at the end, not at a rise in between"""
    count, step = 40, place(40)
    held_out = bowl(count, step, 1.6)
    held_out[-3:] = [held_out[step] * 1.02, held_out[step] * 1.01, held_out[step] * 1.005]
    if "a" in said(answer, {"a": (falling(count), held_out)}):
        raise Mistake(
            "You name a run whose held-out loss rose and came down again.", "At the end it is 0.5% above its lowest."
        )


def test_diverging(answer):
    """leaves out a run that diverges"""
    count, step = 40, place(40)
    training = bowl(count, step, 1.8, 0.2)
    runs = {"a": (training, bowl(count, step, 1.6)), "b": (falling(count), bowl(count, step, 1.6))}
    steps = said(answer, runs)
    if "a" in steps:
        raise Mistake(
            f"You name the run 'a', whose training loss rises, too: from {training[step]:.2f} at step {step}, where "
            f"the held-out loss is lowest, to {training[-1]:.2f} at the end.",
            "That is no overfitting: the training itself goes wrong, with a rate that is too high for example.",
        )
    overfits(steps)


def test_training_compared_at_the_step(answer):
    """compares the training loss with that at the same step"""
    count, step = 40, place(40)
    training = falling(count)
    training[step] = training[-1] * 0.9  # by chance very low there, and above it ever after
    if "a" in said(answer, {"a": (training, bowl(count, step, 1.6))}):
        raise Mistake(
            "You name a run whose last training loss is above that at the step of the lowest held-out loss.",
            "The two are to be compared at these steps, not the first with the last.",
        )
    training = falling(count)
    training[step] = training[-1]
    if "a" in said(answer, {"a": (training, bowl(count, step, 1.6))}):
        raise Mistake(
            "You name a run whose last training loss equals that at the step of the lowest held-out loss.",
            "It overfits only where its last training loss is below.",
        )
    training = falling(count)
    training[step + 1] = training[-1] * 0.9  # a dip in between says nothing
    overfits(said(answer, {"b": (training, bowl(count, step, 1.6))}))


def test_first_of_equals(answer):
    """takes the first of several lowest"""
    count, step = 40, place(40)
    held_out = bowl(count, step, 1.6)
    held_out[step + 3] = held_out[step]
    seen = overfits(said(answer, {"b": (falling(count), held_out)}))
    if seen != step:
        raise Mistake(
            f"The lowest held-out loss stands at steps {step} and {step + 3}, and you stop at {seen}.",
            "The first of them is as good and costs fewer steps.",
        )


def test_none(answer):
    """returns an empty dict where none overfits"""
    for runs in ({}, {"a": (falling(9), falling(9, 0.2))}, {"a": ([0.5], [0.7])}):
        steps = said(answer, runs)
        if steps != {}:
            raise Mistake(f"No run overfits, and you return {steps!r}.")
