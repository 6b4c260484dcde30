"""The backward pass through a linear layer and a tanh, on layers wider, narrower and square."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(ins=None, outs=None, rows=None):
    """x (N, in), W (out, in), b (out,) and G (N, out); N, in and out differ, where they are not given."""
    n, i, o = (torch.randperm(5)[:3] + 3).tolist()
    n, i, o = rows or n, ins or i, outs or o
    return torch.randn(n, i), 0.5 * torch.randn(o, i), 0.5 * torch.randn(o), torch.randn(n, o)


def bent(x, W, b, G):
    """What arrives at the sum before the tanh, (N, out)."""
    return G * (1 - torch.tanh(x @ W.T + b) ** 2)


def given(answer, x, W, b, G):
    """The three gradients of an answer, each of the shape of what it belongs to."""
    try:
        result = answer.layer_backward(x.clone(), W.clone(), b.clone(), G.clone())
    except RuntimeError as error:
        if "cannot be multiplied" not in str(error) and "must match the size" not in str(error):
            raise
        raise Mistake(
            f"PyTorch refused two shapes: {str(error).splitlines()[0]}.",
            f"Here x is {tuple(x.shape)}, W is {tuple(W.shape)} and G is {tuple(G.shape)}. In a matrix product the two "
            "inner sizes must agree.",
            "Look at the shape that must come out, and at which factor has to be transposed for it.",
        ) from None
    if not isinstance(result, tuple | list) or len(result) != 3:
        what = "None" if result is None else f"a {type(result).__name__}"
        what += f" of {len(result)}" if isinstance(result, tuple | list) else ""
        raise Mistake(
            f"layer_backward returns {what}, and it should return three tensors: the gradients of x, W and b.",
            "A function that ends without a return statement gives None." if result is None else "",
        )
    for name, one, owner in zip("xWb", result, (x, W, b), strict=True):
        if not isinstance(one, torch.Tensor):
            raise Mistake(f"The gradient of {name} is a {type(one).__name__}, and it should be a tensor.")
        if one.shape != owner.shape:
            raise Mistake(
                f"The gradient of {name} has the shape {tuple(one.shape)}. {name} has {tuple(owner.shape)}, and a "
                "gradient has the shape of what it belongs to.",
                shape_words(name, one, owner, G) or order_words(result, (x, W, b)),
            )
    return [one.detach() for one in result]


def shape_words(name, one, owner, G):
    """What led to a shape that is not the owner's, where it can be told."""
    if name == "b" and one.shape == G.shape:
        return "There is still a row for each sample. But one b served all rows: what comes to it goes together."
    if name == "b" and one.shape == ():
        return "All numbers were added to one. Add over the rows alone, so that one number for each of b is left."
    if name == "b" and one.shape == (1, *owner.shape):
        return "The dimension of the rows is still there, with the size 1. keepdim keeps it."
    if name == "b" and one.shape == G.shape[:1]:
        return (
            "The sum went over the numbers of a row. It should go over the rows, so that one number for each is left."
        )
    if name == "W" and one.shape == owner.T.shape:
        return "It is transposed."
    return ""


def order_words(result, owners):
    """What to say where the shapes are right, but in another order."""
    shapes = [sorted(tuple(one.shape) for one in three if isinstance(one, torch.Tensor)) for three in (result, owners)]
    return "The three shapes are right. They should be returned in the order x, W, b." if shapes[0] == shapes[1] else ""


def judge(name, seen, wanted, mistakes):
    if close(seen, wanted):
        return
    for value, *words in mistakes:
        if value.shape == seen.shape and close(seen, value):
            raise Mistake(f"The gradient of {name} is not what autograd finds.", *words)
    if torch.allclose(seen.to(wanted.dtype), wanted, rtol=0.02, atol=0.01):
        return  # as near as a difference comes: the check on exactness tells
    check.same(seen, wanted, f"The gradient of {name}")


def near(name):
    return Mistake(
        f"The gradient of {name} is near what it should be, and not nearer than a difference comes.",
        "A nudge of the inputs gives a derivative only nearly, and takes a forward pass for each number.",
        "Go backward: through the tanh, then through the linear layer.",
    )


def close(one, other):
    return torch.allclose(one.to(other.dtype), other, rtol=1e-3, atol=1e-4)


def bends(x, W, b, G):
    """What arrives at the sum if the tanh is passed wrongly, with the words for it."""
    h = torch.tanh(x @ W.T + b)
    where = "Look at the step between h and the sum."
    return [
        (
            G,
            "The incoming gradient went on as if there were no tanh. It belongs to h, which comes after the tanh.",
            where,
        ),
        (G * (1 - torch.tanh(h) ** 2), "The tanh was taken twice: h is tanh of the sum already.", where),
        (G * (1 - (x @ W.T + b) ** 2), "That has 1 minus the square of the sum. It is the square of its tanh.", where),
        (G * (1 - h), "That has 1 − h. The derivative of tanh is 1 − tanh², with a square.", where),
        (G * h, "G was multiplied by h itself. What is needed is the slope of the tanh there.", where),
        (1 - torch.tanh(G) ** 2, "The slope of the tanh was taken at G. It is the one at x Wᵀ + b.", where),
        (G * (1 + h**2), "That has 1 + tanh². The derivative of tanh is 1 − tanh², with a minus.", where),
        (1 - h**2, "G does not occur in it: these are the local derivatives alone.", where),
        (G * (1 - torch.tanh(x @ W.T) ** 2), "The tanh was taken of x Wᵀ without b.", where),
    ]


def test_shapes(answer):
    """gives three gradients, each of the shape of what it belongs to"""
    given(answer, *draw())


def test_bias(answer):
    """gives the gradient of b"""
    x, W, b, G = draw()
    seen, s = given(answer, x, W, b, G)[2], bent(x, W, b, G)
    n = len(x)
    mistakes = [(wrong.sum(0), *words) for wrong, *words in bends(x, W, b, G)]
    mistakes += [
        (
            s.mean(0),
            f"Yours is the mean of what arrives, autograd's is the sum: {n} times as much, for {n} rows.",
            "Each row is a path from b to the loss, and over paths one adds. Where the loss is a mean, its 1/N is in G "
            "already.",
        ),
        (s[0], "Only the first row was taken. Each row is a path from b to the loss."),
        (s[-1], "Only the last row was taken. Each row is a path from b to the loss."),
        (s.sum(0) * b, "It was multiplied by b. But b is added, so the local derivative is 1."),
    ]
    mistakes += [(wrong.mean(0), *words) for wrong, *words in bends(x, W, b, G)]
    judge("b", seen, s.sum(0), mistakes)


def test_weight(answer):
    """gives the gradient of W"""
    x, W, b, G = draw()
    seen, s = given(answer, x, W, b, G)[1], bent(x, W, b, G)
    n = len(x)
    mistakes = [(wrong.T @ x, *words) for wrong, *words in bends(x, W, b, G)]
    mistakes.append(
        (
            s.T @ x / n,
            f"Yours is the mean over the {n} rows, autograd's is the sum.",
            "Nothing in h = tanh(x Wᵀ + b) divides by N. Where the loss is a mean, its 1/N is in G already.",
        )
    )
    judge("W", seen, s.T @ x, mistakes)


def test_input(answer):
    """gives the gradient of x"""
    x, W, b, G = draw()
    seen, s = given(answer, x, W, b, G)[0], bent(x, W, b, G)
    mistakes = [(wrong @ W, *words) for wrong, *words in bends(x, W, b, G)]
    mistakes.append((s @ W / len(x), "It was divided by N. Each row of x has a single path, through its own row of h."))
    judge("x", seen, s @ W, mistakes)


def test_exact(answer):
    """is exact, as a backward pass is"""
    x, W, b, G = draw()
    found, s = given(answer, x, W, b, 10 * G), 10 * bent(x, W, b, G)
    for name, seen, wanted in zip("xWb", found, (s @ W, s.T @ x, s.sum(0)), strict=True):
        if ((seen - wanted).abs() > 2e-5 * wanted.abs().max()).any():
            raise near(name)


def test_one_row(answer):
    """is right for a single row"""
    x, W, b, G = draw(rows=1)
    found, s = given(answer, x, W, b, G), bent(x, W, b, G)
    judge("b", found[2], s.sum(0), [])
    judge("W", found[1], s.T @ x, [])
    judge("x", found[0], s @ W, [])


def test_square(answer):
    """is right where in and out are equal, and shapes can't tell"""
    for size in (4, 1):
        x, W, b, G = draw(size, size)
        found, s = given(answer, x, W, b, G), bent(x, W, b, G)
        judge("x", found[0], s @ W, [(s @ W.T, "It is s Wᵀ, which fits only because W is square here.")])
        judge("W", found[1], s.T @ x, [(x.T @ s, "It is transposed, which fits only because W is square here.")])
        judge("b", found[2], s.sum(0), [])
