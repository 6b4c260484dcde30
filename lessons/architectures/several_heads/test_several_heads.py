"""Self-attention with several heads, against nn.MultiheadAttention with the same weights."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake


def alone(ours):
    """PyTorch's layer, of one input."""
    return lambda x: ours(x, x, x, need_weights=False)[0]


def made(answer, d, heads, dtype=torch.float32, bias=True):
    """The learner's layer and PyTorch's, with the same weights, and these in pairs."""
    theirs = answer.MultiheadAttention(d, heads, bias=bias)
    ours = nn.MultiheadAttention(d, heads, bias=bias, batch_first=True, dtype=dtype)
    if isinstance(theirs, nn.Module):
        theirs = theirs.to(dtype)
    for one in ours.parameters():
        nn.init.normal_(one, std=d**-0.5)
    return theirs, ours, check.copied(theirs, ours)


def without_biases(answer, d, heads):
    """The same with biases of zero, which are left out of the pairs: a check of its own is about them."""
    theirs, ours, pairs = made(answer, d, heads)
    kept = []
    with torch.no_grad():
        for pair in pairs:
            if "bias" in pair.name:
                pair.theirs.zero_()
                pair.ours.zero_()
            else:
                kept.append(pair)
    return theirs, ours, kept


def projected(ours, x):
    return F.linear(x, ours.in_proj_weight, ours.in_proj_bias)


def attend(q, k, v, scale=None, dim=-1):
    return (q @ k.mT * (q.shape[-1] ** -0.5 if scale is None else scale)).softmax(dim) @ v


def cut(one, heads):
    return one.unflatten(-1, (heads, -1)).transpose(1, 2)


def joined(y):
    return y.transpose(1, 2).flatten(2)


@torch.no_grad()
def slipped(theirs, ours, x, slips):
    """Raise if the layer's output is what a known slip makes."""
    y = theirs(x.clone())
    if not isinstance(y, torch.Tensor) or y.shape != x.shape or torch.allclose(y, alone(ours)(x), 1e-4, 1e-4):
        return
    for slip, *words in slips:
        if torch.allclose(y, slip, 1e-4, 1e-4):
            raise Mistake(*words)


def test_shape(answer):
    """gives an output of the shape of x"""
    theirs, _, _ = made(answer, 6, 2)
    x = torch.randn(2, 4, 6)
    y = theirs(x.clone())
    fits = isinstance(y, torch.Tensor) and (y.shape, y.dtype) == (x.shape, x.dtype)
    check.same(x if fits else y, x, "your output")


@torch.no_grad()
def slips_of_one(ours, x):
    q, k, v = projected(ours, x).chunk(3, -1)
    done = ours.out_proj
    turned = (one.transpose(0, 1) for one in (q, k, v))
    orders = (("k, q, v", k, q, v), ("v, k, q", v, k, q), ("q, v, k", q, v, k), ("k, v, q", v, q, k))
    return [
        (attend(q, k, v), "The output is that before out_proj.", "The last step is a linear layer, self.out_proj."),
        *((done(attend(*one)), f"The {x.shape[-1] * 3} features were taken for {order}.",
           "In each row stands first q, then k, then v: q, k, v is the order of PyTorch's weights.")
          for order, *one in orders),
        (done(v), "Each position attends to itself alone.",
         "If features were cut into heads first, with shape (batch, length, heads, …), attention is paid between the "
         "heads, of which there is one here. The last two dimensions of a product have to be positions and features."),
        (done(attend(q, k, v, 1.0)), "The scores were not divided by the root of the number of features."),
        (done(attend(q, k, v, dim=-2)), "The softmax was taken over the queries.",
         "The weights of each query add up to 1 over the keys."),
        (done(attend(*turned).transpose(0, 1)), "The examples of the batch attend to one another.",
         "x has the shape (batch, length, d), batch first: the products are to be taken along dimension 1."),
    ]  # fmt: skip


def test_one_head(answer):
    """attends with one head"""
    theirs, ours, pairs = without_biases(answer, 5, 1)
    x = torch.randn(3, 4, 5)
    slipped(theirs, ours, x, slips_of_one(ours, x))
    check.matches(theirs, alone(ours), x, pairs=pairs, what="your output with one head")


@torch.no_grad()
def slips_of_several(ours, x, heads):
    batch, length, d = x.shape
    whole = projected(ours, x)
    q, k, v = whole.chunk(3, -1)
    done = ours.out_proj
    heads_of = cut(q, heads), cut(k, heads), cut(v, heads)
    viewed = [one.reshape(batch, heads, length, -1) for one in (q, k, v)]
    spread = [one.unflatten(-1, (-1, heads)).permute(0, 3, 1, 2) for one in (q, k, v)]
    inner = [one.unflatten(-1, (heads, -1)) for one in (q, k, v)]
    mixed = cut(whole, heads).chunk(3, -1)
    turn = ("q, k and v were cut by a view to (batch, heads, length, …).",
            "A view keeps the order in memory, in which the features of one position stand together. So each head got "
            "other positions, not other features.",
            "Cut the last dimension only, then swap two dimensions.")  # fmt: skip
    return [
        (done(attend(*heads_of, scale=d**-0.5).transpose(1, 2).flatten(2)), "The scores were divided by √d.",
         f"Each head adds up d/heads products, here {d // heads}, so it scales by √(d/heads)."),
        (done(attend(q, k, v)), "The output is that of a single head.", "self.num_heads says how many there are."),
        (done(joined(attend(*viewed))), *turn),
        (done(attend(*viewed).reshape(x.shape)), *turn),
        (done(attend(*heads_of).reshape(x.shape)),
         "The heads were joined while they still stood before the positions.",
         "A reshape keeps the order in memory. First swap heads and positions back, then join.",
         "Compare with the way in."),
        (done(attend(*spread).permute(0, 2, 3, 1).flatten(2)),
         f"Each head got every {heads}th feature." if heads > 3 else "The features were dealt out in turn.",
         "A head gets neighbors: head 0 the first d/heads features. So heads come before features in the shape."),
        (done(joined(attend(*mixed))), "The heads were cut before q, k and v.",
         "In each row stands first all of q, with all its heads, then all of k, then all of v."),
        (done(attend(*inner).flatten(2)), "At each position, attention is paid between the heads.",
         "The last two dimensions of a product are those that it goes over: they have to be positions and features."),
        (done(joined(attend(*heads_of, scale=1.0))), "The scores were not divided by √(d/heads)."),
    ]  # fmt: skip


def test_several(answer):
    """cuts the features into heads"""
    for d, heads, length in ((12, 3, 5), (8, 4, 6), (6, 6, 4)):
        theirs, ours, pairs = without_biases(answer, d, heads)
        x = torch.randn(2, length, d)
        slipped(theirs, ours, x, slips_of_several(ours, x, heads))
        check.matches(theirs, alone(ours), x, pairs=pairs, what=f"your output with {heads} heads of {d // heads}")


def test_biases(answer):
    """uses the biases"""
    theirs, ours, pairs = made(answer, 6, 2)
    x = torch.randn(2, 4, 6)
    with torch.no_grad():
        q, k, v = ((x @ ours.in_proj_weight.T).unflatten(-1, (3, 2, 3))).permute(2, 0, 3, 1, 4)
        first = joined(attend(q, k, v))
        slips = [
            (
                ours.out_proj(first),
                "The output is that without in_proj_bias.",
                "It is added before q, k and v are cut.",
            ),
            (alone(ours)(x) - ours.out_proj.bias, "The output is that without the bias of out_proj."),
        ]
    slipped(theirs, ours, x, slips)
    check.matches(theirs, alone(ours), x, pairs=pairs, what="your output with biases")


def test_no_biases(answer):
    """does without biases, where there are none"""
    theirs, ours, pairs = made(answer, 6, 3, bias=False)
    extra = [name for name, _ in theirs.named_parameters() if "bias" in name]
    if extra:
        raise Mistake(f"With bias=False your layer still has the parameter {extra[0]}.")
    x = torch.randn(2, 4, 6)
    try:
        theirs(x.clone())
    except (TypeError, AttributeError) as error:
        if "NoneType" not in str(error) and "bias" not in str(error):
            raise
        raise Mistake(f"With bias=False your code stops: {error}.", "There in_proj_bias is None.") from error
    check.matches(theirs, alone(ours), x, pairs=pairs, what="your output without biases")


def test_kinds(answer):
    """takes inputs of every size, dtype and layout"""
    for x, heads in (
        (torch.randn(2, 5, 8, dtype=torch.float64), 2),
        (torch.randn(8, 5, 3).permute(2, 1, 0), 4),
        (torch.randn(1, 1, 4), 2),
        (torch.randn(4, 1, 6), 3),
    ):
        theirs, ours, pairs = made(answer, x.shape[-1], heads, x.dtype)
        what = (
            f"your output for x of shape {tuple(x.shape)}, {x.dtype}{'' if x.is_contiguous() else ', not contiguous'}"
        )
        check.matches(theirs, alone(ours), x, pairs=pairs, what=what)


def test_own(answer):
    """is an attention of your own"""
    theirs, _, _ = made(answer, 4, 2)
    check.avoids(
        lambda: theirs(torch.randn(1, 3, 4)),
        "multi_head_attention_forward",
        "_native_multi_head_attention",
        because="Here the heads are to be cut and joined by yourself.",
    )
