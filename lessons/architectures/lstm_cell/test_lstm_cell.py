"""A step of an LSTM, against nn.LSTMCell with the same weights."""

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def made(answer, inputs, hidden, dtype=torch.float32, bias=True):
    """The learner's cell and PyTorch's, with the same weights, and these in pairs."""
    theirs, ours = answer.LSTMCell(inputs, hidden, bias=bias), nn.LSTMCell(inputs, hidden, bias=bias, dtype=dtype)
    if isinstance(theirs, nn.Module):
        theirs = theirs.to(dtype)
    for one in ours.parameters():
        nn.init.normal_(one, std=0.7)
    return theirs, ours, check.copied(theirs, ours)


def draw(batch, inputs, hidden, dtype=torch.float32):
    """x and the state."""
    h, c = torch.randn(2, batch, hidden, dtype=dtype)
    return torch.randn(batch, inputs, dtype=dtype), (h, c)


def parts(ours, x, h):
    """i, f, g and o before sigmoid and tanh."""
    z = x @ ours.weight_ih.T + h @ ours.weight_hh.T
    if ours.bias:
        z = z + ours.bias_ih + ours.bias_hh
    return z.detach()


def memory(i, f, g, c):
    return f.sigmoid() * c + i.sigmoid() * g.tanh()


def kept(four, c):
    """The new c, of the four parts of z."""
    i, f, g, _ = four
    return memory(i, f, g, c)


def like(one, other):
    return isinstance(one, torch.Tensor) and one.shape == other.shape and torch.allclose(one, other, 1e-4, 1e-5)


def stepped(theirs, x, state):
    """The new h and c, both of the shape of the old."""
    result = theirs(x.clone(), tuple(one.clone() for one in state))
    if not isinstance(result, tuple) or len(result) != 2:
        what = "None" if result is None else check.a(type(result).__name__)
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"forward returns {what}, and it should return a pair (h, c), as nn.LSTMCell does.", end)
    for name, one, other in zip("hc", result, state, strict=True):
        fits = isinstance(one, torch.Tensor) and (one.shape, one.dtype) == (other.shape, other.dtype)
        check.same(other if fits else one, other, f"The new {name}")
    return tuple(one.detach() for one in result)


def test_pair(answer):
    """returns the new pair (h, c)"""
    theirs, _, _ = made(answer, 3, 4)
    stepped(theirs, *draw(2, 3, 4))


def test_memory(answer):
    """keeps and adds in the new c"""
    theirs, ours, pairs = made(answer, 3, 5)
    with torch.no_grad():  # the biases have a check of their own
        for pair in pairs:
            if "bias" in pair.name:
                pair.theirs.zero_()
                pair.ours.zero_()
    x, (h, c) = draw(4, 3, 5)
    new_h, new_c = stepped(theirs, x, (h, c))
    true_h, true_c = (one.detach() for one in ours(x, (h, c)))
    if like(new_c, true_h) and like(new_h, true_c):
        raise Mistake("The two tensors are h and c the wrong way round.", "Return (h, c), in this order.")
    z = parts(ours, x, h)
    i, f, g, o = z.chunk(4, 1)
    orders = {
        "i, f, o, g": memory(i, f, o, c),
        "f, i, g, o": memory(f, i, g, c),
        "f, i, o, g": memory(f, i, o, c),
        "i, g, f, o": memory(i, g, f, c),
        "g, i, f, o": memory(f, g, i, c),
        "o, i, f, g": memory(f, g, o, c),
        "f, g, i, o": memory(g, i, f, c),
    }
    for order, slip in orders.items():
        if like(new_c, slip):
            raise Mistake(
                f"The four parts of z were taken in the order {order}.",
                "Each part has weights of its own, and PyTorch's weights stand in the order i, f, g, o.",
            )
    slips = [
        (f.sigmoid() * c + i.sigmoid() * g.sigmoid(), "g passed through a sigmoid, and it should pass through tanh.",
         "g is what is written into the memory: it may be negative. i, f and o are shares."),
        (f.sigmoid() * c + i.sigmoid() * g.sigmoid().tanh(), "g passed through a sigmoid and then through tanh.",
         "Only i, f and o pass through a sigmoid. g passes through tanh alone: it may be negative."),
        (f.sigmoid() * c + i.sigmoid() * g, "g was added as it is.", "What is written passes through tanh first."),
        (f * c + i * g, "i, f and g were used as they are.", "i and f pass through a sigmoid, g through tanh."),
        ((1 - f.sigmoid()) * c + f.sigmoid() * g.tanh(), "The old memory is kept by 1 − f.",
         "In an LSTM, f keeps and i adds, each by itself; with one gate for both it would be more like a GRU."),
        ((1 - f.sigmoid()) * c + i.sigmoid() * g.tanh(), "The old memory is kept by 1 − f.",
         "The forget gate says how much is kept: with f = 1 nothing is forgotten."),
        (kept(parts(ours, x, c).chunk(4, 1), h), "h and c of the state were taken for one another.",
         "The state is the pair (h, c), in this order."),
        (i.sigmoid() * g.tanh(), "The old c has no part in the new one.", "c is the memory: f of it is kept."),
        (c + i.sigmoid() * g.tanh(), "All of the old c is kept.", "f says how much of each number is."),
        (f.sigmoid() * c + g.tanh(), "All of g is added.", "i says how much of each number is."),
        (kept((x @ ours.weight_ih.T).detach().chunk(4, 1), c), "h has no part in z: weight_hh was not used.",
         "What the cell let out one step before is an input of this step."),
        (kept(z.view(4, *h.shape), c), "z was cut into four parts across the batch.",
         "Each row of z holds the four parts of one example. Cut along the last dimension."),
        (kept(z.view(4, 5, 4).unbind(-1), c), "Every fourth number of a row was taken for one part.",
         "In a row of z all of i stands first, then all of f, g and o: the numbers of a part follow one another."),
    ]  # fmt: skip
    for slip, *words in slips:
        if like(new_c, slip):
            raise Mistake("The new c is not that of the formula.", *words)
    check.same(new_c, true_c, "The new c")


def test_let_out(answer):
    """lets out the new h"""
    theirs, ours, pairs = made(answer, 2, 4)
    with torch.no_grad():
        for pair in pairs:
            if "bias" in pair.name:
                pair.theirs.zero_()
                pair.ours.zero_()
    x, (h, c) = draw(3, 2, 4)
    new_h, new_c = stepped(theirs, x, (h, c))
    o = parts(ours, x, h).chunk(4, 1)[3]
    slips = [
        (o.sigmoid() * new_c, "The new h is o times c itself.",
         "It is the tanh of the new c that is let out, which lies between −1 and 1."),
        (o.sigmoid() * c.tanh(), "The new h was made from the old c.", "What this step wrote can be read in it."),
        (o.sigmoid(), "The new h is the gate alone.", "o says how much of tanh(c) is let out."),
        (new_c.tanh(), "All of tanh(c) is let out.", "o says how much of each number is."),
        (o.tanh() * new_c.tanh(), "o passed through tanh, and it should pass through a sigmoid.",
         "A gate is a share, from 0 to 1."),
        (o * new_c.tanh(), "o was used as it is.", "It passes through a sigmoid: a gate is a share, from 0 to 1."),
        (o.sigmoid() * new_c.sigmoid(), "c passed through a sigmoid.", "It is tanh(c) that is let out."),
    ]  # fmt: skip
    for slip, *words in slips:
        if like(new_h, slip):
            raise Mistake(*words)
    check.same(new_h, ours(x, (h, c))[0].detach(), "The new h")


def test_biases(answer):
    """uses both biases"""
    theirs, ours, pairs = made(answer, 3, 4)
    x, (h, c) = draw(2, 3, 4)
    _, new_c = stepped(theirs, x, (h, c))
    z = parts(ours, x, h)
    for missing, name in (
        (ours.bias_hh, "bias_hh"), (ours.bias_ih, "bias_ih"), (ours.bias_ih + ours.bias_hh, "either bias"),
    ):  # fmt: skip
        if like(new_c, kept((z - missing.detach()).chunk(4, 1), c)):
            raise Mistake(f"The new c is that of a cell without {name}.", "z has two biases, one beside each weight.")
    check.matches(theirs, ours, x, (h, c), pairs=pairs, what="the pair (h, c)")


def test_no_biases(answer):
    """does without biases, where there are none"""
    theirs, ours, pairs = made(answer, 3, 4, bias=False)
    extra = [name for name, _ in theirs.named_parameters() if name not in ("weight_ih", "weight_hh")]
    if extra:
        raise Mistake(f"With bias=False your cell still has the parameter {extra[0]}.", "There the biases are None.")
    x, state = draw(2, 3, 4)
    try:
        theirs(x, state)
    except (TypeError, AttributeError) as error:
        if "NoneType" not in str(error) and "bias" not in str(error):
            raise
        raise Mistake(
            f"With bias=False your code stops: {error}.", "There the biases are None, and nothing is to be added."
        ) from error
    check.matches(theirs, ours, x, state, pairs=pairs, what="the pair (h, c) without biases")


class Unrolled(nn.Module):
    """A cell taken through a sequence (T, batch, input)."""

    def __init__(self, cell):
        super().__init__()
        self.cell = cell

    def forward(self, x, state):
        for one in x:
            state = self.cell(one, state)
        return state


def test_steps(answer):
    """goes on from its own state, step after step"""
    theirs, ours, pairs = made(answer, 2, 3)
    _, state = draw(2, 2, 3)
    x = torch.randn(between(4, 6), 2, 2)
    check.matches(Unrolled(theirs), Unrolled(ours), x, state, pairs=pairs, what=f"the pair (h, c) after {len(x)} steps")


def test_kinds(answer):
    """takes inputs of every size, dtype and layout"""
    for batch, inputs, hidden, dtype in ((3, 2, 4, torch.float64), (8, 1, 1, torch.float32), (1, 5, 6, torch.float32)):
        theirs, ours, pairs = made(answer, inputs, hidden, dtype)
        what = f"the pair (h, c) for x of shape {(batch, inputs)}, {dtype}"
        check.matches(theirs, ours, *draw(batch, inputs, hidden, dtype), pairs=pairs, what=what)
    theirs, ours, pairs = made(answer, 3, 4)
    state = (torch.randn(4, 5).T, torch.randn(4, 5).T)
    what = "the pair (h, c) of inputs that are not contiguous"
    check.matches(theirs, ours, torch.randn(3, 5).T, state, pairs=pairs, what=what)


def test_own(answer):
    """is a cell of your own"""
    theirs, _, _ = made(answer, 2, 3)
    check.avoids(
        lambda: theirs(*draw(1, 2, 3)), "lstm_cell", "lstm", because="Here the step is to be written out, gate by gate."
    )
