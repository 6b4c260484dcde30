"""What a loss must be for training to start from it."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(n=None):
    n = n or int(torch.randint(6, 12, ()))
    w = (0.3 + torch.rand(())).requires_grad_()
    b = (0.2 * torch.rand(())).requires_grad_()
    return w, b, torch.randn(n), 1 + torch.rand(n)


def computed(answer, *inputs):
    """The answer's loss, of one element. Raise where NumPy was given a tensor that has a graph."""
    try:
        return of_one_element(answer.neuron_loss(*inputs))
    except (AttributeError, TypeError) as error:
        if "'list' object has no attribute" not in str(error) and "must be Tensor, not list" not in str(error):
            raise
        raise Mistake(
            "A Python list was used as if it were a tensor.",
            "The squares in it are tensors with their graphs, but the list is none. torch.tensor(…) would make one of "
            "the numbers alone.",
            "Look for a function of torch that puts tensors together, or add them up.",
        ) from None
    except RuntimeError as error:
        if "Can't call numpy()" not in str(error):
            raise
        raise Mistake(
            "PyTorch refused to hand a tensor that has a graph to NumPy.",
            "What NumPy does is not recorded. .detach(), as the error says, would silence it by giving up the graph, "
            "and here the graph is what is wanted.",
            "Look for the function of torch that does the same.",
        ) from None


def of_one_element(loss):
    if isinstance(loss, torch.Tensor) and loss.shape != ():
        raise Mistake(
            f"The loss has the shape {tuple(loss.shape)}, and it should have the shape ().",
            "A loss is a single number: the mean of the squares.",
        )
    return loss


def test_value(answer):
    """gives the mean of the squares, as it did before"""
    w, b, x, y = draw()
    loss = computed(answer, w, b, x, y)
    squares = (y - torch.tanh(w * x + b)).detach() ** 2
    if isinstance(loss, torch.Tensor) and torch.isclose(loss.detach().float(), squares.sum(), rtol=1e-4):
        raise Mistake(
            f"The loss is {number(loss.item())}. That is the sum of the squares, and it should be their mean, "
            f"{number(squares.mean().item())}."
        )
    if isinstance(loss, torch.Tensor) and not torch.isclose(loss.detach().float(), squares.mean(), rtol=1e-4):
        seen = f"The loss is {number(loss.item())}, and it should be {number(squares.mean().item())}."
        for value, words in known_mistakes(w, b, x, y):
            if torch.isclose(loss.detach().float(), value.detach(), rtol=1e-4):
                raise Mistake(seen, words)
        count = round(squares.sum().item() / loss.item()) if loss.item() > 0 else 0
        if count > 1 and torch.isclose(loss.detach().float(), squares.sum() / count, rtol=1e-4):
            raise Mistake(
                seen,
                f"That is the sum of the squares divided by {count}, and here there are {len(x)} of them.",
                "Look at what the sum is divided by: N may be any number.",
            )
    check.same(loss, squares.mean(), "The loss")


def known_mistakes(w, b, x, y):
    """(value, what it is) of the ways in which the loss changes while its graph is mended."""
    s = w * x + b
    gaps = y - torch.tanh(s)
    yield ((y - s) ** 2).mean(), "That is without the tanh."
    yield gaps.mean() ** 2, "That is the square of the mean. Each gap is squared first, and then comes the mean."
    yield gaps.abs().mean(), "That is the mean of the gaps without their signs. Each gap is squared first."
    yield (gaps**2).mean().sqrt(), "That is the root of the mean. The task has no root."
    yield gaps.mean(), "That is the mean of the gaps. Each is squared first."
    yield gaps[0] ** 2 / len(x), "Only the first point is in it. Look at how far the return is indented."
    yield gaps[0] ** 2, "Only the first point is in it."
    yield gaps[-1] ** 2, "Only the last point is in it. Look at what each turn of the loop keeps."
    yield (
        (y - torch.tanh(s).unsqueeze(1)) ** 2
    ).mean(), "Each answer was compared with every y. The shapes (N, 1) and (N,) broadcast to (N, N)."


def test_any_number_of_points(answer):
    """is the mean for any number of points, a single one included"""
    for n in (1, 2, 5, 13):
        w, b, x, y = draw(n)
        loss = computed(answer, w, b, x, y)
        wanted = ((y - torch.tanh(w * x + b)).detach() ** 2).mean()
        if not isinstance(loss, torch.Tensor) or not torch.isclose(loss.detach().float(), wanted, rtol=1e-4):
            check.same(loss, wanted, f"With N = {n}, the loss")


def test_graph(answer):
    """has a graph that leads back to w and to b"""
    w, b, x, y = draw()
    loss = computed(answer, w, b, x, y)
    if isinstance(loss, torch.Tensor) and loss.requires_grad and loss.is_leaf:
        raise Mistake(
            "The loss is a leaf of its own: it has no grad_fn.",
            "To say at the end that it asks for a gradient does not bring back what led to it.",
            "Look for the places where the values leave PyTorch.",
        )
    check.uses_autograd(loss, "the loss", w=w, b=b)


def test_gradients(answer):
    """leads to the right gradients of w and b"""
    w, b, x, y = draw()
    loss = computed(answer, w, b, x, y)
    check.uses_autograd(loss, "the loss", w=w, b=b)
    found = torch.autograd.grad(loss, [w, b])
    with torch.no_grad():
        p = torch.tanh(w * x + b)
        slopes = -2 * (y - p) * (1 - p**2)  # (N,), by the sum that goes into tanh
        for name, seen, wanted in (("w", found[0], (slopes * x).mean()), ("b", found[1], slopes.mean())):
            if not torch.isclose(seen, wanted, rtol=1e-4, atol=1e-6):
                raise Mistake(
                    f"The gradient of {name} is {number(seen.item())}, and it should be {number(wanted.item())}.",
                    "The loss is right, so part of its graph is missing: some point, or some step on the way from "
                    f"{name}, was left out or was not recorded.",
                    "Look for .item(), .detach(), .data or a function of math that some of the points go through.",
                )
