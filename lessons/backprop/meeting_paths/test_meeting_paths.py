"""The backward pass through a product of which one operand is made of the other: each edge, then all by nudging."""

import torch

from tutor import check
from tutor.check import Mistake, number

NAMES = ("df/dc", "df/db", "df/da", "df/dx")


def draw():
    """Numbers of both signs at which no tanh is flat, and no two local derivatives are alike."""
    n = int(torch.randint(4, 8, ()))
    x = 0.5 + 0.6 * torch.rand(n)
    return torch.where(torch.arange(n) % 2 == 0, x, -x)


def forward(x):
    a = x**2
    b = torch.sin(a)
    return a, b, torch.tanh(a * b)


def given(answer, x):
    """The four derivatives that the answer gives, as tensors of shape (N,)."""
    result = answer.slopes(x.clone())
    if not isinstance(result, tuple | list) or len(result) != 4:
        raise Mistake(
            f"slopes returns {'None' if result is None else f'a {type(result).__name__}'}"
            f"{f' of {len(result)}' if isinstance(result, tuple | list) else ''}, and it should return four "
            "tensors: df/dc, df/db, df/da, df/dx.",
            "A function that ends without a return statement gives None." if result is None else "",
        )
    for name, one in zip(NAMES, result, strict=True):
        if one is ...:
            raise Mistake(f"{name} is still three dots.")
        if not isinstance(one, torch.Tensor) or one.shape != x.shape:
            kind = f"of shape {tuple(one.shape)}" if isinstance(one, torch.Tensor) else f"a {type(one).__name__}"
            raise Mistake(
                f"{name} is {kind}, and it should be a tensor of shape {tuple(x.shape)}.",
                "Each number of x leads to its own number of f, and so has its own derivative.",
            )
    return [one.detach() for one in result]


def judge(name, seen, wanted, mistakes):
    """Raise unless `seen` is `wanted`, in the words of the mistake that it agrees with."""
    if close(seen, wanted):
        return
    off = torch.nan_to_num((seen - wanted).abs(), nan=torch.inf).argmax().item()  # the one that is off most
    said = f"{name}[{off}] is {number(seen[off].item())}, and it should be {number(wanted[off].item())}."
    for value, *words in mistakes:
        if close(seen, value):
            raise Mistake(said, " ".join(words))
    check.same(seen, wanted, name)


def close(one, other):
    return torch.allclose(one.to(other.dtype), other, rtol=1e-3, atol=1e-5)


def test_c(answer):
    """what arrives at c: through the tanh"""
    x = draw()
    df_dc, _, _, last = given(answer, x)
    a, b, f = forward(x)
    c = a * b
    by_x = (1 - f**2) * (b + a * torch.cos(a)) * 2 * x
    if close(df_dc, by_x) and close(last, 1 - f**2):
        raise Mistake("The four come in the reverse order. It is df/dc, df/db, df/da, df/dx: from f backward.")
    mistakes = [
        (1 - c**2, "That is 1 − c². The derivative of tanh c is 1 − tanh² c: f squared, not what went into the tanh."),
        ((1 - f**2) / len(x), "It was divided by N, as for a mean. Each number of f stands for itself here."),
        (1 - torch.tanh(f) ** 2, "That is 1 − tanh² f. f has been through the tanh already: tanh c is f."),
        (1 - torch.tanh(b) ** 2, "That is 1 − tanh² b. What went into this tanh is c."),
        (1 - f, "That is 1 − tanh c. The derivative of tanh c is 1 − tanh² c, with a square."),
        (1 + f**2, "That is 1 + tanh² c. The sign is a minus: the farther out, the flatter is tanh."),
        (torch.ones_like(f), "A 1 is what the walk starts with, at f. On the way to c it passes the tanh."),
    ]
    judge("df/dc", df_dc, 1 - f**2, mistakes)


def test_b(answer):
    """what goes on from c to b: through the product"""
    x = draw()
    df_dc, df_db = given(answer, x)[:2]
    a, b, _ = forward(x)
    arrived = "What arrived at c is to be multiplied by the local derivative."
    mistakes = [
        (a, "That is the local derivative alone.", arrived),
        (df_dc * b, "It was multiplied by b. If b moves, a · b moves a times as far."),
        (df_dc + a, "The local derivative was added. Along one path slopes are multiplied."),
        (df_dc, "It is what arrived at c, as it was.", arrived),
        (df_dc * a * torch.cos(a), "That has passed the sine too. b is what comes out of it, a what goes in."),
    ]
    judge("df/db", df_db, df_dc * a, mistakes)


def test_a(answer):
    """what comes to a: over both paths"""
    x = draw()
    df_dc, df_db, df_da, _ = given(answer, x)
    a, b, _ = forward(x)
    direct, through = df_dc * b, df_db * torch.cos(a)
    two = "a is used twice, so two edges lead back to it."
    mistakes = [
        (direct, "That is the path straight from the product.", two, "Look for the other use of a."),
        (through, "That is the path through the sine.", two, "Look for the other use of a."),
        (direct * through, "The two paths were multiplied.", "Along a path one multiplies, over the paths one adds."),
        (direct - through, "The two paths were subtracted. Over the paths one adds."),
        ((direct + through) / 2, "That is the mean of the two paths. They are added: a moves f by both."),
        (direct + df_db * b, "On the path through the sine the local derivative is cos a, not sin a."),
        (direct - df_db * torch.cos(a), "The derivative of sin a is cos a, with a plus."),
        (direct + df_db * torch.cos(b), "On the path through the sine it is the cosine of what went in, a."),
        (direct + df_db, "On the path through the sine, df/db has still to be multiplied by the local derivative."),
        (
            direct + df_dc * torch.cos(a),
            "On the path through the sine the factor a is missing. cos a is to be multiplied by what arrived at b, "
            "df/db, not by what arrived at c.",
        ),
        (direct + torch.cos(a), "On the path through the sine, what arrived at b was forgotten."),
        (b + through, "On the straight path, what arrived at c was forgotten."),
    ]
    judge("df/da", df_da, direct + through, mistakes)


def test_x(answer):
    """what comes to x: through the square"""
    x = draw()
    _, _, df_da, df_dx = given(answer, x)
    mistakes = [
        (2 * x, "That is the local derivative alone. What arrived at a is to be multiplied by it."),
        (df_da * 2, "The derivative of x² is 2x, and x is missing."),
        (df_da * x, "The derivative of x² is 2x, and the 2 is missing."),
        (df_da * x**2, "It was multiplied by x² itself. Its derivative is 2x."),
        (df_da * 2 * x.abs(), "For x below 0 the sign is lost. The derivative of x² is 2x, which is negative there."),
    ]
    judge("df/dx", df_dx, df_da * 2 * x, mistakes)


def test_anywhere(answer):
    """is right at 0, where the sine falls, and for a single number"""
    for numbers in ([0.0, 1.3, -1.5, 1.7, -0.2, 0.0], [0.0], [-1.4]):
        x = torch.tensor(numbers)
        a, b, f = forward(x)
        df_dc = 1 - f**2
        df_da = df_dc * (b + a * torch.cos(a))
        for name, seen, wanted in zip(
            NAMES, given(answer, x), (df_dc, df_dc * a, df_da, df_da * 2 * x), strict=True
        ):
            nan = seen.isnan()
            if nan.any():
                raise Mistake(
                    f"For x = {number(x[nan][0].item())}, {name} is nan.",
                    "Something was divided by 0. At x = 0, a, b and c are 0, too. No local derivative here needs a "
                    "division.",
                )
            gap = (seen - wanted).abs()
            if not close(seen, wanted):
                off = gap.argmax()
                raise Mistake(
                    f"For x = {number(x[off].item())}, {name} is {number(seen[off].item())}, and it should be "
                    f"{number(wanted[off].item())}.",
                    "The formula holds for some x and not for all. Where a is larger than π/2, cos a is negative.",
                )


def test_nudged(answer):
    """agrees with nudging x"""
    x = draw()
    df_dx = given(answer, x)[3]
    h = 1e-5
    up, down = forward(x.double() + h)[2], forward(x.double() - h)[2]
    check.same(df_dx, ((up - down) / (2 * h)).float(), "df/dx", rtol=1e-3)
