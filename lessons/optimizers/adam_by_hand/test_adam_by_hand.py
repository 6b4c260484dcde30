"""A step of Adam, against its formula and against torch.optim.Adam."""

import functools

import torch

from tutor import check
from tutor.check import Mistake


def draw():
    """p, its gradient, m, v, t, the rate, β₁ and β₂, all other than the defaults."""
    n = int(torch.randint(3, 7, ()))
    p, gradient, m = torch.randn(3, n)
    v = 0.5 + torch.rand(n)
    share = torch.rand(2).tolist()
    return p, gradient, m, v, int(torch.randint(3, 6, ())), 0.05, 0.6 + 0.2 * share[0], 0.9 + 0.05 * share[1]


def three(result):
    """The new p, m and v."""
    if not isinstance(result, tuple | list) or len(result) != 3:
        what = "None" if result is None else f"a {type(result).__name__}"
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"step returns {what}, and it should return three tensors: the new p, m and v.", end)
    return result


@functools.cache
def stepped(answer):
    """What one step was given, and the new p, m and v: each of them has a check of its own."""
    given = draw()
    p, g, m, v, *options = given
    return given, three(answer.step(p.clone(), g.clone(), m.clone(), v.clone(), *options))


@functools.cache
def whole_way():
    """Where torch.optim.Adam begins, and where it is after twenty steps on the loss p²."""
    start = torch.tensor([-2.0, -0.3, 0.6, 1.1])
    q = start.clone().requires_grad_()
    adam = torch.optim.Adam([q], lr=0.1)
    for _ in range(20):
        q.grad = 2 * q.detach()
        adam.step()
    return start, q.detach()


def like(one, other):
    fits = isinstance(one, torch.Tensor) and (one.shape, one.dtype) == (other.shape, other.dtype)
    return fits and torch.allclose(one, other, 1e-4, 1e-6)


def test_three_tensors(answer):
    """returns three tensors of one shape: the new p, m and v"""
    (p, *_), result = stepped(answer)
    for name, one in zip("pmv", result, strict=True):
        fits = isinstance(one, torch.Tensor) and one.shape == p.shape and one.dtype == p.dtype
        check.same(torch.zeros_like(p) if fits else one, torch.zeros_like(p), f"The new {name}")


def test_m(answer):
    """returns m, a running mean of the gradient"""
    (_, g, m, _, t, _, b1, _), (_, new, _) = stepped(answer)
    expected = b1 * m + (1 - b1) * g
    corrected("m", new, expected, b1, t)
    if like(new, 0.9 * m + 0.1 * g):
        raise Mistake("The new m was made with 0.9, the default.", f"β₁ is given, as beta1. Here it is {b1:.3g}.")
    check.same(new, expected, "The new m")


def test_v(answer):
    """returns v, a running mean of the gradient's square"""
    (_, g, _, v, t, _, b1, b2), (_, _, new) = stepped(answer)
    expected = b2 * v + (1 - b2) * g**2
    corrected("v", new, expected, b2, t)
    if like(new, 0.999 * v + 0.001 * g**2):
        raise Mistake("The new v was made with 0.999, the default.", f"β₂ is given, as beta2. Here it is {b2:.3g}.")
    if like(new, b2 * v + (1 - b2) * g):
        raise Mistake("v takes in the gradient itself, and it should take in its square.", "A size has no sign.")
    if like(new, b1 * v + (1 - b1) * g**2):
        raise Mistake("v was made with β₁.", "Each of the two means has a β of its own; that of v is β₂.")
    check.same(new, expected, "The new v")


def corrected(name, new, expected, beta, t):
    if like(new, expected / (1 - beta**t)):
        raise Mistake(
            f"What is returned as {name} is the corrected mean.",
            "The next step would correct it once more.",
            f"Look at the names: {name} goes on to the next step, {name}_hat is for this one only.",
        )


def test_p(answer):
    """moves p by the corrected mean, divided by the root of v_hat"""
    (p, g, m, v, t, rate, b1, b2), (new, _, _) = stepped(answer)
    old_m = m
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    move = rate * m_hat / (v_hat.sqrt() + 1e-8)
    if like(new, p + move):
        raise Mistake(
            "p moved to where the loss grows.", "m points along the gradient.", "Look at the sign of the step."
        )
    if like(new, p - rate * m_hat / (v_hat + 1e-8)):
        raise Mistake(
            "p was divided by v_hat, without the root.",
            "v_hat has the size of a squared gradient; its root has the size of the gradient.",
        )
    if like(new, p - rate * m / (v.sqrt() + 1e-8)):
        raise Mistake(
            "p moved by m and v as they are, without bias correction.",
            "Both began at zero. In the first steps they are too small, each by another factor.",
        )
    if like(new, p - rate * (m / (1 - b1)) / ((v / (1 - b2)).sqrt() + 1e-8)):
        raise Mistake(
            f"The correction is that of step 1, and this is step {t}.",
            "The weight that has come together grows with every step: β is raised to the power of t.",
        )
    root = v_hat.sqrt() + 1e-8
    if like(new, p - rate * m / (1 - b1 * t) / root):
        raise Mistake("β₁ was multiplied by t.", "In 1 − βᵗ it is raised to the power of t.")
    for off in (1, -1):
        later = p - rate * m / (1 - b1 ** (t + off)) / ((v / (1 - b2 ** (t + off))).sqrt() + 1e-8)
        if like(new, later) and not like(later, p - move):
            raise Mistake(
                f"The correction is that of step {t + off}, and this is step {t}.",
                "t counts from 1, so it is the power as it comes.",
            )
    if like(new, p - rate * (old_m / (1 - b1**t)) / root):
        raise Mistake("m_hat was made from the m that came in.", "The mean with this step's gradient in it is new_m.")
    if like(new, p - rate * g / root):
        raise Mistake("p moved by the gradient itself, divided by √v_hat.", "Adam moves by the mean of it, m_hat.")
    if like(new, p - m_hat / root):
        raise Mistake("The step was made without the rate.", "m_hat/√v_hat is about 1 in size, for any gradient.")
    if like(new, p - rate * (m / (1 - b1) ** t) / ((v / (1 - b2) ** t).sqrt() + 1e-8)) or like(
        new, p - rate * (m / (1 - b1) ** t) / root
    ):
        raise Mistake("1 − β was raised to the power of t.", "In 1 − βᵗ it is β alone that is: 1 - beta**t.")
    check.same(new, p - move, "The new p", rtol=1e-4)


def test_epsilon(answer):
    """adds ε to the root, outside of it"""
    p, g, m, v, t, rate, b1, b2 = draw()
    eps = 0.2 + 0.3 * torch.rand(()).item()
    new, _, _ = three(answer.step(p.clone(), g.clone(), m.clone(), v.clone(), t, rate, b1, b2, eps))
    m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
    m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
    wrong = {
        "ε is under the root. It is added to √v_hat, outside.": p - rate * m_hat / (v_hat + eps).sqrt(),
        "ε is left out, or is always 1e-8. step is given it as eps.": p - rate * m_hat / (v_hat.sqrt() + 1e-8),
        "ε was added to the whole step. It belongs to the divisor: look at the brackets.": p
        - rate * m_hat / v_hat.sqrt()
        + eps,
        "ε was added to √v, before the correction. In the formula it is added to √v_hat.": p
        - rate * m_hat / ((v.sqrt() + eps) / (1 - b2**t) ** 0.5),
    }
    for reason, value in wrong.items():
        if like(new, value):
            raise Mistake(f"With eps = {eps:.3g} p is not what the formula gives.", reason)
    check.same(new, p - rate * m_hat / (v_hat.sqrt() + eps), f"The new p, with eps = {eps:.3g}")


def test_every_shape(answer):
    """does so for tensors of every shape and dtype"""
    for shape, dtype in (((2, 3), torch.float64), ((1,), torch.float32), ((0,), torch.float32)):
        p, g = torch.randn(2, *shape, dtype=dtype)
        zero = torch.zeros_like(p)
        new, m, v = three(answer.step(p.clone(), g.clone(), zero.clone(), zero.clone(), 1, 0.01))
        what = f"for a tensor of shape {tuple(shape)} and dtype {dtype}"
        check.same(m, 0.1 * g, f"The new m {what}")
        check.same(v, 0.001 * g**2, f"The new v {what}")
        check.same(new, p - 0.01 * g / (g.abs() + 1e-8), f"The new p {what}")


def test_no_gradient_yet(answer):
    """stays where the gradient has always been zero"""
    p, zero = torch.randn(3), torch.zeros(3)
    new, _, _ = three(answer.step(p.clone(), zero.clone(), zero.clone(), zero.clone(), 1, 0.01))
    if isinstance(new, torch.Tensor) and new.isnan().any():
        raise Mistake(
            "Where gradient, m and v are all zero, the new p is nan.",
            "There m_hat/√v_hat is 0/0. Keeping zero out of the division is what ε is for.",
        )
    check.same(new, p, "p after a step with the gradient zero")


def test_first_step(answer):
    """moves every parameter by the rate in the first step"""
    gradient = torch.tensor([1e-2, -1.0, 1e3]) * (0.5 + torch.rand(3))
    p = torch.randn(3)
    zero = torch.zeros(3)
    new, _, _ = three(answer.step(p.clone(), gradient.clone(), zero.clone(), zero.clone(), 1, 0.01))
    check.same(new, p - 0.01 * gradient.sign(), "p after the first step", atol=1e-5)


def test_goes_on_like_adam(answer):
    """goes where torch.optim.Adam goes, over twenty steps"""
    start, end = whole_way()
    p, m, v = start.clone(), torch.zeros(4), torch.zeros(4)
    for t in range(1, 21):
        p, m, v = three(answer.step(p, 2 * p, m, v, t, 0.1))
    check.same(p, end, "p after twenty steps on the loss p²", rtol=1e-3, atol=1e-3)
