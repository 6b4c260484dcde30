"""The path of Nesterov momentum in a quadratic valley, against torch.optim.SGD."""

import torch

from tutor import check
from tutor.check import Mistake


class Valley:
    """Half the sum of curvature · p², with its gradient; it counts how often it is asked."""

    def __init__(self, n):
        self.curvatures = 1 + 9 * torch.rand(n)
        self.asked = []

    def __call__(self, p):
        self.asked.append(p.detach().clone())
        return self.curvatures * p.detach()


def draw():
    n = int(torch.randint(2, 5, ()))
    start = (1 + torch.rand(n)) * (1 - 2 * torch.randint(0, 2, (n,)))
    return Valley(n), start, 0.03 + 0.02 * torch.rand(()).item(), 0.5 + 0.3 * torch.rand(()).item()


def by_torch(valley, start, rate, beta, steps, *, nesterov=True):
    p = start.clone().requires_grad_()
    sgd = torch.optim.SGD([p], lr=rate, momentum=beta, nesterov=nesterov)
    path = [start.clone()]
    for _ in range(steps):
        p.grad = valley.curvatures * p.detach()
        sgd.step()
        path.append(p.detach().clone())
    return torch.stack(path)


def other(valley, start, rate, beta, steps, move):
    """A path by another rule: `move` is given p, v and returns both anew."""
    p, v, path = start, torch.zeros_like(start), [start]
    for _ in range(steps):
        p, v = move(p, v, lambda at: valley.curvatures * at, rate, beta)
        path.append(p)
    return torch.stack(path)


def twice(p, v, g, rate, beta):
    v = beta * v + g(p)
    return p - rate * (g(p) + v), v


def classical(p, v, g, rate, beta):
    v = beta * v + g(p - rate * beta * v)
    return p - rate * v, v


def uphill(p, v, g, rate, beta):
    v = beta * v + g(p)
    return p + rate * (g(p) + beta * v), v


def plain(p, v, g, rate, _):
    return p - rate * g(p), v


def mean(p, v, g, rate, beta):
    v = beta * v + (1 - beta) * g(p)
    return p - rate * (g(p) + beta * v), v


REASONS = {
    twice: "p moved by gradient + velocity. Of the velocity only the part β counts.",
    classical: "The gradient was taken at a point ahead of p. That is how Nesterov wrote it; his path is another one "
    "than that of torch.optim.SGD, which takes the gradient at p.",
    uphill: "p moved along the gradient, to where the loss grows. Look at the sign of the step.",
    plain: "That is gradient descent without momentum.",
    mean: "The velocity took in 1 − β of the gradient. It takes in the whole.",
}


def test_shape(answer):
    """returns a path of shape (steps + 1, n)"""
    valley, start, rate, beta = draw()
    path = answer.descend(valley, start.clone(), rate, beta, 4)
    wanted = torch.zeros(5, len(start))
    if isinstance(path, torch.Tensor) and path.shape == (4, len(start)):
        raise Mistake(
            f"The path of 4 steps has the shape {tuple(path.shape)}, and it should be {tuple(wanted.shape)}.",
            "4 steps join 5 points: the start and the one after each step.",
        )
    right = isinstance(path, torch.Tensor) and path.shape == wanted.shape and path.dtype == wanted.dtype
    check.same(wanted if right else path, wanted, "The path of 4 steps")


def test_points(answer):
    """keeps every point of the path"""
    valley, start, rate, beta = draw()
    path = answer.descend(valley, start.clone(), rate, beta, 5)
    if torch.equal(path, path[-1:].expand_as(path)):
        raise Mistake(
            "All points of the path are the same, the last one.",
            "The list holds one tensor many times, and each step changed it in place.",
        )
    if torch.equal(path[0], path[1]):
        raise Mistake("The first two points of the path are the same.", "The second one comes after the first step.")
    check.same(path[0], start, "The first point of the path")


def test_path(answer):
    """goes where Nesterov's steps go"""
    valley, start, rate, beta = draw()
    steps = 6
    path = answer.descend(valley, start.clone(), rate, beta, steps).detach()
    wanted = by_torch(valley, start, rate, beta, steps)
    if not torch.allclose(path, wanted, rtol=1e-3, atol=1e-4):
        seen = "The path is not that of torch.optim.SGD with nesterov=True."
        if torch.allclose(path, by_torch(valley, start, rate, beta, steps, nesterov=False), rtol=1e-3, atol=1e-4):
            raise Mistake(
                seen,
                "It is that of plain momentum. (So is gradient + β · velocity with the old velocity.)",
            )
        for move, why in REASONS.items():
            if torch.allclose(path, other(valley, start, rate, beta, steps, move), rtol=1e-3, atol=1e-4):
                raise Mistake(seen, why)
    check.same(path, wanted, "The path", rtol=1e-3, atol=1e-4)


def test_asked(answer):
    """asks for the gradient once in each step"""
    valley, start, rate, beta = draw()
    answer.descend(valley, start.clone(), rate, beta, 7)
    if len(valley.asked) != 7:
        raise Mistake(
            f"In 7 steps gradient_of was asked {len(valley.asked)} times, and it should be 7.",
            "In training, each gradient is a whole backward pass.",
            "Keep it in a variable, where it is needed twice.",
        )


def test_corners(answer):
    """does so without a step, with a β near 0, and in double precision"""
    valley, start, rate, beta = draw()
    check.same(answer.descend(valley, start.clone(), rate, beta, 0), start.unsqueeze(0), "The path of no step")
    low = by_torch(valley, start, rate, 0.01, 5)
    path = answer.descend(valley, start.clone(), rate, 0.01, 5)
    check.same(path, low, "The path with β = 0.01", rtol=1e-3, atol=1e-4)
    valley.curvatures, start = valley.curvatures.double(), start.double()
    wanted = by_torch(valley, start, rate, beta, 5)
    check.same(answer.descend(valley, start.clone(), rate, beta, 5), wanted, "The path of a float64 start", atol=1e-6)


def test_twice(answer):
    """begins anew at each call"""
    valley, start, rate, beta = draw()
    first = answer.descend(valley, start.clone(), rate, beta, 3).clone()
    check.same(answer.descend(valley, start.clone(), rate, beta, 3), first, "The path of a second call")
