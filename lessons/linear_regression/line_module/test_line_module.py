"""What a linear model of d features must do, however its parameters are laid out and called."""

import torch
from torch import Tensor

from tutor import check
from tutor.check import Mistake, number


def several():
    return int(torch.randint(3, 7, ()))


def made(answer, d):
    """A model of d features, its parameters found and counted."""
    model = answer.LinearRegression(d)
    check.empty_parameters(model)
    plain = [name for name, value in vars(model).items() if isinstance(value, Tensor)]
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != d + 1:
        listed = ", ".join(f"{name} {tuple(one.shape)}" for name, one in model.named_parameters())
        raise Mistake(
            f"For d = {d}, model.parameters() gives {listed}: {count} number{'s' if count > 1 else ''} in all. It "
            f"should be {d + 1}: {d} slopes and one intercept.",
            *(f"self.{name} is a plain tensor; a module finds only what is an nn.Parameter." for name in plain[:1]),
        )
    frozen = [name for name, parameter in model.named_parameters() if not parameter.requires_grad]
    if frozen:
        raise Mistake(f"{frozen[0]} has requires_grad=False, so training cannot change it.")
    return model


def predicted(model, x):
    """The predictions for x (N, d), of shape (N, 1)."""
    n, d = x.shape
    result = model(x)
    if not isinstance(result, Tensor):
        check.same(result, torch.zeros(n, 1), "model(x)")
    seen = f"x has the shape {(n, d)}, and model(x) has {tuple(result.shape)}. It should be {(n, 1)}."
    if result.shape == (n,) and n > 1:
        raise Mistake(
            seen,
            "That is (N,), a row. Against y, a column (N, 1), broadcasting would pair each with each: N×N errors.",
            "Look at the shape of the slopes, and at what the sum over the features leaves.",
        )
    if result.shape == (1, n) and n > 1:
        raise Mistake(
            seen,
            "Rows and columns are the other way round: the samples should be the rows.",
            "torch.inner(a, b) has a row for each row of a. Look at which of the two comes first.",
        )
    if result.shape == ():
        raise Mistake(seen, "All of it was added up to one number. The sum is to be taken within each row.")
    if result.shape == (n, d) and d > 1:
        raise Mistake(seen, "There is still a number for each feature. They are to be added up within each row.")
    if result.shape != (n, 1):
        raise Mistake(seen, "It should have one row for each sample, and one column.")
    check.uses_autograd(result, "model(x)")
    return result


def test_parameters(answer):
    """lists d slopes and one intercept as its parameters"""
    made(answer, several())
    made(answer, 1)


def test_begins_at_zero(answer):
    """begins with every parameter at zero"""
    for name, parameter in made(answer, several()).named_parameters():
        if parameter.any():
            raise Mistake(
                f"{name} is not zero: its first number is {number(parameter.flatten()[0].item())}.",
                "Here all parameters should begin at zero. A layer of torch.nn begins at small random numbers.",
            )


def test_shape(answer):
    """gives predictions of shape (N, 1)"""
    for d in (several(), 1):
        model = made(answer, d)
        for n in (11, 1, d, 2):
            predicted(model, torch.randn(n, d))


def test_own_weights(answer):
    """computes with its own parameters"""
    d = several()
    model, x = made(answer, d), torch.randn(5, d)
    if isinstance(model(x), Tensor):  # what else it may be is for the check before
        check.layers_made_in_forward(model, x)
    else:
        predicted(model, x)


def test_prediction(answer):
    """adds up feature times slope, and the intercept"""
    for d in (several(), 1):
        model = made(answer, d)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.copy_(2 + torch.rand_like(parameter))
        values = torch.cat([one.detach().flatten() for one in model.parameters()])  # (d + 1,)
        judge_numbers(model, values, d)
        check.uses_autograd(model(torch.randn(5, d)), "model(x)", **dict(model.named_parameters()))


def judge_numbers(model, values, d):
    """Raise unless the model computes with each of the values once: as a slope, or as the intercept."""
    intercept = predicted(model, torch.zeros(1, d)).detach()  # (1, 1)
    slopes = predicted(model, torch.eye(d)).detach() - intercept  # (d, 1)
    if intercept.item() == 0:
        raise Mistake(
            "All parameters were set to numbers above 2. For a sample of zeros the prediction should then be the "
            "intercept, and it is 0.",
            "Look at forward: is the intercept added?",
        )
    unused = slopes.abs() < 1e-6
    if unused.any():
        raise Mistake(
            f"The prediction does not change with feature {int(unused.flatten().nonzero()[0])} (counted from 0).",
            "Each feature has a slope of its own, by which it should be multiplied.",
        )
    used = torch.cat([slopes, intercept]).flatten().sort().values
    if not torch.allclose(used, values.sort().values, rtol=1e-4):
        raise Mistake(
            f"With the parameters set to {rounded(values)}, the prediction grows with the features by "
            f"{rounded(slopes)} and is {number(intercept.item())} where all of them are 0.",
            "These should be the same numbers: each feature times its slope, added up (not a mean), plus the intercept "
            "once.",
        )
    x = torch.randn(9, d)
    check.same(predicted(model, x).detach(), x @ slopes + intercept, "model(x)")


def rounded(values):
    return "[" + ", ".join(f"{value:.2f}" for value in values.flatten().tolist()) + "]"
