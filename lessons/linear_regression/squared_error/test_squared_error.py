"""What the mean squared error must be, whichever way it is computed."""

import torch

from tutor import check
from tutor.check import Mistake, number


def draw(*, column):
    """A prediction (N, 1) and a target, as a column (N, 1) or a row (N,). The first error alone is below zero."""
    n = int(torch.randint(4, 9, ()))
    prediction = (3 * torch.randn(n, 1)).requires_grad_()
    error = 1 + 2 * torch.rand(n, 1)
    error[0] *= -1
    target = prediction.detach() - error
    return prediction, target if column else target.flatten()


def difference(prediction, target):
    return prediction.detach().flatten() - target.flatten()  # (N,)


def judge_value(result, prediction, target):
    """Raise unless the loss is the mean of the N squared differences."""
    error = difference(prediction, target)
    wanted = error.square().mean()
    single = isinstance(result, torch.Tensor) and result.shape == () and result.dtype == wanted.dtype
    if single and not torch.allclose(result.detach(), wanted, rtol=1e-4):
        seen = f"The loss is {number(result.item())}, and it should be {number(wanted.item())}."
        pairs = prediction.detach().reshape(-1, 1) - target.reshape(1, -1)  # (N, N)
        reasons = {
            error.square().sum(): "That is the sum of the squares. A mean does not grow with the number of samples.",
            error.mean(): "That is the mean without the square. Errors of opposite sign would cancel.",
            -error.mean(): "That is the mean without the square. Errors of opposite sign would cancel.",
            error.mean() ** 2: "That is the square of the mean. First each error is squared, then comes the mean.",
            error.abs().mean(): "That is the mean of the absolute errors. They are to be squared.",
            wanted.sqrt(): "That is the root of what it should be.",
            wanted / 2: "That is half of what it should be.",
            2 * error.mean(): "That is twice the mean error: * 2 doubles, and ** 2 squares.",
            error.square().sum() / (len(error) - 1): "It was divided by N − 1, as for a variance. A mean divides by N.",
            pairs.square().mean(): f"It compares each with each: {len(error)}×{len(error)} differences where there are "
            f"{len(error)} pairs. Look at the shapes of prediction and target just before they meet.",
        }
        for value, reason in reasons.items():
            if torch.allclose(result.detach(), value, rtol=1e-4) and not torch.allclose(value, wanted, rtol=1e-4):
                raise Mistake(seen, reason)
    check.same(result, wanted, "the loss")


def loss(answer, *, column):
    return judged(answer, *draw(column=column))


def judged(answer, prediction, target):
    result = answer.mean_squared_error(prediction, target)
    try:
        judge_value(result, prediction, target)
    except Mistake:
        check.loss_of_all_pairs(lambda: answer.mean_squared_error(prediction, target))  # if that is why
        raise
    return result, prediction, target


def test_column(answer):
    """is the mean of the squared errors, for a target (N, 1)"""
    for _ in range(2):
        loss(answer, column=True)


def test_row(answer):
    """is the same for a target (N,), each paired with its own"""
    for _ in range(2):
        loss(answer, column=False)


def test_kinds(answer):
    """is right for one sample, in float64, for a part of a table"""
    table = torch.randn(6, 3)
    for prediction, target in (
        (torch.randn(1, 1), torch.randn(1)),
        (torch.randn(1, 1), torch.randn(1, 1)),
        (torch.randn(5, 1, dtype=torch.float64), torch.randn(5, dtype=torch.float64)),
        (torch.randn(6, 1), table[:, 1]),
        (torch.randn(6, 1), table[:, 1:2]),
        (torch.randn(3, 1), table.t()[:, :1]),
    ):
        judged(answer, prediction.requires_grad_(), target)


def test_gradients(answer):
    """lets gradients flow to the prediction"""
    for column in (True, False):
        result, prediction, target = loss(answer, column=column)
        check.uses_autograd(result, "the loss", prediction=prediction)
        result.backward()
        slope = 2 * difference(prediction, target) / len(target)
        check.same(prediction.grad, slope.reshape(-1, 1), "the gradient of the prediction")
