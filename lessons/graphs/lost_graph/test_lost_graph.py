"""What a loss must be for training to start from it."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw():
    n = int(torch.randint(5, 12, ()))
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
    check.same(loss, squares.mean(), "The loss")


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
        check.same(found[0], (slopes * x).mean(), "The gradient of w")
        check.same(found[1], slopes.mean(), "The gradient of b")
