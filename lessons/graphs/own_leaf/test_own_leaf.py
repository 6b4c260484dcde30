"""What a parameter must be before training can begin with it."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(n=None):
    """Whole numbers, none of them a multiple of ten."""
    n = n or int(torch.randint(4, 7, ()))
    return (10 * torch.randint(1, 9, (n,)) + torch.randint(1, 10, (n,))).tolist()


def started(answer, counts):
    """The parameter that the answer makes of the counts."""
    try:
        return answer.start(list(counts))
    except RuntimeError as error:
        if "cast to the desired output type" in str(error):
            raise Mistake(
                "PyTorch refused: a quotient was to be written into a tensor of whole numbers.",
                "/= is in place, so the dtype stays, and tenths don't fit into whole numbers.",
                "Look at what / makes, without the =.",
            ) from None
        if "floating point" not in str(error):
            raise
        raise Mistake(
            "PyTorch refused: a tensor of whole numbers was asked to require a gradient.",
            "A derivative asks what a very small change does, so the numbers must be of a floating-point type.",
            "Look at the dtype of what torch.tensor makes of counts.",
        ) from None


def test_values(answer):
    """holds a tenth of each count"""
    counts = draw()
    wanted = torch.tensor([count / 10 for count in counts])
    w = started(answer, counts)
    if isinstance(w, torch.Tensor) and w.shape == wanted.shape:
        if torch.equal(w.detach(), torch.tensor(counts).to(w.dtype)):
            raise Mistake("The parameter holds the counts as they are. They should be divided by ten.")
        if torch.equal(w.detach(), torch.tensor(counts).to(w.dtype) // 10):
            raise Mistake(
                f"From {counts[0]} the parameter has {w[0].item():g}, and it should have {counts[0] / 10:g}.",
                "// divides whole numbers and drops the rest; / keeps it.",
            )
        if torch.equal(w.detach().round(), w.detach()):
            raise Mistake(
                f"From {counts[0]} the parameter has {w[0].item():g}, and it should have {counts[0] / 10:g}.",
                "All its numbers are whole: something on the way dropped what stands behind the point.",
            )
    check.same(w, wanted, "The parameter")


def test_any_number(answer):
    """holds as many numbers as there are counts"""
    for counts in (draw(9), draw(2), draw(1), [0, 10, 0]):
        w = started(answer, counts)
        check.same(w, torch.tensor([count / 10 for count in counts]), f"The parameter made of {counts}")


def test_requires_a_gradient(answer):
    """requires a gradient"""
    w = started(answer, draw())
    if not isinstance(w, torch.Tensor) or not w.requires_grad:
        if hasattr(w, "require_grad"):
            raise Mistake(
                "The parameter does not require a gradient, but it has an attribute require_grad.",
                "Python lets you set an attribute of any name, and PyTorch never looks at that one.",
                "Compare the name, letter by letter.",
            )
        raise Mistake(
            "The parameter does not require a gradient.",
            "Nothing that is computed from it would be recorded, and training could not change it.",
        )


def test_leaf(answer):
    """is a leaf, where backward() leaves a gradient"""
    w = started(answer, draw())
    if isinstance(w, torch.Tensor) and not w.is_leaf:
        raise Mistake(
            f"The parameter is not a leaf: its grad_fn is {type(w.grad_fn).__name__}.",
            "It is the result of a recorded operation. backward() would leave the gradient at the tensor before it, "
            "and the .grad of this one would stay None.",
            "Look at what comes first: requiring the gradient, or the computation.",
        )
    check.uses_autograd((w * w).sum(), "a loss", w=w)
