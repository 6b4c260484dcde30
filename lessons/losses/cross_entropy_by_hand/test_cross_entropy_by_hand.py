"""What the cross-entropy must be, at logits of every size."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(scale=2.0):
    """Logits (N, C), each row with another level, and labels (N,) among which each class is named."""
    n, c = int(torch.randint(5, 9, ())), int(torch.randint(3, 5, ()))
    logits = scale * torch.randn(n, c)
    labels = torch.cat([torch.arange(c), torch.randint(0, c, (n - c,))])[torch.randperm(n)]
    return logits.requires_grad_(), labels


def reference(logits, labels):
    """(N,) in float64, from the definition with the largest logit of each row taken out."""
    z = logits.detach().double()
    z = z - z.max(dim=1, keepdim=True).values
    return z.exp().sum(dim=1).log() - z[torch.arange(len(z)), labels]


def loss(answer, logits, labels):
    c, named = logits.shape[1], int(labels.max()) + 1
    try:
        return answer.cross_entropy(logits, labels)
    except (RuntimeError, IndexError) as error:
        if named == c or f"{named}" not in str(error):
            raise
        raise Mistake(
            f"There are {c} classes, the largest label is {named - 1}, and torch stopped: {str(error).splitlines()[0]}",
            "It looks as if the number of classes were read off the labels. Of a batch the last ones may be missing.",
            "How many classes there are, the shape of the logits says. Look at F.one_hot, if you use it.",
        ) from error


def test_one_number(answer):
    """returns a tensor of shape ()"""
    logits, labels = draw()
    result = loss(answer, logits, labels)
    check.same(torch.zeros(()) if is_single(result) else result, torch.zeros(()), "the loss")


def is_single(result):
    return isinstance(result, torch.Tensor) and result.shape == () and result.dtype == torch.float32


def judge_value(result, logits, labels):
    """Raise unless the loss is right, at logits of moderate size."""
    z = logits.detach()
    wanted = reference(logits, labels).float().mean()
    single = isinstance(result, torch.Tensor) and result.shape == () and result.dtype == wanted.dtype
    if single and not torch.allclose(result.detach(), wanted, rtol=1e-4):
        seen = f"Your loss is {number(result.item())}, and it should be {number(wanted.item())}."
        rows, shares = torch.arange(len(z)), torch.softmax(z, dim=1)
        n, c = z.shape
        reasons = [
            (-wanted, "The sign is wrong: the logarithm of a share is below 0, and a loss is −log of it."),
            (wanted * n, "That is the sum over the samples. The mean does not grow with their number."),
            (wanted / c, f"You took the mean over the classes too, and divided by {n}·{c}. There are {n} samples."),
            (
                -torch.log_softmax(z, dim=0)[rows, labels].mean(),
                "Your shares add up to 1 over the samples. They should within each row: that is dim=1.",
            ),
            (
                -shares.log()[:, labels].mean(),
                "Each row was paired with every label, not only with its own: logits[:, labels] is of shape (N, N).",
            ),
            (-shares[rows, labels].mean(), "That is minus the mean share of the true class: the logarithm is missing."),
            (
                -torch.log_softmax(shares, dim=1)[rows, labels].mean(),
                "The scores went through a softmax twice. log_softmax has one in it already.",
            ),
            (
                -torch.log_softmax(z, dim=1).mean(),
                "That is the mean of −log of every share. Only the share of the true class counts; the label says "
                "which.",
            ),
            (wanted / torch.tensor(2.0).log(), "That is the loss in bits, by log2. PyTorch takes the natural one."),
            (
                -shares.max(dim=1).values.log().mean(),
                "You took the largest share of each row: the model's own answer. The label says which share counts.",
            ),
        ]
        for value, reason in reasons:
            if torch.allclose(result.detach(), value, rtol=1e-4) and not torch.allclose(value, wanted, rtol=1e-3):
                raise Mistake(seen, reason)
    check.same(result, wanted, "the loss")


def test_value(answer):
    """is the mean of −log of the true class's share"""
    logits, labels = draw()
    judge_value(loss(answer, logits, labels), logits, labels)


def test_classes(answer):
    """is right where no label names some of the classes"""
    logits, labels = torch.randn(4, 5, requires_grad=True), torch.tensor([0, 1, 0, 1])
    judge_value(loss(answer, logits, labels), logits, labels)


def test_large(answer):
    """is right where the logits are large"""
    for sign in (1, -1):
        logits, labels = draw()
        with torch.no_grad():
            logits += sign * 900
        judge_large(loss(answer, logits, labels), logits, labels)


def test_far_apart(answer):
    """is right where logits of one row lie far apart"""
    logits, labels = draw()
    with torch.no_grad():
        logits[torch.arange(len(labels)), labels] -= 500
    judge_large(loss(answer, logits, labels), logits, labels)


def test_rows_apart(answer):
    """is right where rows lie on different levels"""
    logits, labels = draw()
    with torch.no_grad():
        logits[::2] -= 800
    result = loss(answer, logits, labels)
    if isinstance(result, torch.Tensor) and result.shape == () and not result.isfinite():
        raise Mistake(
            f"Some rows have logits near 0, others near −800, and your loss is {result.item()}.",
            "If you take out the largest of all rows, nothing is left of a row that lies far below.",
            "Look at what is taken out of each row, and at dim= and keepdim=.",
        )
    judge_large(result, logits, labels)


def judge_large(result, logits, labels):
    """Raise unless the loss is right, at logits that e cannot be raised to."""
    wanted = reference(logits, labels).float().mean()
    check.same(torch.zeros_like(result) if isinstance(result, torch.Tensor) else result, wanted * 0, "the loss")
    z, value = logits.detach(), result.item()
    seen = (
        f"For logits from {number(z.min().item())} to {number(z.max().item())} your loss is {number(value)}, and it "
        f"should be {number(wanted.item())}."
    )
    if abs(value - torch.tensor(float(z.shape[1])).log().item()) < 1e-3 < abs(value - wanted.item()):
        raise Mistake(
            seen,
            f"That is log {z.shape[1]}, the loss where all logits of a row are alike. They were cut off, or their "
            "differences were lost.",
            "Only the differences within a row count. Look at the trick of the lesson.",
        )
    off = abs(value - wanted.item())
    if off <= 2e-3 + 1e-5 * wanted.item():  # float32 has steps of 6e-5 near 900
        return
    if off < wanted.item() / 2:
        raise Mistake(seen, "That is not far off, so it is not the size of the logits. Look at the first check.")
    if z.max() > 88 or z.max() < -80:
        raise Mistake(
            seen,
            "These logits are too large for exp(): above 88 it exceeds the largest float32 and gives inf, below −103 "
            "it gives 0. inf/inf and 0/0 are nan.",
            "Look at the trick of the lesson, which never raises e to anything above 0.",
        )
    raise Mistake(
        seen,
        "The share of the true class is so small that it was rounded to 0, and log 0 is −∞. A small number added to "
        "it hides that, but the loss is wrong all the same, and without a slope.",
        "Look at how the logarithm of a share can be computed without the share itself.",
    )


def test_few(answer):
    """is right for a single sample, two classes, and in float64"""
    for n, c, dtype in ((1, 4, torch.float32), (6, 2, torch.float32), (1, 2, torch.float32), (5, 3, torch.float64)):
        logits, labels = torch.randn(n, c, dtype=dtype, requires_grad=True), torch.randint(0, c, (n,))
        wanted = reference(logits, labels).to(dtype).mean()
        result = loss(answer, logits, labels)
        result = result.to(dtype) if isinstance(result, torch.Tensor) else result
        check.same(result, wanted, f"the loss of logits ({n}, {c}) of dtype {dtype}", rtol=1e-4)


def test_gradients(answer):
    """has the gradient share minus one-hot, over N"""
    for level in (0, 900, -900):
        logits, labels = draw()
        with torch.no_grad():
            logits += level
        result = loss(answer, logits, labels)
        check.uses_autograd(result, "the loss", logits=logits)
        result.backward()
        wanted = torch.softmax(logits.detach(), dim=1)
        wanted[torch.arange(len(labels)), labels] -= 1
        where = f" near {level}" if level else ""
        check.same(logits.grad, wanted / len(labels), f"the gradient of the logits{where}", atol=2e-4)


def test_by_hand(answer):
    """is written by hand"""
    logits, labels = draw()
    check.avoids(
        lambda: answer.cross_entropy(logits, labels),
        "cross_entropy",
        "nll_loss",
        because="It is right, and in your own programs the one to use. Here the formula is to be yours.",
    )
