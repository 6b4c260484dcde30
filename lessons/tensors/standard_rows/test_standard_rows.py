"""What standardized rows must be, whichever way they are made."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(n, d):
    """A table (N, D) whose rows and columns have means and scales of their own, of both signs."""
    row = 5 * torch.arange(1, n + 1)[:, None] * (1 + torch.rand(n, 1))
    column = 2 * torch.arange(1, d + 1) ** 2 * (1 + torch.rand(d))
    return row * (1 + torch.rand(n, d)) + column - 10 * torch.rand(n, 1) * d**2


def wanted(x):
    """By the definition, in double precision: with D − 1, as std has it."""
    off = x.double() - x.double().mean(dim=1, keepdim=True)
    return (off / (off.square().sum(dim=1, keepdim=True) / (x.shape[1] - 1)).sqrt()).to(x.dtype)


def spread(n, d, size):
    """A table whose rows have the standard deviation `size`, around a middle of their own near 0."""
    return size * (wanted(torch.randn(n, d)) + torch.randn(n, 1))


def divisor(result, x):
    """What the rows were divided by, or None where no single number explains the result."""
    mean = x.mean(dim=1, keepdim=True)
    by = ((x - mean) / result).median()
    return float(by) if by > 0 and torch.allclose(result, (x - mean) / by, rtol=1e-3, atol=1e-4) else None


def standardized(answer, x):
    """What the answer makes of x. Raise where shapes clash."""
    n, d = x.shape
    try:
        return answer.standardize(x)
    except TypeError as error:
        if "keepdim" not in str(error):
            raise
        raise Mistake(
            "mean() and std() refuse: they were given keepdim, and no dim.",
            "keepdim keeps the dimension that is reduced, so it has to be said which one that is.",
        ) from None
    except RuntimeError as error:
        if "view size is not compatible" in str(error):
            raise Mistake(
                "view() refuses: this x was turned before, so its numbers lie in memory in another order.",
                "Whoever calls may have turned it. reshape() takes it as it comes.",
            ) from None
        if "must match the size" not in str(error):
            raise
        raise Mistake(
            f"For x of shape {(n, d)} two shapes clash: {error}.",
            f"There are {n} means, one a row. As ({n},) they are laid along the last dimension of x, which has {d}.",
            "Look at how a reduction can keep its dimension.",
        ) from None


def judge(result, x, tolerance=1e-3):
    """Raise unless each row is standard, with the usual mistakes named."""
    n, d = x.shape
    right = wanted(x)
    if isinstance(result, torch.Tensor) and result.shape == x.shape and result.is_floating_point():
        if result.isfinite().all() and torch.allclose(result.to(x.dtype), right, rtol=tolerance, atol=tolerance):
            check.same(result, right, "the result", rtol=tolerance, atol=tolerance)
            return
        result = result.to(x.dtype)
        mean, std = x.mean(dim=1, keepdim=True), x.std(dim=1, keepdim=True)
        others = {
            "Rows have been treated as columns: each column has mean 0, and each row should.": (x - x.mean(dim=0))
            / x.std(dim=0),
            "One mean and one deviation of the whole table were used. Each row has its own.": (x - x.mean()) / x.std(),
            "The mean is taken away, and the division by the standard deviation is missing.": x - mean,
            "It is divided by the standard deviation, and the mean was not taken away.": x / std,
            "It is divided by the variance. The standard deviation is its root.": (x - mean) / std**2,
            "The deviation is a little too small: it is divided by D, and std divides by D − 1.": (x - mean)
            / x.std(dim=1, keepdim=True, correction=0),
            "It is divided before the mean is taken away: only x is, not the difference.": x - mean / std,
        }
        low, high = x.amin(dim=1, keepdim=True), x.amax(dim=1, keepdim=True)
        others["Each row was brought to the range from 0 to 1. Asked for is a mean of 0 and a deviation of 1."] = (
            x - low
        ) / (high - low)
        others["The mean of each column was taken away, and each row's own should be."] = (x - x.mean(dim=0)) / std
        others["The median was taken away, and the mean should be."] = (x - x.median(dim=1, keepdim=True).values) / std
        if n > 1:
            others["It is divided by the standard deviation of each column."] = (x - mean) / x.std(dim=0)
        others["It is divided by the length of the row as a vector: the root of the summed squares, not of a mean."] = (
            x - mean
        ) / (x - mean).norm(dim=1, keepdim=True)
        others["It is divided by the length of the row as a vector, and not by its standard deviation."] = (
            x - mean
        ) / x.norm(dim=1, keepdim=True)
        if n == d:
            others[
                "The table is square, so no shape clashes: the means lie along the columns, and each column has lost "
                "the mean of another row."
            ] = (x - x.mean(dim=1)) / x.std(dim=1)
        for means, other in others.items():
            if torch.allclose(result, other, rtol=1e-4, atol=1e-5):
                row = int(torch.randint(n, ()))
                at, size = check.number(result[row].mean().item()), check.number(result[row].std().item())
                seen = f"Row {row} has the mean {at} and the standard deviation {size}; they should be 0 and 1."
                raise Mistake(seen, means)
        if (by := divisor(result, x)) is not None:
            size = check.number(float(x.std(dim=1).mean()))
            raise Mistake(
                f"The rows are divided by about {check.number(by)}, and their standard deviation is {size}.",
                "Something was added to it, or it was kept from being so small. Each row should have the standard "
                "deviation 1, however small its spread was.",
            )
    check.same(result, right, "the result", rtol=tolerance, atol=tolerance)


def tried(answer, *tables):
    for x in tables:
        judge(standardized(answer, x.clone()), x)


def test_wide(answer):
    """works where rows are longer than columns"""
    tried(answer, draw(3, 5), draw(2, 7))


def test_tall(answer):
    """works where there are many rows"""
    tried(answer, draw(9, 4), draw(6, 2))


def test_square(answer):
    """works on a square table too, where a wrong shape makes no error"""
    tried(answer, draw(5, 5), draw(2, 2))


def test_one_row(answer):
    """works for a single row"""
    tried(answer, draw(1, 4), draw(1, 2))


def test_any_spread(answer):
    """works for rows that are spread little, or much"""
    for size, tolerance in ((0.01, 3e-4), (0.001, 3e-3), (0.3, 3e-4), (1e4, 3e-4)):  # 1e-6 added does no harm
        x = spread(4, 6, size)
        judge(standardized(answer, x.clone()), x, tolerance)


def test_any_memory_and_dtype(answer):
    """works for a table that was turned before, and in float64"""
    for x in (draw(4, 6).T, draw(4, 6).double(), spread(5, 3, 0.01).double()):
        judge(standardized(answer, x), x, 3e-4)


def test_each_row_by_itself(answer):
    """treats each row by itself: one more row changes no other"""
    x = draw(6, 4)
    few, all_of_them = standardized(answer, x[:5].clone()), standardized(answer, x.clone())
    check.same(few, all_of_them[:5], "the first five rows, standardized without the sixth")
