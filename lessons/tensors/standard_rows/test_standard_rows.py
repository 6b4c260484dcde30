"""What standardized rows must be, whichever way they are made."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(n, d):
    """A table (N, D) whose rows and columns have means and scales of their own."""
    row = 5 * torch.arange(1, n + 1)[:, None] * (1 + torch.rand(n, 1))
    column = 2 * torch.arange(1, d + 1) ** 2 * (1 + torch.rand(d))
    return row * (1 + torch.rand(n, d)) + column


def wanted(x):
    """By the definition, row by row: with D − 1, as std has it."""
    result = torch.empty_like(x, dtype=torch.float64)
    for i, row in enumerate(x.double()):
        mean = row.sum() / len(row)
        std = (((row - mean) ** 2).sum() / (len(row) - 1)).sqrt()
        result[i] = (row - mean) / std
    return result.to(x.dtype)


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
        if "must match the size" not in str(error):
            raise
        raise Mistake(
            f"For x of shape {(n, d)} two shapes clash: {error}.",
            f"There are {n} means, one a row. As ({n},) they are laid along the last dimension of x, which has {d}.",
            "Look at how a reduction can keep its dimension.",
        ) from None


def judge(result, x):
    """Raise unless each row is standard, with the usual mistakes named."""
    n, d = x.shape
    right = wanted(x)
    if isinstance(result, torch.Tensor) and result.shape == x.shape:
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
        others["It is divided by the length of the row as a vector, and not by its standard deviation."] = (
            x - mean
        ) / x.norm(dim=1, keepdim=True)
        if n == d:
            others[
                "The table is square, so no shape clashes: the means lie along the columns, and each column has lost "
                "the mean of another row."
            ] = (x - x.mean(dim=1)) / x.std(dim=1)
        for means, other in others.items():
            if torch.allclose(result.to(x.dtype), other, rtol=1e-4, atol=1e-5):
                row = int(torch.randint(n, ()))
                at, size = check.number(result[row].mean().item()), check.number(result[row].std().item())
                seen = f"Row {row} has the mean {at} and the standard deviation {size}; they should be 0 and 1."
                raise Mistake(seen, means)
    check.same(result, right, "the result", rtol=1e-3, atol=1e-3)


def test_wide(answer):
    """works where rows are longer than columns"""
    x = draw(3, 5)
    judge(standardized(answer, x.clone()), x)


def test_tall(answer):
    """works where there are many rows"""
    x = draw(9, 4)
    judge(standardized(answer, x.clone()), x)


def test_square(answer):
    """works on a square table too, where a wrong shape makes no error"""
    x = draw(5, 5)
    judge(standardized(answer, x.clone()), x)


def test_each_row_by_itself(answer):
    """treats each row by itself: one more row changes no other"""
    x = draw(6, 4)
    few, all_of_them = standardized(answer, x[:5].clone()), standardized(answer, x.clone())
    check.same(few, all_of_them[:5], "the first five rows, standardized without the sixth")


def test_leaves_x_alone(answer):
    """leaves x as it was"""
    x = draw(4, 4)
    before = x.clone()
    standardized(answer, x)
    check.changed(before, x, "x")
