"""What the slope of the loss must be, whichever way it is found."""

import numpy as np
import torch

from tutor.check import Mistake, number, signed


def draw(n, w=None):
    """A number w, and x and y of shape (n,): all of both signs, and the answers lie apart from the guesses."""
    signs = np.sign((torch.rand(2, n, dtype=torch.float64) - 0.5).numpy())
    x = signs[0] * (0.5 + torch.rand(n, dtype=torch.float64)).numpy()
    if w is None:
        w = float((0.3 + 0.4 * torch.rand(())) * (1 if torch.rand(()) < 0.5 else -1))
    y = np.tanh(w * x) - signs[1] * (0.5 + torch.rand(n, dtype=torch.float64)).numpy()
    return w, x, y


def slope(answer, w, x, y):
    """What the answer returns, as a number. Raise where a function for single numbers was given an array."""
    try:
        result = answer.slope(w, x, y)
    except TypeError as error:
        if "converted to Python scalar" not in str(error) and "0-dimensional arrays" not in str(error):
            raise
        raise Mistake(
            "A function for single numbers was given a whole array.",
            "The functions of the module math take one number. NumPy has those of the same name that take arrays.",
            "Look at what tanh is called on: x has the shape (N,).",
        ) from None
    if result is None:
        raise Mistake(
            "slope returns None.",
            "A function that ends without a return statement gives None. So does .grad before backward().",
        )
    if isinstance(result, torch.Tensor):
        result = result.detach().numpy()
    if isinstance(result, bool | str | bytes) or not np.issubdtype(np.asarray(result).dtype, np.number):
        raise Mistake(f"slope returns {result!r}, and it should be a number.")
    if np.shape(result) != ():
        raise Mistake(
            f"slope returns something of shape {np.shape(result)}, and it should be a single number.",
            "There is one parameter, so there is one slope: the mean over the examples.",
        )
    if np.iscomplexobj(result):
        raise Mistake(f"slope returns {result!r}, a complex number, and it should be a real one.")
    return float(result)


def judge(answer, w, x, y):
    """Raise unless the slope is right, by the formula; a slope found by nudging is off by a little."""
    guess = np.tanh(w * x)
    error, bend = guess - y, 1 - guess**2
    wanted = float(np.mean(2 * error * bend * x))
    found = slope(answer, w, x, y)
    size = float(np.mean(np.abs(2 * bend * x)))  # a slope of such a size is what errors of 1 make
    if abs(found - wanted) <= 1e-4 * abs(wanted) + 1e-5 * size:
        return
    seen = f"The slope is {signed(found)}, and it should be {signed(wanted)}."
    if np.isnan(found):
        raise Mistake(seen, "nan is 'not a number': it comes from 0/0, inf − inf, or the root of a negative number.")
    n = len(x)
    nudged = [
        (np.mean((np.tanh((w + h) * x) - y) ** 2) - np.mean((guess - y) ** 2)) / h for h in (1e-1, 1e-2, 1e-3, -1e-2)
    ]
    reasons = [
        (wanted / 2, "It is half as large. The derivative of a square brings a factor."),
        (wanted * 2, "It is twice as large."),
        (wanted * n, f"It is {n} times as large, and there are {n} examples. The loss is a mean, not a sum."),
        (wanted * n / 2, f"It is {n} / 2 times as large: the factor 2 of the square is missing, and the mean."),
        (-wanted, "It has the wrong sign. Where the guess is too high, and grows with w, so does the loss."),
        (
            np.mean(2 * error * (1 - guess) * x),
            "The factor of the tanh is 1 − tanh here, and should be 1 − tanh²: a square is missing.",
        ),
        (
            np.mean(2 * error * (1 - (w * x) ** 2) * x),
            "The factor of the tanh has (w · x)² in it. It should be the square of tanh(w · x), so of the guess.",
        ),
        (
            np.mean(2 * error * (1 - np.tanh(guess) ** 2) * x),
            "tanh was taken twice. The guess is a tanh already.",
        ),
        (
            np.mean(2 * error**2 * bend * x),
            "The error is still squared. The derivative of u² is 2u.",
        ),
        (
            2 * np.mean(error) * np.mean(bend) * np.mean(x),
            "Each factor was averaged by itself. They belong together, example by example; the mean comes last.",
        ),
        (np.median(2 * error * bend * x), "That is the median over the examples. The loss is their mean."),
        (np.mean(2 * np.abs(error) * bend * x), "The error has lost its sign: it is guess − y, not its size."),
        (2 * (error * bend * x)[0], "That is the slope of the first example alone. The loss is a mean over all."),
        (2 * (error * bend * x)[-1], "That is the slope of the last example alone. The loss is a mean over all."),
        (wanted * n / max(n - 1, 1), f"It was divided by {n - 1}, and there are {n} examples."),
        (np.mean(2 * error * (1 + guess**2) * x), "The factor of the tanh is 1 + tanh² here, and should be 1 − tanh²."),
        (np.mean(2 * error / bend * x), "It is divided by the factor of the tanh. The chain rule multiplies."),
        (np.mean(2 * error), "That is the factor of the square alone. The tanh and the product have one, too."),
        (np.mean(error**2), "And that is the loss. What is asked for is how it changes as w grows."),
        (np.mean(2 * error * x), "The factor of the tanh is missing: where it is flat, w has little effect."),
        (np.mean(2 * error * bend), "The factor of the product w · x is missing: a large input feels w more."),
        (np.mean(2 * error * bend * w), "It is as if w · x brought w. When w changes, what does the product bring?"),
        *(
            (value, "That is a nudge to one side, and a large one. To both sides, it is much more exact.")
            for value in nudged
        ),
    ]
    for value, reason in reasons:
        if np.isclose(found, value, rtol=1e-5, atol=1e-9 * size):
            raise Mistake(seen, reason)
    raise Mistake(
        f"For {'1 example' if n == 1 else f'{n} examples'} and w = {number(w)}: {seen[0].lower()}{seen[1:]}",
        "One factor for each operation on the way from w to the loss: the product, the tanh, the square.",
        "Take one example and compare your factors with those of the hint.",
    )


def test_one_example(answer):
    """is right for a single example"""
    for _ in range(5):
        judge(answer, *draw(1))


def test_many_examples(answer):
    """is the mean over many examples"""
    for _ in range(5):
        judge(answer, *draw(int(torch.randint(5, 30, ()))))


def test_at_the_best(answer):
    """is zero where all guesses are right"""
    w, x, _ = draw(8)
    judge(answer, w, x, np.tanh(w * x))


def test_corners(answer):
    """holds for w = 0, and for inputs that are 0 or large"""
    judge(answer, *draw(7, w=0.0))
    w, x, y = draw(6)
    x[:2] = 0.0
    judge(answer, w, x, y)
    x[2:4] = -9.0
    judge(answer, w, x, y)
    judge(answer, w, np.zeros(3), np.array([1.0, -2.0, 0.0]))
