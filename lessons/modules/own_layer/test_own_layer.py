"""A linear layer with a ReLU, however it is written."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake, number


def sizes():
    n_in = int(torch.randint(3, 6, ()))
    return n_in, n_in + int(torch.randint(1, 4, ()))


def reference(ours):
    return lambda x: F.relu(F.linear(x, ours.weight, ours.bias))


def filled(n_in, n_out, bias=True):
    """An nn.Linear whose bias is not zero."""
    ours = nn.Linear(n_in, n_out, bias=bias)
    if bias:
        nn.init.normal_(ours.bias)
    return ours


def test_registered(answer):
    """keeps weight and bias as its parameters"""
    n_in, n_out = sizes()
    theirs = answer.Dense(n_in, n_out)
    check.copied(theirs, filled(n_in, n_out))
    more = sorted({name for name, _ in theirs.named_parameters()} - {"weight", "bias"})
    if more:
        raise Mistake(f"There are more parameters than weight and bias: {', '.join(more)}.")


def test_output(answer):
    """gives relu(x @ weight.T + bias), and its gradients"""
    n_in, n_out = sizes()
    ours, theirs = filled(n_in, n_out), answer.Dense(n_in, n_out)
    pairs = check.copied(theirs, ours)
    x = torch.randn(6, n_in)
    with torch.no_grad():
        out, plain = theirs(x), F.linear(x, ours.weight, ours.bias)
        if isinstance(out, torch.Tensor) and out.shape == plain.shape and check.near(out, plain, atol=1e-5):
            raise Mistake(
                "The output is x @ weight.T + bias, with its negative numbers.",
                "The ReLU behind it is missing: it sets what is below 0 to 0.",
            )
        if isinstance(out, torch.Tensor) and out.shape == plain.shape:
            if check.near(out, F.relu(x @ ours.weight.T) + ours.bias, atol=1e-5):
                raise Mistake("The bias is added after the ReLU.", "It belongs to the sum of which the ReLU is taken.")
            if check.near(out, F.relu(x @ ours.weight.T), atol=1e-5):
                raise Mistake("The output is that of a layer without a bias.", "", "Look at where forward uses it.")
    check.matches(theirs, reference(ours), x, pairs=pairs)


def test_dimensions(answer):
    """takes one row, a batch, or a batch of sequences"""
    n_in, n_out = sizes()
    ours, theirs = filled(n_in, n_out), answer.Dense(n_in, n_out)
    pairs = check.copied(theirs, ours)
    for shape in ((n_in,), (1, n_in), (2, 5, n_in)):
        what = f"the output for x of shape {shape}"
        check.matches(theirs, reference(ours), torch.randn(shape), pairs=pairs, what=what)


def test_no_bias(answer):
    """does without a bias where it is told to"""
    n_in, n_out = sizes()
    theirs, ours = answer.Dense(n_in, n_out, bias=False), filled(n_in, n_out, False)
    names = [name for name, _ in theirs.named_parameters()]
    if names != ["weight"]:
        raise Mistake(
            f"With bias=False the parameters are {', '.join(names) or 'none'}.",
            "There should be weight alone: what is registered is trained, saved and counted.",
        )
    check.matches(theirs, reference(ours), torch.randn(4, n_in), pairs=check.copied(theirs, ours))


def test_beginning(answer):
    """begins at random with the right spread"""
    one, other = answer.Dense(64, 300), answer.Dense(64, 300)
    if torch.equal(one.weight, other.weight):
        raise Mistake("Two layers begin with the same weights.", "They should be drawn anew for each layer.")
    wanted, found, mean = (2 / 64) ** 0.5, one.weight.detach().std().item(), one.weight.detach().mean().item()
    if abs(mean) > 0.1 * found:
        why = "torch.rand draws from 0 to 1 only; torch.randn draws around 0." if one.weight.min() >= 0 else ""
        raise Mistake(f"The mean of weight is {number(mean)}, and it should be 0.", why)
    if not 0.93 * wanted < found < 1.07 * wanted:
        reasons = {
            1.0: "These are the numbers as torch.randn draws them.",
            2 / 64: "That is 2 / n_in, without the root.",
            (2 / 300) ** 0.5: "That is √(2 / n_out). It is the number of inputs that adds up.",
            (1 / 64) ** 0.5: "That is √(1 / n_in).",
            (1 / 192) ** 0.5: "That is how nn.Linear begins by itself, √(1 / (3 · n_in)).",
        }
        why = next((text for value, text in reasons.items() if abs(found - value) < 0.04 * value), "")
        raise Mistake(
            f"With 64 inputs the standard deviation of weight is {number(found)}. √(2 / 64) is {number(wanted)}.", why
        )
    check.same(one.bias.detach(), torch.zeros(300), "the bias at the beginning")


def test_saved(answer):
    """is loaded from what another one of its kind has saved"""
    n_in, n_out = sizes()
    one, other = answer.Dense(n_in, n_out).double(), answer.Dense(n_in, n_out).double()
    nn.init.normal_(one.bias)
    other.load_state_dict(one.state_dict())
    x = torch.randn(3, n_in, dtype=torch.float64)
    check.same(other(x).detach(), one(x).detach(), "the output after loading, in float64,")
