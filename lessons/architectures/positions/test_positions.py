"""Positions in sines and cosines, kept as a buffer and added to x."""

import math

import torch
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def true_table(longest, d, rate=lambda i, d: 10_000 ** (-2 * i / d)):
    rows = [[(math.cos if j % 2 else math.sin)(p * rate(j // 2, d)) for j in range(d)] for p in range(longest)]
    return torch.tensor(rows)


def made(answer, d, longest):
    module = answer.Positions(d, longest)
    if not isinstance(module, nn.Module):
        raise Mistake(f"Positions({d}, {longest}) is {check.a(type(module).__name__)}, and it should be an nn.Module.")
    return module


def added(module, batch, length, d):
    """What the module adds to an x of this shape, after a look at the shape and dtype of what it returns."""
    x = torch.randn(batch, length, d)
    y = module(x.clone())
    fits = isinstance(y, Tensor) and (y.shape, y.dtype) == (x.shape, x.dtype)
    check.same(x if fits else y, x, "what forward returns")
    return x, y.detach()


def same(one, other):
    return one.shape == other.shape and torch.allclose(one, other, 1e-4, 1e-4)


def test_shape(answer):
    """returns a tensor of the shape and dtype of x"""
    size = between(5, 8)
    added(made(answer, 6, size), size, size, 6)


def test_no_parameters(answer):
    """has no parameters"""
    module = made(answer, 4, 5)
    learned = [name for name, one in module.named_parameters() if one.requires_grad]
    if learned:
        raise Mistake(
            f"The module has the parameter {learned[0]}, and there should be no parameters.",
            "A table can be learned, too. Here it is computed, and stays as it is.",
        )


def test_every_example(answer):
    """adds the same to every example"""
    length = between(5, 8)
    x, y = added(made(answer, 4, length), length, length, 4)
    if same(y, y[:1].expand_as(y)):
        raise Mistake("What is returned are the positions alone.", "They are to be added to x.")
    more = y - x
    if same(more, more[:1].expand_as(y)):
        return
    if same(more, more[:, :1].expand_as(y)):
        raise Mistake(
            "All positions of an example got the same row, and each example another one.",
            "x has the shape (batch, length, d), batch first: the rows of the table belong to dimension 1.",
        )
    raise Mistake("The first example and another one got different numbers added.", "x is only added to.")


def test_values(answer):
    """writes each position in sines and cosines"""
    for d in (6, 2, 8):
        length = between(8, 12)
        x, y = added(made(answer, d, length), length, length, d)
        table, true = (y - x)[0], true_table(length, d)
        if not same(table, true):
            name_the_slip(table, d, length)
            check.same(table, true, f"What is added to the first example, with d = {d}", atol=1e-4)


def name_the_slip(table, d, length):
    true = true_table(length, d)
    halves = torch.cat([true[:, 0::2], true[:, 1::2]], 1)
    turn = "In the table they take turns: sines in the even columns, cosines in the odd ones."
    p = torch.arange(length)[:, None]
    each = p / 10_000 ** (torch.arange(d) / d)
    own = torch.where(torch.arange(d) % 2 == 1, each.cos(), each.sin())
    slips = [
        (halves, "Sines stand in the first half of the columns, cosines in the second.", turn),
        (true.unflatten(1, (-1, 2)).flip(2).flatten(1), "Sines and cosines have changed places.", turn),
        (each.sin(), "All columns are sines, each with a rate of its own.", "Every second one is a cosine."),
        (own,
         "Each column has a rate of its own.", "A sine and the cosine beside it have the same rate."),
        (true_table(length, d, lambda i, d: 10_000 ** (-i / d)), "The rates have the exponent i/d.",
         "It is 2i/d, so that they reach down to nearly 1/10000. With torch.arange(0, d, 2) the 2 is in it already."),
        (true_table(length, d, lambda i, d: 10_000 ** (-4 * i / d)), "The rates have the exponent 4i/d.",
         "It is 2i/d. torch.arange(0, d, 2) is 2i already."),
        (true_table(length, d, lambda i, d: 10_000 ** (2 * i / d)),
         "The position was multiplied by 10000^(2i/d), and it should be divided by it.",
         "The further to the right, the slower the waves."),
        (true_table(length + 1, d)[1:], "The first row is that of position 1.", "p counts from 0."),
    ]  # fmt: skip
    for slip, *words in slips:
        if torch.allclose(table, slip.float(), 1e-3, 2e-3):
            raise Mistake(*words)


def test_shorter(answer):
    """takes sequences that are shorter than the longest"""
    longest = between(9, 12)
    module = made(answer, 4, longest)
    for batch, length in ((2, between(3, 6)), (3, 1), (1, longest), (longest, 2)):
        what = f"For x of shape {(batch, length, 4)}, with longest = {longest}"
        try:
            x, y = added(module, batch, length, 4)
        except (RuntimeError, Mistake) as error:
            raise Mistake(
                f"{what}, it goes wrong: {str(error).splitlines()[0].rstrip('.')}.",
                "A sequence may be shorter than the longest. It needs only as many rows of the table, the first ones. "
                "Its length is x.shape[1].",
            ) from error
        if length < longest and same(y - x, true_table(longest, 4)[-length:].expand_as(x)):
            raise Mistake(
                f"{what}, the last rows of the table were added.",
                "A sequence begins at position 0: with the first row.",
            )
        check.same(y - x, true_table(length, 4).expand_as(x), f"{what}, what is added", atol=1e-4)


def test_buffer(answer):
    """keeps its table as a buffer"""
    d, longest = 6, 7
    module = made(answer, d, longest)
    if list(module.parameters()):
        name = next(iter(module.named_parameters()))[0]
        raise Mistake(
            f"The table is a parameter, {name}.",
            "An optimizer that is given module.parameters() gets it, too, and counts of parameters include it. What is "
            "not learned is a buffer.",
        )
    if sum(one.numel() for one in module.buffers()) < d * longest:
        plain = [name for name, one in vars(module).items() if isinstance(one, Tensor)]
        if plain:
            raise Mistake(
                f"self.{plain[0]} is a plain tensor, which the module does not know.",
                "It would stay where it is and as it is when the module is moved by .to(device) or .double().",
                "Look at register_buffer.",
            )
        raise Mistake(
            "The module has no buffer of longest × d numbers.",
            "The table is to be made once, in __init__, and kept as a buffer.",
        )
    with torch.no_grad():
        for one in module.buffers():
            if one.is_floating_point():
                one.zero_()
    x, y = added(module, 2, longest, d)
    if not same(y, x):
        raise Mistake(
            "The check set all numbers of the buffers to 0, and forward still adds something to x.",
            "So what it adds is not taken from the buffer: it is made again in each call.",
            "The table is to be made once, in __init__; forward takes rows of it.",
        )


def test_follows(answer):
    """moves with the module"""
    module = made(answer, 4, 6).double()
    x = torch.randn(2, 5, 4, dtype=torch.float64)
    y = module(x.clone())
    fits = isinstance(y, Tensor) and y.dtype == x.dtype and y.shape == x.shape
    check.same(x if fits else y, x, "the result for an x of float64, after module.double(),")
    check.same(y - x, true_table(5, 4).double().expand_as(x), "What is added, after module.double()", atol=1e-4)


def test_gradients(answer):
    """lets the gradient of x through as it is"""
    x = torch.randn(6, 2, 3).permute(1, 2, 0).requires_grad_()
    y = made(answer, 6, 4)(x)
    check.uses_autograd(y, "the result", x=x)
    back = torch.randn(2, 3, 6)
    check.same(torch.autograd.grad(y, x, back)[0], back, "The gradient of x")
