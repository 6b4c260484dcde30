"""λmax by Hessian-vector products, against eigenvalues of the whole Hessian."""

import math

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, near, number

MANY = 20
"""Products after which v lies along the steepest direction: what is left of the others shrinks by 0.6 in each."""


def eigenvalues(model, x, y):
    """Of the whole Hessian, ascending."""
    parameters = list(model.parameters())
    grads = torch.autograd.grad(F.mse_loss(model(x), y), parameters, create_graph=True)
    g = torch.cat([each.flatten() for each in grads])
    rows = []
    for one in g:
        row = torch.autograd.grad(one, parameters, retain_graph=True)
        rows.append(torch.cat([each.flatten() for each in row]))
    return torch.linalg.eigvalsh(torch.stack(rows).double())


def apart(values):
    """Whether the largest is clear of all others in size, so that power iteration soon settles, whatever v it began
    with; and of a size that is no other number by chance."""
    others = max(values[-2].item(), -values[0].item())
    return 1.5 < values[-1].item() < 40 and others < 0.6 * values[-1].item()


def of_line(x):
    """Of the whole Hessian of a linear model with these inputs, ascending: it is the same for all targets."""
    ones = torch.cat([x, torch.ones(len(x), 1)], dim=1).double()
    return torch.linalg.eigvalsh(2 * ones.T @ ones / len(x))


def line():
    """A linear model, its data and its eigenvalues."""
    while True:
        d = int(torch.randint(2, 5, ()))
        scale = torch.ones(d)
        scale[0] = 2 + torch.rand(())
        x, model = torch.randn(40, d) * scale, nn.Linear(d, 1)
        y = torch.randn(40, 1)
        values = of_line(x)
        if apart(values):
            return model, x, y, values


def network():
    """A small network and its data."""
    x = 4 * torch.rand(30, 1) - 1
    return nn.Sequential(nn.Linear(1, 5), nn.Tanh(), nn.Linear(5, 1)), x, torch.sin(3 * x)


def bent():
    """A small network, its data and its eigenvalues."""
    while True:
        model, x, y = network()
        values = eigenvalues(model, x, y)
        if apart(values):
            return model, x, y, values


def spread():
    """A linear model of many parameters, of whose eigenvalues one alone is large, and their data."""
    d = 30
    direction = F.normalize(torch.randn(d), dim=0)
    x = torch.randn(200, d)
    x = x + 3 * (x @ direction)[:, None] * direction
    model, y = nn.Linear(d, 1), torch.randn(200, 1)
    return model, x, y, of_line(x)


def found(answer, model, x, y, products=MANY):
    try:
        result = answer.sharpness(model, x, y, products)
    except RuntimeError as error:
        if "does not require grad" not in str(error) and "does not have a grad_fn" not in str(error):
            raise
        raise Mistake(
            f"torch stopped: {str(error).splitlines()[0]}",
            "g was made without a graph, so autograd cannot go through it a second time.",
            "Look at create_graph, and at what was detached on the way.",
        ) from error
    if isinstance(result, float) and not math.isfinite(result):
        raise Mistake(
            f"After {products} products the sharpness is {result}.",
            "In each product v becomes longer, by the factor λmax, until float32 ends.",
            "Look at the length of the next v.",
        )
    check.is_number(result, "The sharpness")
    if isinstance(result, torch.Tensor):
        raise Mistake("sharpness returns a tensor, and it should return a float.", ".item() makes one of it.")
    return float(result)


def judge(answer, model, x, y, values):
    seen, largest = found(answer, model, x, y), values[-1].item()
    if near(seen, largest, rtol=0.02):
        return
    case = f"The largest eigenvalue is {number(largest)}, and you found {number(seen)}."
    reasons = [
        (largest**2, "That is its square: v was not of length 1, or H went in twice."),
        (values[0].item(), "That is the smallest eigenvalue."),
        (values.sum().item(), "That is the sum of all eigenvalues, the trace of H."),
    ]
    for wrong, why in reasons:
        if near(seen, wrong, rtol=0.02):
            raise Mistake(case, why)
    if abs(seen) > 50 * largest:
        raise Mistake(
            case,
            "In each product v becomes longer, by the factor λmax, and v · H v with it.",
            "Look at the length of the next v.",
        )
    raise Mistake(
        case,
        f"After {MANY} products v lies along the steepest direction, if each product began where the last one ended.",
        "Look at what becomes of v from one turn of the loop to the next.",
    )


def test_float(answer):
    """returns a float"""
    model, x, y, _ = line()
    found(answer, model, x, y, products=2)


def test_product(answer):
    """multiplies by the Hessian"""
    model, x, y, values = line()
    seen = found(answer, model, x, y, products=40)  # enough for a v that grows to leave float32
    with torch.no_grad():
        error = model(x) - y
    slope = torch.cat([(2 * error * x).mean(dim=0), (2 * error).mean(dim=0)])
    if near(seen, slope.norm().item(), rtol=0.01) and not near(seen, values[-1].item(), rtol=0.02):
        raise Mistake(
            f"You return {number(seen)}, the length of the gradient.",
            "g · v is a number along the way. H v is the gradient of that number.",
        )
    if near(seen, 2 / values[-1].item(), rtol=0.02) and not near(seen, values[-1].item(), rtol=0.02):
        raise Mistake(
            f"You return {number(seen)}, and λmax is {number(values[-1].item())}.",
            "That is 2/λmax, the limit of the rate. Asked for is λmax itself.",
        )
    for _ in range(30):  # v is another each time, and some lie where a wrong one shows
        one = found(answer, model, x, y, products=1)
        if values[0].item() - 1e-3 <= one <= values[-1].item() * 1.001 + 1e-3:
            continue
        raise Mistake(
            f"After one product you return {number(one)}. For a v of length 1, v · H v lies between the smallest "
            f"eigenvalue, {number(values[0].item())}, and the largest, {number(values[-1].item())}.",
            "Either v is not of length 1, or what it was multiplied by is not H.",
        )


def test_count(answer):
    """makes as many products as asked for, with a v of length 1"""
    model, x, y, values = spread()
    largest, mean = values[-1].item(), values.mean().item()
    ones = [found(answer, model, x, y, products=1) for _ in range(8)]
    if max(ones) > 1.01 * largest:
        raise Mistake(
            f"After one product you return {number(max(ones))}, more than the largest eigenvalue, {number(largest)}.",
            "For a v of length 1, v · H v is never more.",
            "Look at the length of the very first v.",
        )
    if sum(ones) / len(ones) > (largest + mean) / 2:
        raise Mistake(
            f"After one product you return {number(ones[0])}, close to λmax, which is {number(largest)}.",
            f"With a random v, one product gives about the mean of all eigenvalues, {number(mean)}; only more of them "
            "lead to λmax.",
            "Look at how many products are made, and at which of them gives the result.",
        )


def test_line(answer):
    """finds λmax of a straight line's loss"""
    judge(answer, *line())


def test_network(answer):
    """finds λmax of a network's loss"""
    judge(answer, *bent())


def test_model(answer):
    """leaves the model as it was"""
    model, x, y = network()
    before = check.snapshot(model)
    found(answer, model, x, y, products=3)
    for name, parameter in model.named_parameters():
        check.changed(before[name], parameter, f"the model's {name}")
    if any(p.grad is not None for p in model.parameters()):
        raise Mistake(
            "The parameters have a .grad now, and had none.",
            "In a training loop it would be added to the next gradient.",
            "Look at how g is made: backward() leaves it in .grad, torch.autograd.grad returns it.",
        )
    for parameter in model.parameters():
        parameter.grad = torch.randn_like(parameter)
    kept = [p.grad.clone() for p in model.parameters()]
    found(answer, model, x, y, products=3)
    for (name, parameter), was in zip(model.named_parameters(), kept, strict=True):
        if parameter.grad is None or not torch.equal(parameter.grad, was):
            raise Mistake(
                f"The .grad of {name} held numbers before, and is another now.",
                "A training loop may be about to use them. zero_grad() and backward() change them.",
                "torch.autograd.grad returns gradients and leaves .grad alone.",
            )
