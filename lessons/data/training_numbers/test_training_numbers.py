"""Two parts, normalized by the numbers of one."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(rows=(9, 6), dtype=torch.float32):
    """Two parts on clearly different places, with features of small and of large spread."""
    scale = torch.tensor([0.1, 1.0, 4.0])[torch.randperm(3)] * (1 + torch.rand(3))
    place = 5 * torch.randn(3)
    train, test = (torch.randn(n, 3) * scale + place for n in rows)
    return train.to(dtype), (test * 2 + 3 * scale).to(dtype)


def two(result):
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(
            f"normalize returns {what}, and it should return two tensors: train and test.",
            "A function that ends without a return statement gives None." if result is None else "",
        )
    return result


def by(x, mean, std):
    return (x - mean) / std


def like(one, other):
    fits = isinstance(one, torch.Tensor) and (one.shape, one.dtype) == (other.shape, other.dtype)
    return fits and torch.allclose(one, other, 1e-4, 1e-5)


def test_train(answer):
    """normalizes the training part"""
    train, test = draw()
    found, _ = two(answer.normalize(train.clone(), test.clone()))
    if like(found, by(train, train.mean(), train.std())):
        raise Mistake("One mean and one spread were taken for all.", "Each feature has its own: over the rows.")
    if like(found, by(train, train.mean(1, keepdim=True), train.std(1, keepdim=True))):
        raise Mistake("Each row was normalized by itself.", "A column is a feature: look at dim.")
    if like(found, by(train, train.mean(0), train.var(0))):
        raise Mistake("It was divided by the variance.", "The standard deviation is its root.")
    if like(found, train / train.std(0)) or like(found, train - train.mean(0)):
        raise Mistake("Half of it is missing.", "The mean is subtracted first, then comes the division.")
    if like(found, train - train.mean(0) / train.std(0)):
        raise Mistake("Only the mean was divided.", "/ comes before −: what is to come first needs parentheses.")
    if like(found, by(train, train.mean(0), train.std(0).clamp(min=1))):
        raise Mistake(
            "Features whose standard deviation is below 1 were divided by 1.",
            "Only one that is 0 is replaced; a small one is a spread like any other.",
        )
    if like(found, by(test, train.mean(0), train.std(0))):
        raise Mistake("The first part that is returned is the test part.", "The training part comes first.")
    if like(found, by(train, train.mean(0), train.std(0, correction=0))):
        raise Mistake(
            "The standard deviation is that with N as its divisor.",
            "By default torch divides by N − 1; NumPy, and correction=0, by N.",
        )
    both = torch.cat([train, test])
    if like(found, by(train, both.mean(0), both.std(0))):
        raise Mistake(
            "The numbers are those of both parts together.",
            "So the test part flows into training, and for data still to come there would be none.",
        )
    check.same(found, by(train, train.mean(0), train.std(0)), "The training part", rtol=1e-4, atol=1e-5)


def test_test(answer):
    """normalizes the test part by the training part's numbers"""
    train, test = draw()
    _, found = two(answer.normalize(train.clone(), test.clone()))
    if like(found, by(test, test.mean(0), test.std(0))):
        raise Mistake(
            "The test part was normalized by its own numbers.",
            "The same row would be other numbers in another test part; the model knows the training part's scale.",
        )
    if like(found, test):
        raise Mistake(
            "The test part is as it was.",
            "The model learned on another scale than these are on. Of a part that is normalized already, the mean is 0 "
            "and the standard deviation 1: taken then, they change nothing.",
        )
    if like(found, by(test, train.mean(0), test.std(0))) or like(found, by(test, test.mean(0), train.std(0))):
        raise Mistake(
            "Of the two numbers for the test part, only one is the training part's.",
            "Both the mean and the standard deviation are those of train.",
        )
    check.same(found, by(test, train.mean(0), train.std(0)), "The test part", rtol=1e-4, atol=1e-5)


def test_constant(answer):
    """only shifts a feature that is constant"""
    train, test = draw((8, 5))
    constant = float(torch.randint(2, 9, ()))
    train[:, 1] = constant
    test[:, 1] = constant
    test[0, 1] += 3
    one, other = two(answer.normalize(train.clone(), test.clone()))
    for found in (one, other):
        if isinstance(found, torch.Tensor) and not found.isfinite().all():
            raise Mistake(
                "A feature that is constant in train became nan or inf.",
                "Its standard deviation is 0, and that is what it was divided by.",
            )
    if isinstance(other, torch.Tensor) and other.shape == test.shape and other[0, 1].abs() > 1e30:
        raise Mistake(
            f"A test row is 3 above a feature that is constant in train; it became {check.number(other[0, 1].item())}.",
            "It was divided by 0, and the infinity then replaced by a number. Divide by 1 instead.",
        )
    if isinstance(other, torch.Tensor) and other.shape == test.shape and other[0, 1].abs() > 100:
        raise Mistake(
            f"A test row is 3 above a feature that is constant in train; it became {check.number(other[0, 1].item())}.",
            "A tiny number keeps 0 out of the division, and makes such a value huge. Divide by 1 instead.",
        )
    if like(one, train - train.mean(0)):
        raise Mistake(
            "Where one feature is constant, the others are not divided either.",
            "Each feature has its own standard deviation; only that of the constant one is replaced.",
        )
    std = train.std(0)
    std[1] = 1
    check.same(one, by(train, train.mean(0), std), "The training part", rtol=1e-4, atol=1e-5)
    check.same(other, by(test, train.mean(0), std), "The test part", rtol=1e-4, atol=1e-5)


def test_rows(answer):
    """does so for any number of test rows, and for double precision"""
    for rows, dtype in (((4, 1), torch.float32), ((3, 0), torch.float32), ((5, 2), torch.float64)):
        train, test = draw(rows, dtype)
        one, other = two(answer.normalize(train.clone(), test.clone()))
        what = f"with {rows[1]} test rows of {dtype}"
        check.same(one, by(train, train.mean(0), train.std(0)), f"The training part {what}", rtol=1e-4, atol=1e-5)
        check.same(other, by(test, train.mean(0), train.std(0)), f"The test part {what}", rtol=1e-4, atol=1e-5)
