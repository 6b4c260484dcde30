"""An autoencoder with one weight, however its parameters are laid out and called."""

import torch
import torch.nn.functional as F

from tutor import check
from tutor.check import Mistake


def drawn(answer):
    """A model with n, width, and its weight as (width, n), a and b; all of them random."""
    width = int(torch.randint(3, 6, ()))
    n = width + int(torch.randint(2, 5, ()))
    model = answer.Tied(n, width)
    check.empty_parameters(model)
    sizes = sorted(p.numel() for p in model.parameters())
    count, wanted = sum(p.numel() for p in model.parameters()), width * n + width + n
    listed = ", ".join(f"{name} {tuple(p.shape)}" for name, p in model.named_parameters())
    seen = f"For n = {n} and width = {width} the parameters are {listed}: {count} numbers. It should be {wanted}."
    if count == wanted + width * n:
        raise Mistake(
            seen,
            "There are two weights. Even if they begin equal, or share their memory, each is a parameter of its own.",
            "Look at what brings the second one: a second nn.Linear, a copy, another nn.Parameter.",
        )
    if sizes != [width, n, width * n]:
        if count == wanted:
            seen = f"For n = {n} and width = {width} the parameters are {listed}. They should be three."
        raise Mistake(seen, f"One weight of {width} · {n}, a with {width} and b with {n}.")
    with torch.no_grad():
        for p in model.parameters():
            p.add_(0.5 * torch.randn(p.shape))
    return model, n, width


def parts(model, n, width):
    """The parameters weight, a and b, and whether the weight is laid out as (width, n); a flat one tells by what it
    computes."""
    by_size = {p.numel(): p for p in model.parameters()}
    weight, a, b = by_size[width * n], by_size[width], by_size[n]
    if width in weight.shape:
        return weight, a, b, weight.shape[-1] == n
    x = torch.randn(4, n)
    return weight, a, b, not like(model(x), reference(weight, a, b, False, x))


def upright(weight, a, b, straight):
    """The weight as (width, n), and both biases as rows of numbers."""
    w = weight.reshape(a.numel(), b.numel()) if straight else weight.reshape(b.numel(), a.numel()).T
    return w, a.reshape(-1), b.reshape(-1)


def reference(weight, a, b, straight, x):
    w, a, b = upright(weight, a, b, straight)
    return F.relu(x @ w.T + a) @ w + b


def like(one, other):
    return check.near(one, other, rtol=1e-3, atol=1e-5)


def test_parameters(answer):
    """learns one weight and two biases"""
    drawn(answer)


def test_output(answer):
    """gives relu(x @ weight.T + a) @ weight + b"""
    model, n, width = drawn(answer)
    weight, a, b, straight = parts(model, n, width)
    x = torch.randn(6, n)
    wanted = reference(weight, a, b, straight, x).detach()
    out = model(x)
    if isinstance(out, torch.Tensor) and out.shape == wanted.shape:
        w, a, b = upright(weight, a, b, straight)
        hidden = x @ w.T + a
        ways = {
            "The ReLU between the two ways is missing.": hidden @ w + b,
            "b is missing at the end.": F.relu(hidden) @ w,
            "a is missing on the way there.": F.relu(x @ w.T) @ w + b,
            "There is a ReLU at the end, too. The output may be negative.": wanted.relu(),
        }
        for reason, other in ways.items():
            if check.near(out, other, rtol=1e-3, atol=1e-4) and not check.near(out, wanted, rtol=1e-3, atol=1e-4):
                raise Mistake("The output is not that of the formula.", reason)
    check.same(out.detach() if isinstance(out, torch.Tensor) else out, wanted, "the output")
    check.same(model(x[:1]).detach(), wanted[:1], "the output for one row")


def test_stays_one(answer):
    """uses the same weight on both ways, also after it has changed"""
    model, n, width = drawn(answer)
    weight, a, b, straight = parts(model, n, width)
    x = torch.randn(5, n)
    model(x)
    with torch.no_grad():
        weight.mul_(-0.5).add_(0.3)
    other = answer.Tied(n, width)
    other.load_state_dict(model.state_dict())
    for one, what in ((model, "after its weight was changed"), (other, "of one that loaded the state")):
        weight, a, b, straight = parts(one, n, width)
        wanted = reference(weight, a, b, straight, x).detach()
        if not check.near(one(x).detach(), wanted, rtol=1e-3, atol=1e-4):
            raise Mistake(
                f"The output {what} is not that of its weight.",
                "One of the two ways computes with numbers that were put aside.",
                "Look at what is kept in __init__: the parameter itself, or a copy of its numbers.",
            )


def test_gradient(answer):
    """gets its gradient from both ways"""
    model, n, width = drawn(answer)
    weight, a, b, straight = parts(model, n, width)
    x = torch.randn(6, n)
    with torch.no_grad():
        a.fill_(3.0)  # most units are alive
    goal = torch.randn(6, n)
    wanted = torch.autograd.grad(F.mse_loss(reference(weight, a, b, straight, x), goal), (weight, a, b))
    out = model(x)
    check.uses_autograd(out, "the output", weight=weight, a=a, b=b)
    found = torch.autograd.grad(F.mse_loss(out, goal), (weight, a, b))
    w, row, other = upright(weight, a, b, straight)
    for reason, there, back in (("back", w, w.detach()), ("there", w.detach(), w)):
        part = F.mse_loss(F.relu(x @ there.T + row) @ back + other, goal)
        (alone,) = torch.autograd.grad(part, weight)
        if like(found[0], alone) and not like(found[0], wanted[0]):
            raise Mistake(
                f"The weight gets no gradient from the way {reason}.",
                "There it is a constant: cut off by .data, .detach() or torch.no_grad(), or a copy.",
            )
    for name, one, other in zip(("the weight", "a", "b"), found, wanted, strict=True):
        check.same(one, other, f"the gradient of {name}", rtol=1e-3, atol=1e-5)


def test_trained(answer):
    """is tied after steps of an optimizer, and learns"""
    model, n, width = drawn(answer)
    before = check.snapshot(model)
    x = torch.rand(20, n)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for _ in range(3):
        optimizer.zero_grad()
        F.mse_loss(model(x), x).backward()
        optimizer.step()
    weight, a, b, straight = parts(model, n, width)
    check.same(model(x).detach(), reference(weight, a, b, straight, x).detach(), "the output after three steps")
    if all(torch.equal(before[name], p.detach()) for name, p in model.named_parameters()):
        check.never_moved(before, model)


def test_random(answer):
    """begins with random weights"""
    one, other = answer.Tied(8, 4), answer.Tied(8, 4)
    weights = [max(model.parameters(), key=torch.numel) for model in (one, other)]
    if torch.equal(*weights) or not weights[0].detach().std() > 0:
        raise Mistake("Two models begin with the same weight, or all its numbers are equal.", "Draw it at random.")
