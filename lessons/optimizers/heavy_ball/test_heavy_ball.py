"""A step with momentum, against its formula and against torch.optim.SGD."""

import functools

import torch

from tutor import check
from tutor.check import Mistake


def draw():
    """p, its gradient, a velocity, a rate and β."""
    shape = (int(torch.randint(2, 5, ())), 3)
    p, gradient, velocity = torch.randn(3, *shape)
    return p, gradient, velocity, 0.02 + 0.2 * torch.rand(()).item(), 0.3 + 0.5 * torch.rand(()).item()


def two(result):
    """The new p and the new velocity."""
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"step returns {what}, and it should return two tensors, the new p and the new velocity.", end)
    return result


@functools.cache
def stepped(answer):
    """What one step was given, and the new p and the new velocity: each of them has a check of its own."""
    given = draw()
    p, gradient, velocity, *options = given
    return given, two(answer.step(p.clone(), gradient.clone(), velocity.clone(), *options))


@functools.cache
def whole_way():
    """What torch.optim.SGD is given, and where it is after each of ten steps on the loss p²."""
    start, rate, beta = torch.tensor([[-1.5, -0.2, 0.4], [0.9, 2.0, -0.7]]), 0.13, 0.6
    q = start.clone().requires_grad_()
    sgd = torch.optim.SGD([q], lr=rate, momentum=beta)
    way = []
    for _ in range(10):
        q.grad = 2 * q.detach()
        sgd.step()
        way.append(q.detach().clone())
    return start, rate, beta, way


def like(one, other):
    fits = isinstance(one, torch.Tensor) and (one.shape, one.dtype) == (other.shape, other.dtype)
    return fits and torch.allclose(one, other, 1e-4, 1e-5)


def test_two_tensors(answer):
    """returns two tensors, the new p and the new velocity"""
    (p, *_), result = stepped(answer)
    for name, one in zip(("p", "velocity"), result, strict=True):
        check.same(torch.zeros_like(p) if is_like(one, p) else one, torch.zeros_like(p), f"The new {name}")


def is_like(one, other):
    return isinstance(one, torch.Tensor) and one.shape == other.shape and one.dtype == other.dtype


def test_velocity(answer):
    """keeps a part of the old velocity and takes the gradient in"""
    (p, gradient, velocity, rate, beta), (_, new) = stepped(answer)
    if like(new, beta * velocity + (1 - beta) * gradient):
        raise Mistake(
            "The new velocity holds 1 − β of the gradient.",
            "That is a running mean, as Adam has it. In the velocity of SGD the gradient is added whole.",
        )
    if like(new, beta * velocity + rate * gradient):
        raise Mistake(
            "The new velocity contains the rate.",
            "The next step would still use this rate, even if a schedule had changed it.",
            "Look at where the rate is multiplied in.",
        )
    if like(new, beta * velocity - rate * gradient) or like(new, beta * velocity - gradient):
        raise Mistake(
            "The new velocity takes the gradient in with a minus.",
            "There is such a form of momentum, in which the velocity points downhill and p adds it. In the form of "
            "torch.optim.SGD the velocity is made of gradients, points uphill, and the minus is in the step of p.",
        )
    if like(new, beta * (velocity + gradient)) or like(new, velocity + beta * gradient):
        raise Mistake(
            "The new gradient was made smaller by β.", "Only the old velocity loses; the gradient comes in whole."
        )
    if like(new, p - rate * (beta * velocity + gradient)):
        raise Mistake("The two come the other way round: the new p is first, then the new velocity.")
    if like(new, gradient):
        raise Mistake(
            "The new velocity is the gradient alone.",
            "A ball without a memory has no momentum: a part β of the velocity that step is given stays.",
        )
    if like(new, velocity + gradient):
        raise Mistake(
            "The old velocity was kept whole.",
            "Without β nothing is ever lost, and the ball swings forever.",
        )
    check.same(new, beta * velocity + gradient, "The new velocity")


def test_p(answer):
    """moves p against the new velocity, by the rate times it"""
    (p, gradient, velocity, rate, beta), (new_p, _) = stepped(answer)
    v = beta * velocity + gradient
    if like(new_p, p - rate * velocity):
        raise Mistake(
            "p moved by the rate times the old velocity.",
            "The step would come one gradient late.",
            "Look at which velocity the step of p uses.",
        )
    if like(new_p, p - rate * gradient):
        raise Mistake(
            "p moved by the rate times the gradient alone.",
            "That is plain gradient descent. The velocity is kept up, and nothing uses it.",
        )
    if like(new_p, p + rate * v):
        raise Mistake(
            "p moved along the velocity.",
            "The velocity is made of gradients, which point to where the loss grows.",
            "Look at the sign of the step.",
        )
    if like(new_p, p - rate * (gradient + beta * v)):
        raise Mistake("p moved by gradient + β · v: that is Nesterov's step.", "Plain momentum steps by v alone.")
    check.same(new_p, p - rate * v, "The new p")


def test_every_shape_and_beta(answer):
    """does so for tensors of every shape and dtype, and for β from 0 on"""
    for shape, dtype in (((1,), torch.float32), ((2, 3, 2), torch.float64), ((0,), torch.float32), ((), torch.float32)):
        for beta in (0.0, 0.99):
            p, gradient, velocity = torch.randn(3, *shape, dtype=dtype)
            new_p, new_v = two(answer.step(p, gradient, velocity, 0.1, beta))
            what = f"for a tensor of shape {tuple(shape)} and dtype {dtype}, with β = {beta}"
            if beta:  # torch.optim.SGD keeps none where β is 0
                check.same(new_v, beta * velocity + gradient, f"The new velocity {what}")
            check.same(new_p, p - 0.1 * (beta * velocity + gradient), f"The new p {what}")


def test_goes_on_like_sgd(answer):
    """goes where torch.optim.SGD goes, over ten steps"""
    start, rate, beta, way = whole_way()
    p, velocity = start.clone(), torch.zeros_like(start)
    for step, there in enumerate(way, 1):
        p, velocity = two(answer.step(p, 2 * p, velocity, rate, beta))
        check.same(p, there, f"p after step {step} on the loss p²", rtol=1e-3, atol=1e-4)
