"""A last layer by least squares on random tanh units, against NumPy in double precision."""

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake, number


def draw():
    """x, y, w, b: a target that the units cannot follow exactly, far from 0 on average."""
    d, n = int(torch.randint(2, 4, ())), int(torch.randint(4, 7, ()))
    x = torch.randn(50, d)
    w, b = 1.5 * torch.randn(d, n), torch.randn(n)
    y = 3 + torch.sin(2 * x[:, :1]) + x[:, 1:2] ** 2 + 0.1 * torch.randn(50, 1)
    return x, y, w, b


def columns(x, w, b, *, ones=True):
    hidden = np.tanh(x.double().numpy() @ w.double().numpy() + b.double().numpy())
    return np.concatenate([hidden, np.ones((len(x), 1))], axis=1) if ones else hidden


def solve(a, y):
    return np.linalg.lstsq(a, y.double().numpy(), rcond=None)[0]


def fitted(answer, x, y, w, b):
    function = answer.fit(x, y, w, b)
    if isinstance(function, torch.Tensor):
        raise Mistake(
            f"fit returns a tensor of shape {tuple(function.shape)}, and it should return a function.",
            "Its caller wants to ask for the outputs at inputs of its own.",
        )
    if not callable(function):
        what = "None" if function is None else f"a {type(function).__name__}"
        raise Mistake(f"fit returns {what}, and it should return a function.")
    return function


def outputs(function, x):
    """What the function says, without a graph: the last layer of a module may still want gradients."""
    result = function(x)
    return result.detach() if isinstance(result, torch.Tensor) else result


def float32(array):
    return torch.tensor(array, dtype=torch.float32)


def test_function(answer):
    """returns a function from (M, d) to (M, 1)"""
    x, y, w, b = draw()
    out = outputs(fitted(answer, x, y, w, b), x[:7])
    right = isinstance(out, torch.Tensor) and out.shape == (7, 1) and out.dtype == torch.float32
    check.same(torch.zeros(7, 1) if right else out, torch.zeros(7, 1), "The outputs for 7 inputs")


def test_bias(answer):
    """fits the bias, too"""
    x, y, w, b = draw()
    seen = outputs(fitted(answer, x, y, w, b), x).double().numpy()
    bare = columns(x, w, b, ones=False)
    if np.allclose(seen, bare @ solve(bare, y), atol=1e-2):
        raise Mistake(
            "The last layer has a weight for each hidden unit, and no bias.",
            "A sum of tanh units alone is then all there is. A bias lifts or lowers the whole curve.",
        )
    mean = y.double().numpy().mean()
    if np.allclose(seen, bare @ solve(bare, y - y.mean()) + mean, atol=1e-3):
        raise Mistake(
            "The bias is the mean of y, and was not fitted with the rest.",
            "The hidden units have a mean of their own, so the best bias is another number.",
        )


def test_lowest(answer):
    """has the lowest mean squared error"""
    x, y, w, b = draw()
    seen = outputs(fitted(answer, x, y, w, b), x).double().numpy()
    target = y.double().numpy()
    a = columns(x, w, b)
    best = ((a @ solve(a, y) - target) ** 2).mean()
    loss = ((seen - target) ** 2).mean()
    plain = np.concatenate([x.double().numpy(), np.ones((len(x), 1))], axis=1)
    straight = x.double().numpy() @ w.double().numpy() + b.double().numpy()
    straight = np.concatenate([straight, np.ones((len(x), 1))], axis=1)
    if loss > best * 1.001 + 1e-6 and (
        np.allclose(seen, plain @ solve(plain, y), atol=1e-2)
        or np.allclose(seen, straight @ solve(straight, y), atol=1e-2)
    ):
        raise Mistake(
            "The outputs are those of a linear model.",
            "Without an activation a hidden layer and a last one make one linear layer.",
            "Look at what goes into least squares: it should be tanh(x @ w + b).",
        )
    if not loss <= best * 1.001 + 1e-6:
        raise Mistake(
            f"The mean squared error on the samples is {number(loss)}, and the lowest possible {number(best)}.",
            "Least squares on the right columns gives the lowest at once: a descent may need very many steps.",
        )
    if loss < best * 0.98 - 1e-5:
        raise Mistake(
            f"The mean squared error is {number(loss)}, lower than {number(best)}, which is the lowest that these "
            "hidden units allow.",
            "They were given, and stay as they are: only the last layer is fitted.",
        )


def test_new(answer):
    """answers for new inputs"""
    x, y, w, b = draw()
    function = fitted(answer, x, y, w, b)
    for count in (20, 1):
        new = 0.7 * torch.randn(count, x.shape[1])
        wanted = columns(new, w, b) @ solve(columns(x, w, b), y)
        check.same(outputs(function, new), float32(wanted), f"The outputs for {count} new inputs", rtol=1e-2, atol=1e-2)


def test_exact(answer):
    """finds the last layer where there is one without error"""
    x, _, w, b = draw()
    last = torch.randn(w.shape[1], 1)
    y = torch.tanh(x @ w + b) @ last - 2
    new = 0.7 * torch.randn(20, x.shape[1])
    wanted = torch.tanh(new @ w + b) @ last - 2
    check.same(outputs(fitted(answer, x, y, w, b), new), wanted, "The outputs for new inputs", rtol=1e-2, atol=1e-2)


def test_two_fits(answer):
    """keeps two fits apart"""
    x, y, w, b = draw()
    first = fitted(answer, x, y, w, b)
    before = outputs(first, x).clone()
    fitted(answer, x, -y, w, b)
    check.same(outputs(first, x), before, "What the first function says after a second fit")
