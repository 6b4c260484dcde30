"""The gradient of a batch taken in pieces: right, whole, and with one piece in memory at a time."""

import functools
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def draw():
    """A model, x (N, d), y (N, 1), and how many pieces; the last is smaller than the others."""
    d = int(torch.randint(2, 5, ()))
    size, pieces = int(torch.randint(6, 10, ())), int(torch.randint(3, 6, ()))
    n = size * pieces - (pieces - 1)  # chunk makes pieces of `size`, and the last one is left with fewer
    model = nn.Sequential(nn.Linear(d, 6), nn.Tanh(), nn.Linear(6, 1))
    x = torch.randn(n, d)
    y = 2 + x.sum(1, keepdim=True) + torch.linspace(0, 4, n).unsqueeze(1)  # the pieces have much to differ in
    return model, x, y, pieces


def whole(model, x, y):
    """The loss of all rows, and its gradients by name."""
    loss = F.mse_loss(model(x), y)
    found = torch.autograd.grad(loss, list(model.parameters()))
    return loss.item(), dict(zip(dict(model.named_parameters()), found, strict=True))


def shares(model, x, y, pieces):
    """For each piece its gradients of the mean over its own rows, by name, and its share of the rows."""
    parts = list(zip(x.chunk(pieces), y.chunk(pieces), strict=True))
    return [(whole(model, xs, ys)[1], len(xs) / len(x)) for xs, ys in parts]


def added(model, each):
    """The sum over (gradients, weight), by name."""
    return {name: sum(one[name] * weight for one, weight in each) for name, _ in model.named_parameters()}


def agree(model, wanted):
    grads = {name: one.grad for name, one in model.named_parameters()}
    return all(
        one is not None and torch.allclose(one, wanted[name], rtol=1e-3, atol=1e-4) for name, one in grads.items()
    )


@functools.cache
def filled(answer):
    """What one call was given, and what it returned; several checks look at it."""
    model, x, y, pieces = draw()
    before = check.snapshot(model)
    total = answer.fill_gradients(model, x, y, pieces)
    return SimpleNamespace(model=model, x=x, y=y, pieces=pieces, before=before, total=total)


def test_gradients(answer):
    """leaves the gradient of the whole batch"""
    one = filled(answer)
    model, x, y, pieces, before = one.model, one.x, one.y, one.pieces, one.before
    _, wanted = whole(model, x, y)
    if any(not torch.equal(one.detach(), before[name]) for name, one in model.named_parameters()):
        raise Mistake(
            "The parameters of the model are other numbers than before.",
            "The function fills .grad and takes no step. With a step between two pieces, the second would get the "
            "gradient of another model.",
            "Look for an optimizer's step, or for an update of your own.",
        )
    for name, one in model.named_parameters():
        if one.grad is None:
            raise Mistake(
                f"{name}.grad is None.", "Nothing was left there: no backward() came by, or it was cleared at the end."
            )
    if agree(model, wanted):
        return
    each = shares(model, x, y, pieces)
    few = f"The {pieces} pieces have {', '.join(str(len(one)) for one in x.chunk(pieces))} rows."
    mistakes = [
        (
            [each[-1]],
            "Only the last piece is in .grad, weighed by its share. What the earlier ones left there is gone.",
            "Look at where the gradients are cleared.",
        ),
        (
            [(each[-1][0], 1)],
            "Only the last piece is in .grad. What the earlier ones left there is gone.",
            "Look at where the gradients are cleared.",
        ),
        ([(each[-1][0], 1 / pieces)], "Only the last piece is in .grad. Look at where the gradients are cleared."),
        ([(each[0][0], 1)], "Only the first piece is in .grad. Look at where the loop ends."),
        (
            [each[0]],
            "Only the first piece is in .grad, weighed by its share. A return inside a loop ends it in its first turn.",
        ),
        (
            [(one, share * (pieces - i)) for i, (one, share) in enumerate(each)],
            "The first piece is in it several times, the last one once: each backward() went through the earlier "
            "pieces again.",
            "Call backward() on the loss of the piece alone, not on a sum that grows.",
        ),
        (
            [(one, each[0][1]) for one, _ in each],
            "Each piece was weighed by the rows of the first one. The last piece is smaller.",
            few,
        ),
        (
            [(one, 1 / len(part)) for (one, _), part in zip(each, x.chunk(pieces), strict=True)],
            "Each piece's mean was divided by its rows once more. Its share is its rows divided by all rows.",
            few,
        ),
        (each[:-1], "The last piece is missing. It is smaller than the others, and it counts, too.", few),
        (
            [(one, 1) for one, _ in each],
            "The gradients of the pieces were added as they are. Each is a mean over its own rows, and a sum of means "
            "is no mean over all.",
            few,
        ),
        (
            [(one, 1 / pieces) for one, _ in each],
            "Each piece counts alike. But the last piece is smaller, so its rows count for more than the others'.",
            few,
        ),
        (
            [(one, share * len(x)) for one, share in each],
            "That is the gradient of the sum of squares, N times as much.",
        ),
        ([(one, share / len(x)) for one, share in each], "It was divided by N once too often."),
    ]
    for parts, *words in mistakes:
        if agree(model, added(model, parts)):
            raise Mistake(words[0], *words[1:])
    for name, one in model.named_parameters():
        if not torch.allclose(one.grad, wanted[name], rtol=1e-3, atol=1e-4):
            gap = (one.grad - wanted[name]).abs()
            off = one.grad.flatten()[gap.argmax()].item(), wanted[name].flatten()[gap.argmax()].item()
            raise Mistake(
                f"In {name}.grad there is {number(off[0])} where {number(off[1])} should be.",
                "Each row has to be in exactly one piece, and each piece counts with its share of all rows. " + few,
                "Look at which rows go into the model, and at what a piece's loss is multiplied by.",
            )


def test_cleared(answer):
    """whatever .grad held before"""
    one = filled(answer)
    model, x, y, pieces = one.model, one.x, one.y, one.pieces
    before = {name: None if one.grad is None else one.grad.clone() for name, one in model.named_parameters()}
    answer.fill_gradients(model, x, y, pieces)
    for name, one in model.named_parameters():
        once = before[name]
        if once is None or one.grad is None:
            raise Mistake(f"{name}.grad is None.")
        if torch.allclose(one.grad, once, rtol=1e-3, atol=1e-4):
            continue
        if torch.allclose(one.grad, 2 * once, rtol=1e-3, atol=1e-4):
            raise Mistake(
                "Called twice, it leaves twice the gradient: what .grad held before is still in it.",
                "Within one batch the pieces are to add up. What an earlier batch left has to go first.",
            )
        raise Mistake(
            f"Called twice with the same batch, it leaves something else in {name}.grad the second time.",
            "What an earlier batch left has to go before the first piece.",
        )


class Kept:
    """A tensor that autograd saved, counted for as long as it is saved."""

    def __init__(self, tensor, counts):
        self.tensor, self.counts = tensor, counts
        counts[0] += tensor.numel()
        counts[1] = max(counts)

    def __del__(self):
        self.counts[0] -= self.tensor.numel()


def most_saved(run, model):
    """The most numbers that were saved for the backward pass at one time, the model's own parameters left out."""
    own, counts = {one.data_ptr() for one in model.parameters()}, [0, 0]

    def pack(tensor):
        return tensor if tensor.data_ptr() in own else Kept(tensor, counts)

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda one: one.tensor if isinstance(one, Kept) else one):
        run()
    return counts[1]


def test_memory(answer):
    """keeps one piece at a time for the backward pass"""
    model, x, y, pieces = draw()
    largest, most = x.chunk(pieces)[0], y.chunk(pieces)[0]
    one = most_saved(lambda: F.mse_loss(model(largest), most).backward(), model)
    seen = most_saved(lambda: answer.fill_gradients(model, x, y, pieces), model)
    if seen > 1.6 * one:
        raise Mistake(
            f"At one time {seen} numbers were kept for the backward pass. One piece needs about {one}.",
            "What is saved is let go by backward(). If more than one piece is on its way before that, "
            "memory holds them all, and taking pieces was of no use.",
            "Look at what goes through the model at once, and at how often backward() is called.",
        )


def test_loss(answer):
    """returns the loss of the whole batch, as a number"""
    one = filled(answer)
    model, x, y, pieces, total = one.model, one.x, one.y, one.pieces, one.total
    wanted, _ = whole(model, x, y)
    parts = [F.mse_loss(model(xs), ys).item() for xs, ys in zip(x.chunk(pieces), y.chunk(pieces), strict=True)]
    if isinstance(total, torch.Tensor):
        raise Mistake(
            "fill_gradients returns a tensor, and it should return a Python number.",
            "It still has the graph behind it that it was computed by." if total.requires_grad else "",
        )
    check.is_number(total, "The loss")
    if abs(float(total) - wanted) <= 1e-3 * wanted:
        return
    said = f"The loss is {number(total)}; over all rows it is {number(wanted)}."
    for value, words in (
        (sum(parts), "Yours is the sum of the pieces' losses, and each of those is a mean already."),
        (sum(parts) / pieces, "Yours counts each piece alike. The last one is smaller."),
        (parts[-1], "Yours is the loss of the last piece alone."),
        (wanted * len(x), "Yours is the sum of the squares."),
        (parts[-1] * len(x.chunk(pieces)[-1]) / len(x), "Yours is the last piece's share alone."),
    ):
        if abs(total - value) <= 1e-3 * abs(value):
            raise Mistake(said, words)
    raise Mistake(said)


def test_any_pieces(answer):
    """is right for equal pieces, fewer than asked for, and a single one"""
    for n, pieces in ((12, 4), (5, 4), (7, 1), (1, 1)):
        model, x, y, _ = draw()
        x, y = x[:n], y[:n]
        sizes = ", ".join(str(len(one)) for one in x.chunk(pieces))
        wanted, grads = whole(model, x, y)
        found = answer.fill_gradients(model, x, y, pieces)
        means = f"There chunk makes pieces of {sizes}. It may make fewer than it is asked for."
        if not agree(model, grads):
            raise Mistake(f"With N = {n} and pieces = {pieces}, .grad is not the gradient of the whole batch.", means)
        if isinstance(found, float) and abs(found - wanted) > 1e-3 * wanted:
            raise Mistake(
                f"With N = {n} and pieces = {pieces} the loss is {number(found)}; over all rows it is "
                f"{number(wanted)}.",
                means,
            )
