"""An operation with its own forward and backward: its values, its gradients, gradcheck, and what it leaves alone."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(dtype=torch.float32):
    """Numbers (n, m) of both signs, none of them near 0."""
    n, m = int(torch.randint(2, 4, ())), int(torch.randint(2, 5, ()))
    x = 0.4 + 2 * torch.rand(n, m, dtype=dtype)
    return torch.where(torch.rand(n, m) < 0.5, x, -x)


def went_back(answer, x, weights):
    """The gradient of x for the loss Σ weights · swish(x), through the answer's own backward."""
    x = x.clone().requires_grad_()
    y = answer.swish(x)
    if not isinstance(y, torch.Tensor):
        raise Mistake(f"swish(x) is a {type(y).__name__}, and it should be a tensor of x's shape.")
    if y.grad_fn is None:
        raise Mistake("swish(x) has no grad_fn, though x requires a gradient. Is it Swish.apply(x) that is returned?")
    if "Swish" not in y.grad_fn.name():
        raise Mistake(
            f"The last node of swish(x) is {y.grad_fn.name()}, and it should be your own, SwishBackward.",
            "Then PyTorch goes back by its own rules, and your backward is never asked.",
        )
    return slope(y, x, weights)


def slope(y, x, weights=None):
    """The gradient of x for what arrives at y; an error of autograd in words."""
    try:
        (found,) = torch.autograd.grad(y, x, weights)
    except RuntimeError as error:
        raise explained(str(error)) or error from None
    except (ValueError, TypeError) as error:
        if "expected 1, got 0" in str(error):
            raise Mistake(
                "backward found nothing in ctx.saved_tensors.",
                "It holds what was handed to ctx.save_for_backward on the way forward, and nothing was.",
            ) from None
        if "must be Tensor, not tuple" in str(error):
            raise Mistake(
                "A tuple was used as if it were a tensor.",
                "ctx.saved_tensors is a tuple, even of a single tensor. It has to be taken out.",
            ) from None
        raise
    return found


def explained(said):
    if "returned an incorrect number of gradients" in said:
        return Mistake(
            "backward returns another number of gradients than forward has inputs.",
            "It should return one for each input of forward, ctx not counted: here one, for x.",
        )
    if "invalid gradient" in said:
        return Mistake(
            "backward returns a gradient that has another shape than x.", "A gradient has its owner's shape."
        )
    if "been used in the graph" in said:
        return Mistake(
            "No gradient came to x: backward returned None.",
            "A function that ends without a return statement gives None.",
        )
    return None


def test_values(answer):
    """computes x · σ(x)"""
    x = draw()
    given = x.clone()
    y = answer.swish(given)
    s = torch.sigmoid(x)
    if isinstance(y, torch.Tensor) and y.shape == x.shape and torch.allclose(y, s):
        raise Mistake("swish(x) gives σ(x) alone. It should be x times that.")
    check.same(y, x * s, "swish(x)")
    check.changed(x, given, "x")


def test_gradient(answer):
    """goes back with the right local derivative"""
    x = draw()
    ones = torch.ones_like(x)
    seen, s = went_back(answer, x, ones), torch.sigmoid(x)
    wanted = s + x * s * (1 - s)
    if torch.allclose(seen, wanted, rtol=1e-3, atol=1e-5):
        return
    y = x * s
    t = torch.sigmoid(y)
    mistakes = [
        (s, "That is the path through the factor x alone. x also goes through the sigmoid."),
        (x * s * (1 - s), "That is the path through the sigmoid alone. x is also a factor."),
        (s * (1 - s), "That is the derivative of σ. In x · σ(x) x is used twice: two paths."),
        (s * x * s * (1 - s), "The two paths were multiplied. Over paths one adds."),
        (s + s * (1 - s), "On the path through the sigmoid the factor x is missing."),
        (s + x * (1 - s), "On the path through the sigmoid it is σ · (1 − σ), and a σ is missing."),
        (s - x * s * (1 - s), "The two paths were subtracted. Over paths one adds."),
        (s + x * s * (1 + s), "The derivative of σ is σ · (1 − σ), with a minus."),
        (t + y * t * (1 - t), "It was computed from the result, as if that were x. What did forward save?"),
        (s * (1 - s) * (x + s), "Look at which factors belong to which path."),
    ]
    gap = torch.nan_to_num((seen - wanted).abs(), nan=torch.inf)
    place = divmod(gap.argmax().item(), gap.shape[1])  # the number that is off most
    said = f"For x = {number(x[place].item())} the gradient is {number(seen[place].item())}; it should be "
    said += f"{number(wanted[place].item())}."
    for value, words in mistakes:
        if torch.allclose(seen, value, rtol=1e-3, atol=1e-5):
            raise Mistake(said, words)
    check.same(seen, wanted, "The gradient of x")


def test_arrived(answer):
    """multiplies by what arrives"""
    x = draw()
    weights = 2 + torch.rand_like(x)
    one, many = went_back(answer, x, torch.ones_like(x)), went_back(answer, x, weights)
    if torch.allclose(many, one * weights, rtol=1e-3):
        return
    if torch.allclose(one, many):
        raise Mistake(
            "Whatever arrives, the same goes on.",
            "backward is given what has arrived, the derivative of the loss with respect to the result. It is to be "
            "multiplied by the local derivative.",
        )
    if torch.allclose(many, one + weights - 1, rtol=1e-3):
        raise Mistake("What arrives is added to the local derivative. Along a path slopes are multiplied.")
    sigma = torch.sigmoid(x)
    for path in (sigma, one - sigma):
        if torch.allclose(many, one + (weights - 1) * path, rtol=1e-3, atol=1e-5):
            raise Mistake(
                "What arrives is multiplied by one of the two paths alone.",
                "It goes back along both. Python multiplies before it adds, so the sum of the paths needs brackets.",
            )
    check.same(many, one * weights, "What goes on", rtol=1e-3)


def test_chain(answer):
    """works inside a larger formula, used twice"""
    x = draw()
    mine, other = x.clone().requires_grad_(), x.clone().requires_grad_()
    loss = torch.tanh(answer.swish(answer.swish(2 * mine)) - mine).sum()
    inner = 2 * other * torch.sigmoid(2 * other)
    wanted = torch.tanh(inner * torch.sigmoid(inner) - other).sum()
    check.same(slope(loss, mine), slope(wanted, other), "The gradient of x", rtol=1e-3)


def test_gradcheck(answer):
    """passes gradcheck, in float64"""
    x = draw(torch.float64)[0, :2].clone().requires_grad_()  # it nudges every number
    y = answer.swish(x)
    if isinstance(y, torch.Tensor) and y.dtype != torch.float64:
        raise Mistake(
            f"For x in float64, swish(x) comes out in {str(y.dtype).removeprefix('torch.')}.",
            "gradcheck nudges by a millionth, and float32 cannot see that.",
        )
    try:
        torch.autograd.gradcheck(answer.swish, x)
    except RuntimeError as error:
        first = str(error).strip().splitlines()[0].rstrip(",")
        raise Mistake(
            f"gradcheck says: {first}.",
            "What backward returns is not what nudging x by a millionth shows.",
            "Look at the local derivative, and at whether something on the way is rounded to float32.",
        ) from None
