"""Attention, against its formula."""

import torch

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def draw(*leading, dtype=torch.float32, size=1.0):
    """q, k and v; L, S, d and e all differ, and so do their roots."""
    length, keys, e = (2 + 2 * i + between(0, 1) for i in torch.randperm(3).tolist())
    d = between(8, 10)
    q = size * torch.randn(*leading, length, d, dtype=dtype)
    k = torch.randn(*leading, keys, d, dtype=dtype)
    return q, k, torch.randn(*leading, keys, e, dtype=dtype)


def scores_of(q, k):
    return torch.einsum("...ld,...sd->...ls", q, k)


def true(q, k, v):
    weights = torch.softmax(scores_of(q, k) / q.shape[-1] ** 0.5, -1)
    return torch.einsum("...ls,...se->...le", weights, v), weights


def two(answer, q, k, v):
    """The output and the weights of the answer, of the shapes that they should have."""
    result = answer.attention(q, k, v)
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else check.a(type(result).__name__)
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"attention returns {what}, and it should return two tensors: the output and the weights.", end)
    output, weights = result
    mixed, shares = true(q, k, v)
    if all(isinstance(one, torch.Tensor) for one in result) and output.shape == shares.shape != mixed.shape:
        raise Mistake(
            f"The first of the two tensors has the shape {tuple(output.shape)}, which is that of the weights.",
            "Return the output and the weights, in this order.",
        )
    for name, one, other in (("weights", weights, shares), ("output", output, mixed)):
        fits = isinstance(one, torch.Tensor) and one.shape == other.shape and one.dtype == other.dtype
        if not fits:
            if name == "output" and isinstance(one, torch.Tensor) and one.shape == (*other.shape[:-1], k.shape[-1]):
                raise Mistake(
                    f"The output has the shape {tuple(one.shape)}: its last dimension is that of the keys.",
                    "Queries and keys decide about the weights. What is mixed by them are the values.",
                )
            check.same(one, other, f"the {name}")
    return output, weights


def like(one, other):
    return one.shape == other.shape and torch.allclose(one, other, 1e-4, 1e-6)


def test_shapes(answer):
    """returns the output (L, e) and the weights (L, S)"""
    two(answer, *draw())


def test_weights_add_up(answer):
    """makes weights that add up to 1 over the keys"""
    for _ in range(3):
        q, k, v = draw()
        _, weights = two(answer, q, k, v)
        total = weights.detach().sum(-1)
        if like(total, torch.ones_like(total)) and (weights >= 0).all():
            continue
        seen = f"The weights of the first query add up to {check.number(total[0].item())}, and it should be 1."
        if like(total, torch.full_like(total, q.shape[-1] ** -0.5)):
            raise Mistake(
                seen,
                "They add up to 1/√d: the scores are divided by √d before the softmax, not the weights after it.",
            )
        if like(weights.detach().sum(-2), torch.ones(k.shape[-2])):
            raise Mistake(
                seen,
                "Over the queries they add up to 1, for each key. But each query shares out its attention among the "
                "keys.",
                "Look at the dim of the softmax.",
            )
        if like(weights.detach().sum(), torch.ones(())):
            raise Mistake(
                seen,
                "All scores together add up to 1. Each query shares out a whole of its own, among the keys.",
                "Look at the dimension that is added up, and at keepdim.",
            )
        if (weights < 0).any():
            raise Mistake(
                "Some weights are below 0.", "Scores can be negative, weights cannot: softmax makes them shares."
            )
        raise Mistake(seen, "softmax makes shares out of scores, along one dimension: its dim.")


def test_scores(answer):
    """compares each query with each key, over √d"""
    q, k, v = draw()
    _, weights = two(answer, q, k, v)
    scores, d = scores_of(q, k), q.shape[-1]
    slips = {
        "The scores were not divided by √d.": scores,
        "The scores were divided by d itself, and it should be √d.": scores / d,
        "The scores were multiplied by √d, and they should be divided by it.": scores * d**0.5,
        "The scores were divided by the root of the number of keys, and it should be that of d, the number of "
        "features that a dot product adds up.": scores / k.shape[-2] ** 0.5,
        "The scores were divided by the root of the number of queries, and it should be that of d.": scores
        / q.shape[-2] ** 0.5,
        "The scores were divided by the root of the length of a value, and it should be that of d.": scores
        / v.shape[-1] ** 0.5,
        "The scores have the wrong sign: a key that is like the query gets little weight.": -scores / d**0.5,
    }
    for reason, slip in slips.items():
        if like(weights.detach(), slip.softmax(-1)):
            raise Mistake(
                "The weights are not those of the formula.",
                reason,
                "A dot product of d numbers of size 1 has the size √d; divided by that, scores have the size 1.",
            )
    check.same(weights, true(q, k, v)[1], "The weights")


def test_output(answer):
    """mixes the values by the weights"""
    q, k, v = draw()
    output, _ = two(answer, q, k, v)
    check.same(output, true(q, k, v)[0], "The output")


def test_leading(answer):
    """does so for every leading dimension by itself"""
    for leading in ((3,), (5,), (2, 3), (2, 1, 3), (1,)):
        q, k, v = draw(*leading)
        what = f"q has the shape {tuple(q.shape)}, k {tuple(k.shape)} and v {tuple(v.shape)}"
        try:
            output, weights = two(answer, q, k, v)
        except (RuntimeError, IndexError, ValueError) as error:
            raise Mistake(
                f"{what}. There your code stops: {str(error).splitlines()[0].rstrip('.')}.",
                "Without leading dimensions it worked. With them, dimension 0 is no longer that of the queries.",
                "Look for dimensions that are counted from the front.",
            ) from error
        mixed, shares = true(q, k, v)
        total = weights.detach().sum(-1)
        if not like(total, torch.ones_like(total)):
            raise Mistake(
                f"{what}. The weights do not add up to 1 over the keys.",
                "Without leading dimensions they did. Counted from the front, the same number means another dimension "
                "now.",
                "Look at the dim of the softmax.",
            )
        check.same(weights, shares, f"The weights for leading dimensions {leading}")
        check.same(output, mixed, f"The output for leading dimensions {leading}")


def test_large_scores(answer):
    """stays finite for large scores"""
    for size in (60.0, 1000.0):
        q, k, v = draw(2, size=size)
        output, weights = two(answer, q, k, v)
        if not weights.isfinite().all() or not output.isfinite().all():
            raise Mistake(
                f"With scores as large as {check.number(scores_of(q, k).abs().max().item() / q.shape[-1] ** 0.5)} "
                "there are weights that are nan.",
                "exp() of a score above 88 is too large for a float: it is inf, and inf/inf is nan.",
                "torch's softmax takes care of that, by subtracting the largest score first.",
            )
        check.same(weights, true(q, k, v)[1], "The weights for large scores", rtol=5e-3, atol=5e-3)


def test_kinds(answer):
    """takes tensors of every dtype and layout"""
    q, k, v = draw(2, dtype=torch.float64)
    what = "for inputs of torch.float64"
    output, weights = two(answer, q, k, v)
    check.same(weights, true(q, k, v)[1], f"The weights {what}")
    check.same(output, true(q, k, v)[0], f"The output {what}")
    heads = [torch.randn(2, n, 3, d).transpose(1, 2) for n, d in ((4, 5), (6, 5), (6, 2))]  # as heads are cut out
    output, weights = two(answer, *heads)
    check.same(weights, true(*heads)[1], "The weights of inputs that are not contiguous")
    check.same(output, true(*heads)[0], "The output of inputs that are not contiguous")
    for shapes in (((1, 3), (1, 3), (1, 2)), ((2, 1), (3, 1), (3, 1))):
        few = [torch.randn(shape) for shape in shapes]
        output, weights = two(answer, *few)
        what = f"for q, k, v of shapes {', '.join(map(str, shapes))}"
        check.same(weights, true(*few)[1], f"The weights {what}")
        check.same(output, true(*few)[0], f"The output {what}")


def test_gradients(answer):
    """lets gradients flow to q, k and v"""
    given = [one.requires_grad_() for one in draw(2)]
    output, _ = two(answer, *given)
    check.uses_autograd(output, "the output", q=given[0], k=given[1], v=given[2])
    back = torch.randn_like(output)
    own = torch.autograd.grad(output, given, back)
    for name, one, other in zip("qkv", own, torch.autograd.grad(true(*given)[0], given, back), strict=True):
        check.same(one, other, f"The gradient of {name}", rtol=1e-3, atol=1e-4)


def test_own(answer):
    """is a step of your own"""
    check.avoids(
        lambda: answer.attention(*draw(2)),
        "scaled_dot_product_attention",
        "multi_head_attention_forward",
        because="Here the step is to be your own: dot products, a softmax, a mixture.",
    )
