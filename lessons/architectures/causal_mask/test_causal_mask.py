"""Weights under a causal mask, against the softmax of what each query may see."""

import torch

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def visible(length, keys):
    return torch.arange(keys) <= torch.arange(keys - length, keys)[:, None]


def true(scores):
    """Each row by itself: a softmax over what it sees, and zeros."""
    length, keys = scores.shape[-2:]
    hidden = ~visible(length, keys)
    return torch.softmax(scores.masked_fill(hidden, -torch.inf), -1)


def weights_of(answer, scores):
    """The answer's weights, of the shape and dtype of the scores."""
    weights = answer.causal_weights(scores)
    fits = isinstance(weights, torch.Tensor) and (weights.shape, weights.dtype) == (scores.shape, scores.dtype)
    check.same(scores.detach() if fits else weights, scores.detach(), "what causal_weights returns")
    return weights


def shown(row):
    return "[" + ", ".join(check.number(round(value, 2)) for value in row.tolist()) + "]"


def like(one, other):
    return torch.allclose(one, other, 1e-4, 1e-5)


def test_shape(answer):
    """returns a weight for each score"""
    weights_of(answer, torch.randn(4, 4))


def test_later(answer):
    """gives no weight to later keys"""
    size = between(4, 6)
    scores = torch.randn(size, size)
    weights = weights_of(answer, scores).detach()
    sees = visible(size, size)
    first = f"The weights of query 0 are {shown(weights[0])}."
    if weights.isnan().all():
        raise Mistake(
            "All weights are nan.",
            "0 times inf is nan: a mask of zeros and ones, times −inf, is nan where it should be 0.",
            "Look at masked_fill and torch.where, which choose and do not multiply.",
        )
    if weights[0].isnan().any():
        raise Mistake(
            first,
            "No key is left that it may see: all are −inf, and the softmax of that is 0/0. A query sees its own "
            "position, too.",
            "Look at the diagonal of the mask.",
        )
    if (weights[-1].isnan().any() or weights[-1, 0] == 0) and weights[0, -1] > 0:
        raise Mistake(
            first,
            "It sees the later keys, and not its own: the mask is the wrong way round.",
            "In masked_fill, True says which scores are replaced.",
        )
    check.same(torch.where(weights.isnan(), weights, 0.0), torch.zeros(size, size), "The weights")
    if like(weights, scores.tril().softmax(-1)):
        raise Mistake(
            first,
            "Later keys got a score of 0. That is a score as good as any: exp(0) is 1, so they are seen.",
            "Which score becomes a weight of 0 in the softmax?",
        )
    if like(weights, torch.softmax(scores.masked_fill(~sees, -torch.inf), -2).nan_to_num()):
        raise Mistake(first, "The softmax was taken over the queries, and it should be over the keys: the last dim.")
    later = weights.masked_fill(sees, 0)
    if later.any() and not later.triu(2).any():
        raise Mistake(
            first,
            "Each query sees one key too many: the one after its own position.",
            "Look at the diagonal of the mask: it belongs to what a query sees, the one above it does not.",
        )
    if later.any():
        query, key = later.nonzero()[0].tolist()
        raise Mistake(
            f"Query {query} gives the weight {check.number(weights[query, key].item())} to key {key}.",
            "Later keys should get a weight of exactly 0.",
        )


def test_sum(answer):
    """makes weights that add up to 1"""
    size = between(4, 6)
    scores = torch.randn(size, size)
    weights = weights_of(answer, scores).detach()
    total = weights.sum(-1)
    if not like(total, torch.ones(size)):
        why = "What a query sees shares out a whole."
        if like(weights, scores.softmax(-1).tril()):
            why = "The weights were hidden after the softmax, and what they had is lost to those that are seen."
        row = int((total - 1).abs().argmax())
        raise Mistake(f"The weights of query {row} add up to {check.number(total[row].item())}.", why)
    check.same(weights, true(scores), "The weights")


def test_last(answer):
    """puts fewer queries than keys at the last positions"""
    for length, keys in ((1, between(3, 6)), (2, 5), (between(3, 4), between(6, 7))):
        scores = torch.randn(length, keys)
        weights = weights_of(answer, scores).detach()
        expected = true(scores)
        if weights.isfinite().all() and like(weights, expected):
            continue
        seen = f"With {check.counted(length, 'query', 'queries')} and {keys} keys, query 0 gives the weights "
        seen += f"{shown(weights[0])}."
        hidden = torch.ones(length, keys, dtype=torch.bool).triu(1)
        if like(weights, torch.softmax(scores.masked_fill(hidden, -torch.inf), -1)):
            raise Mistake(
                seen,
                "The queries were put at the first positions: query 0 at position 0, where it sees one key.",
                f"They belong to the last ones. Here query 0 stands at position {keys - length}.",
            )
        raise Mistake(seen, f"Query 0 stands at position {keys - length}, so it sees {keys - length + 1} keys.")


def test_leading(answer):
    """does so for every leading dimension by itself"""
    for shape in ((3, 4, 4), (2, 3, 4, 4), (2, 2, 3, 6), (1, 1, 1)):
        scores = torch.randn(shape)
        weights = weights_of(answer, scores).detach()
        total = weights.sum(-1)
        if not like(total, torch.ones_like(total)):
            raise Mistake(
                f"For scores of shape {shape} the weights do not add up to 1 over the keys.",
                "Without leading dimensions they did. Counted from the front, the same number means another dimension "
                "now.",
                "Look at the dim of the softmax.",
            )
        check.same(weights, true(scores), f"The weights for scores of shape {shape}")


def test_large(answer):
    """stays right for large scores"""
    size = 4
    noise = torch.randn(size, size)
    steps = torch.arange(size) * 3000.0
    for scores, what in (
        (noise + steps, "later scores are thousands larger"),
        (noise - steps, "later scores are thousands smaller"),
        (noise - 9990, "all scores are about −9990"),
        (noise + 9990, "all scores are about 9990"),
    ):
        weights = weights_of(answer, scores).detach()
        if weights.isnan().any():
            raise Mistake(
                f"Where {what}, there are weights that are nan.",
                "A later key with a large score takes all of the softmax. When it is hidden after that, nothing is "
                "left for the others, and 0/0 is nan. An exp() of a large score is inf.",
                "Hide the scores before the softmax.",
            )
        hidden = weights.masked_fill(visible(size, size), 0)
        if hidden.any():
            raise Mistake(
                f"Where {what}, later keys get weights as large as {check.number(hidden.max().item())}.",
                "The score that hides them is not low enough: others are lower still.",
                "−inf is lower than all.",
            )
        check.same(weights, true(scores), f"Where {what}, the weights", atol=2e-3)


def test_kinds(answer):
    """takes scores of every dtype and layout"""
    for scores in (torch.randn(2, 3, 5, dtype=torch.float64), torch.randn(5, 3, 2).permute(2, 1, 0), torch.zeros(1, 1)):
        weights = weights_of(answer, scores)
        what = f"for {scores.dtype}{'' if scores.is_contiguous() else ', not contiguous'}"
        check.same(weights, true(scores), f"The weights {what}")


def test_gradients(answer):
    """lets gradients flow to what is seen, and none to the rest"""
    scores = torch.randn(2, 3, 4).requires_grad_()
    weights = weights_of(answer, scores)
    check.uses_autograd(weights, "the result", scores=scores)
    back = torch.randn(2, 3, 4)
    (own,) = torch.autograd.grad(weights, scores, back)
    (expected,) = torch.autograd.grad(true(scores), scores, back)
    if own.isnan().any():
        raise Mistake(
            "The weights are right, and the gradient of the scores is nan.",
            "What was computed and thrown away still has a gradient: 0 times inf, on the way back.",
        )
    check.same(own, expected, "The gradient of the scores", rtol=1e-3, atol=1e-4)
