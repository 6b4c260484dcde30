"""The Jacobian of functions whose derivatives are known, with more rows than columns, fewer, and as many."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(rows, columns):
    """A function (N,) → (M,), tanh(A x) + (x·x) b, with its Jacobian at x by formula, (M, N)."""
    a, b, x = torch.randn(rows, columns), 0.5 + torch.rand(rows), 0.5 * torch.randn(columns)

    def f(p):
        return torch.tanh(a @ p) + (p @ p) * b

    t = torch.tanh(a @ x)
    return f, x, (1 - t**2).unsqueeze(1) * a + 2 * torch.outer(b, x)


def sizes():
    """Two that differ by at least one."""
    few = int(torch.randint(2, 5, ()))
    return few, few + int(torch.randint(1, 4, ()))


def found(answer, f, x):
    """The answer's table, without its graph."""
    try:
        result = answer.jacobian(f, x)
    except RuntimeError as error:
        raise explained(str(error)) or error from None
    except TypeError as error:
        if "expected Tensor as element" not in str(error) or "got tuple" not in str(error):
            raise
        raise Mistake(
            "torch.stack was given tuples, and it takes tensors.",
            "torch.autograd.grad returns a tuple, with one gradient for each input that was asked for, even for one.",
            "Look at what you take out of it.",
        ) from None
    if isinstance(result, list | tuple) and all(isinstance(one, torch.Tensor) for one in result):
        raise Mistake(
            f"jacobian returns a {type(result).__name__} of {len(result)} tensors, and it should return one tensor of "
            "shape (M, N).",
            "Look for the function of torch that makes a table of rows.",
        )
    if not isinstance(result, torch.Tensor):
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(f"jacobian returns {what}, and it should return a tensor of shape (M, N).")
    return result.detach()


def explained(said):
    """The mistake behind an error of autograd, where it is a known one."""
    if "second time" in said:
        return Mistake(
            "The second row comes through the same graph as the first, and the first has used it up.",
            "A backward pass lets go what the nodes have saved, unless it is told to keep it.",
        )
    if "Mismatch in shape" in said:
        return Mistake(
            "The incoming gradient has another shape than y.",
            "v has one number for each number of y, so there are M of them, and each has M numbers. N, the numbers of "
            "x, has no part in it.",
        )
    if "only for scalar outputs" in said:
        return Mistake(
            "y has several numbers, and PyTorch does not know with what to start the backward pass.",
            "For a result that is no single number you give the incoming gradient, of y's shape.",
        )
    if "does not require grad" in said or "been used in the graph" in said:
        return Mistake(
            "There is no path back from y to the x that was asked for.",
            "x comes as a plain tensor. It has to require a gradient before f is computed, and it must be this very x.",
        )
    return None


def judge(result, wanted):
    m, n = wanted.shape
    seen = f"jacobian gives the shape {tuple(result.shape)}. With y {(m,)} and x {(n,)} it should be {(m, n)}."
    if result.shape != wanted.shape:
        if result.shape == (n, m):
            raise Mistake(seen, "Rows belong to y, columns to x. Yours are the other way round.")
        if result.shape == (n,):
            raise Mistake(seen, "That is one backward pass, a single row. A Jacobian has a row for each number of y.")
        if result.shape == (m,):
            raise Mistake(seen, "That is one number for each row. Each y[i] has a derivative for each number of x.")
        if result.shape == (1, n):
            raise Mistake(seen, "That is the first row alone. A return inside a loop ends it in its first turn.")
        if result.shape == (m - 1, n):
            raise Mistake(seen, "One row is missing. range(M) goes up to M − 1, which is the last one.")
        if result.shape == (m * n,):
            raise Mistake(seen, "The rows stand one behind the other. torch.cat joins them; a table stacks them.")
        if result.shape == (n, n):
            raise Mistake(seen, "It is as wide as x and as high. The height is that of y: a row for each number of y.")
        raise Mistake(seen)
    if close(result, wanted):
        return
    means = ""
    if m == n and close(result, wanted.T):
        means = "It is transposed: rows belong to y, columns to x."
    elif close(result, wanted.cumsum(0)):
        means = "Each row still has all rows before it in it. backward() adds to .grad, and nobody cleared it."
    elif m > 1 and close(result, wanted.sum(0).expand_as(wanted)):
        means = "All rows are alike: the sum of all rows. Each is either v = 1 everywhere, or one and the same tensor."
    elif m > 1 and close(result, result[:1].expand_as(result)):
        means = (
            "All rows are alike. A list that holds x.grad holds the same tensor each time, and it goes on changing."
            if not result.any() or close(result[0], wanted[-1])
            else "All rows are alike."
        )
    elif close(result, torch.diag_embed(wanted.diagonal()) if m == n else result + 1):
        means = "Only the diagonal is there. Each y[i] may depend on every x[j]."
    elif torch.allclose(result, wanted, rtol=0.05, atol=0.02):
        means = "It is near, as a nudge would make it. A backward pass is exact."
    if means:
        raise Mistake("The shape is right, the numbers are not.", means)
    check.same(result, wanted, "The Jacobian", rtol=1e-3)


def close(one, other):
    return torch.allclose(one, other, rtol=1e-3, atol=1e-4)


def test_tall(answer):
    """is right with more results than inputs"""
    few, many = sizes()
    f, x, wanted = draw(many, few)
    judge(found(answer, f, x), wanted)


def test_wide(answer):
    """is right with more inputs than results"""
    few, many = sizes()
    f, x, wanted = draw(few, many)
    judge(found(answer, f, x), wanted)


def test_square(answer):
    """has the rows for y where both are as many"""
    size, _ = sizes()
    f, x, wanted = draw(size, size)
    judge(found(answer, f, x), wanted)


def test_one(answer):
    """is right for a single result, and for a single input"""
    for rows, columns in ((1, 3), (3, 1)):
        f, x, wanted = draw(rows, columns)
        judge(found(answer, f, x), wanted)


def test_left_alone(answer):
    """leaves the numbers of x as they were"""
    f, x, _ = draw(3, 2)
    mine = x.clone()
    found(answer, f, mine)
    check.changed(x, mine.detach(), "x")


def test_backward(answer):
    """goes backward, and does not nudge"""
    f, x, _ = draw(3, 2)
    elsewhere = []

    def watched(p):
        if not at(p, x):
            elsewhere.append(p)
        return f(p)

    found(answer, watched, x.clone())
    if elsewhere:
        raise Mistake(
            "f was computed at other numbers than those of x.",
            "Differences between f at x and f nearby are only close to the derivatives. A backward pass needs f at x "
            "alone, and is exact.",
        )


def at(p, x):
    """Whether p holds the numbers of x; what cannot be read while torch.func is at work counts as x."""
    try:
        numbers = torch.tensor(p.detach().reshape(-1).tolist())
    except RuntimeError:
        return True
    return bool(torch.isclose(numbers.reshape(-1, len(x)), x, rtol=0, atol=0).all()) if len(numbers) else True
