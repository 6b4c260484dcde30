"""A residual block with its norm in front, against one of the same weights."""

import torch
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake

NAMES = [f"{layer}.{kind}" for layer in ("norm", "first", "last") for kind in ("weight", "bias")]


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


class Ours(nn.Module):
    def __init__(self, d, hidden):
        super().__init__()
        self.norm, self.first, self.last = nn.LayerNorm(d), nn.Linear(d, hidden), nn.Linear(hidden, d)

    def forward(self, x):
        return x + self.last(self.first(self.norm(x)).relu())


def made(answer, d, hidden):
    """A new block of the answer, which has the six parameters."""
    theirs = answer.Block(d, hidden)
    weights = {name: tensor.detach().clone() for name, tensor in theirs.named_parameters()} if isinstance(
        theirs, nn.Module
    ) else {}  # fmt: skip
    check.copied(theirs, Ours(d, hidden), NAMES)
    with torch.no_grad():
        for name, tensor in theirs.named_parameters():
            tensor.copy_(weights[name])
    return theirs


def with_weights(answer, d, hidden, dtype=torch.float32):
    """A block with random weights, ours with the same, and these in pairs."""
    theirs, ours = made(answer, d, hidden).to(dtype), Ours(d, hidden).to(dtype)
    for one in ours.parameters():
        nn.init.normal_(one, std=0.6)
    return theirs, ours, check.copied(theirs, ours, NAMES)


def passed(block, x):
    """What the block returns, of the shape and dtype of x."""
    y = block(x.clone())
    fits = isinstance(y, Tensor) and (y.shape, y.dtype) == (x.shape, x.dtype)
    check.same(x if fits else y, x, "what the block returns")
    return y


def like(one, other):
    return torch.allclose(one, other, 1e-4, 1e-5)


def test_layers(answer):
    """has the layers norm, first and last"""
    d, hidden = between(3, 5), between(6, 8)
    block = made(answer, d, hidden)
    if isinstance(block.norm, nn.modules.batchnorm._BatchNorm):
        raise Mistake(
            f"self.norm is {check.a(type(block.norm).__name__)}, which takes its mean over the batch.",
            "Then what comes out for one example depends on the others. A layer norm takes the mean over the features "
            "of each example.",
        )
    frozen = [name for name, one in block.named_parameters() if not one.requires_grad]
    if frozen:
        raise Mistake(
            f"{frozen[0]} has requires_grad=False, so it can never learn.", "It begins at zero, and moves on."
        )
    passed(block, torch.randn(4, d))


@torch.no_grad()
def test_identity(answer):
    """begins as the identity"""
    d = between(4, 6)
    block = made(answer, d, 7)
    x = 1.5 + 2 * torch.randn(5, d)
    y = passed(block, x)
    if like(y, x):
        return
    normed = nn.functional.layer_norm(x, (d,))
    if not y.any():
        raise Mistake(
            "A new block returns zeros.",
            "What the layers make is zero, as it should be at the beginning. But x itself is not there: the change is "
            "to be added to it.",
        )
    if like(y, normed):
        raise Mistake(
            "A new block returns norm(x), and it should return x.",
            "The norm is on the way of x itself. It stands after the sum, or x was replaced by norm(x) before it.",
            "Only what goes into self.first is normalized.",
        )
    if like(y, x.relu()):
        raise Mistake(
            "A new block returns x without its negative numbers.", "A ReLU is on the way of x itself, after the sum."
        )
    last = {name: one for name, one in block.last.named_parameters() if one.any()}
    if last:
        raise Mistake(
            f"A new block changes x, since the {' and the '.join(last)} of self.last "
            f"{'is' if len(last) == 1 else 'are'} not zero.",
            "PyTorch makes a linear layer with small random numbers. The last one begins at zero, all of it.",
        )
    check.same(y, x, "What a new block returns")


def all_of(block, x, dim=None, less=0):
    """A norm of the block's weights over another dimension, or with another count."""
    far = x - x.mean(dim, keepdim=True)
    return far / x.var(dim, correction=less, keepdim=True).sqrt() * block.norm.weight + block.norm.bias


@torch.no_grad()
def slips_of(block, x):
    normed, change = block.norm(x), block.last(block.first(block.norm(x)).relu())
    return [
        (x, "What the layers make was not computed, or was thrown away: with other weights in it, the block still "
         "returns x.", "It is self.last that begins at zero."),
        (change, "The output is the change alone.", "It is to be added to x."),
        (x + block.last(block.first(x).relu()), "What went into self.first was not normalized."),
        (normed + change, "The change was added to norm(x), and it should be added to x."),
        (block.norm(x + block.last(block.first(x).relu())), "The norm stands after the sum.", "It comes first."),
        (x + block.last(block.first(normed)), "The output is that without the ReLU.",
         "It stands between self.first and self.last. Without it two linear layers are one."),
        (x + block.last(block.first(normed)).relu(), "The ReLU stands after self.last, and it should stand before it.",
         "There the block could add to x, but never take away."),
        ((x + change).relu(), "A ReLU was taken of the sum.", "x has a way through on which nothing changes it."),
        (x + block.last(block.first(normed.relu())), "The ReLU stands before self.first.", "It stands after it."),
        (x + block.norm(block.last(block.first(x).relu())), "The norm stands after self.last.", "It stands first."),
        (x + block.last(block.first(all_of(block, x)).relu()), "The norm was taken over the whole batch at once.",
         "A layer norm takes mean and spread over the d features of each example: dim=-1, with keepdim=True."),
        (x + block.last(block.first(all_of(block, x, -1, 1)).relu()), "In the norm the variance was divided by d − 1.",
         "A layer norm divides by d. In torch, std and var divide by one less unless told otherwise."),
        (x + block.last(nn.functional.gelu(block.first(normed))), "A GELU stands in place of the ReLU."),
        (x + block.last(block.first(normed).relu()).relu(), "A ReLU stands after self.last, too.",
         "There is one, after self.first. After the last layer the block could add to x, but never take away."),
        (x - change, "The change was taken away from x, and it should be added."),
    ]  # fmt: skip


def test_adds(answer):
    """adds to x what its layers make of it"""
    d = between(4, 6)
    theirs, ours, pairs = with_weights(answer, d, 7)
    x = 1.0 + 2 * torch.randn(5, d)
    y = passed(theirs, x).detach()
    if not like(y, ours(x).detach()):
        for slip, *words in slips_of(ours, x):
            if like(y, slip):
                raise Mistake(*words)
    check.matches(theirs, ours, x, pairs=pairs, what="the output of a block with other weights")


def test_learns(answer):
    """begins with something to learn"""
    block = made(answer, 5, 8)
    x, back = torch.randn(2, 20, 5)
    y = block(x.clone())
    check.uses_autograd(y, "the output of a new block")
    named = dict(block.named_parameters())
    gradients = dict(zip(named, torch.autograd.grad(y, list(named.values()), back, allow_unused=True), strict=True))
    moves = gradients["last.weight"]
    if moves is None or not moves.any():
        zero = [name for name in ("norm.weight", "first.weight") if not named[name].any()]
        why = f" {' and '.join(zero)} {'is' if len(zero) == 1 else 'are'} zero, too." if zero else ""
        raise Mistake(
            f"In a new block the gradient of last.weight is zero.{why}",
            "What comes into self.last is then zero for every input. As long as both are zero, neither gets a "
            "gradient, and they never move.",
            "Only the last layer begins at zero.",
        )


def test_kinds(answer):
    """takes inputs of every shape, dtype and layout"""
    for x in (
        torch.randn(2, 3, 4),
        torch.randn(3, 4, dtype=torch.float64),
        torch.randn(4, 3, 2).permute(2, 1, 0),
        torch.randn(1, 4),
    ):
        theirs, ours, pairs = with_weights(answer, 4, 6, x.dtype)
        ours.norm.eps = getattr(theirs.norm, "eps", ours.norm.eps)  # any that is small is as good
        what = f"the output for x of shape {tuple(x.shape)}, {x.dtype}{'' if x.is_contiguous() else ', not contiguous'}"
        check.matches(theirs, ours, x, pairs=pairs, what=what)
