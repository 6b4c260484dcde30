"""What the slope of the loss must be, whichever way it is found."""

import numpy as np
import torch

from tutor.check import Mistake, signed


def draw(n):
    """A number w, and x and y of shape (n,): the answers lie apart from the guesses, so no factor can hide."""
    x = (0.5 + torch.rand(n, dtype=torch.float64)).numpy()
    w = float(0.3 + 0.4 * torch.rand(()))
    y = np.tanh(w * x) - (0.5 + torch.rand(n, dtype=torch.float64)).numpy()
    return w, x, y


def slope(answer, w, x, y):
    """What the answer returns. Raise where a function for single numbers was given an array."""
    try:
        return answer.slope(w, x.copy(), y.copy())
    except TypeError as error:
        if "converted to Python scalars" not in str(error):
            raise
        raise Mistake(
            "A function for single numbers was given a whole array.",
            "The functions of the module math take one number. NumPy has those of the same name that take arrays.",
            "Look at what tanh is called on: x has the shape (N,).",
        ) from None


def judge(answer, w, x, y):
    guess = np.tanh(w * x)
    error, bend = guess - y, 1 - guess**2
    wanted = float(np.mean(2 * error * bend * x))
    result = slope(answer, w, x, y)
    if result is None:
        raise Mistake(
            "slope returns None.",
            "A function that ends without a return statement gives None. So does .grad before backward().",
        )
    if np.shape(result) != ():
        raise Mistake(
            f"slope returns something of shape {np.shape(result)}, and it should be a single number.",
            "There is one parameter, so there is one slope: the mean over the examples.",
        )
    found = float(result)
    seen = f"The slope is {signed(found)}, and it should be {signed(wanted)}."
    n = len(x)
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
        (np.mean(2 * error), "That is the factor of the square alone. The tanh and the product have one, too."),
        (np.mean(error**2), "And that is the loss. Wanted is how it changes as w grows."),
        (np.mean(2 * error * x), "The factor of the tanh is missing: where it is flat, w has little effect."),
        (np.mean(2 * error * bend), "The factor of the product w · x is missing: a large input feels w more."),
        (np.mean(2 * error * bend * w), "It is as if w · x brought w. When w changes, what does the product bring?"),
    ]
    if np.isclose(found, wanted, rtol=1e-4, atol=1e-7):
        return
    for value, reason in reasons:
        if np.isclose(found, value, rtol=1e-5):
            raise Mistake(seen, reason)
    raise Mistake(
        seen,
        "One factor for each operation on the way from w to the loss: the product, the tanh, the square.",
        "Take one example and compare your factors with those of the hint.",
    )


def test_one_example(answer):
    """is right for a single example"""
    judge(answer, *draw(1))


def test_many_examples(answer):
    """is the mean over many examples"""
    judge(answer, *draw(int(torch.randint(5, 30, ()))))


def test_at_the_best(answer):
    """is zero where all guesses are right"""
    w, x, _ = draw(8)
    judge(answer, w, x, np.tanh(w * x))
