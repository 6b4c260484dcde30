"""An evaluation: its numbers, what autograd records of it, and what it leaves behind."""

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake, near, number


def draw():
    """A small model, and batches of different sizes."""
    d = int(torch.randint(2, 5, ()))
    model = nn.Sequential(nn.Linear(d, 4), nn.Tanh(), nn.Linear(4, 1))
    sizes = (5, 3, 1)
    return model, [(torch.randn(b, d), 2 * torch.randn(b, 1)) for b in sizes]


def outputs_of(model, batches):
    with torch.no_grad():
        return torch.cat([model(x) for x, _ in batches])


def measured(answer, model, batches):
    """What evaluate returns: the error and the outputs. Recording is put back, whatever it did to it."""
    with torch.enable_grad():
        result = answer.evaluate(model, batches)
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(f"evaluate returns {what}, and it should return two things: the error and the outputs.")
    return result


def test_numbers(answer):
    """returns the mean squared error and the outputs"""
    model, batches = draw()
    error, outputs = measured(answer, model, batches)
    wanted = outputs_of(model, batches)
    check.is_number(error, "The error")
    error = error.item() if isinstance(error, torch.Tensor) else float(error)
    targets = torch.cat([y for _, y in batches])
    mean = ((wanted - targets) ** 2).mean().item()
    of_means = sum(((model(x) - y) ** 2).mean().item() for x, y in batches) / len(batches)
    if near(error, of_means, rtol=1e-3) and not near(error, mean, rtol=1e-3):
        raise Mistake(
            f"The error is {number(error)}, and it should be {number(mean)}.",
            "That is the mean over the means of the batches. Each sample counts the same, however large its batch.",
        )
    check.same(error, mean, "The error", rtol=1e-3)
    check.same(outputs.detach() if isinstance(outputs, torch.Tensor) else outputs, wanted, "The outputs", rtol=1e-3)


def test_recording(answer):
    """records nothing while it measures"""
    model, batches = draw()
    check.evaluates_with_gradients(lambda: measured(answer, model, batches), model)


def test_float(answer):
    """returns the error as a Python float"""
    model, batches = draw()
    error, _ = measured(answer, model, batches)
    if isinstance(error, torch.Tensor):
        raise Mistake(
            f"The error is a tensor of shape {tuple(error.shape)}, and it should be a Python float.",
            "A number that is only printed or compared needs no tensor around it. .item() takes it out.",
        )


def test_outputs(answer):
    """returns outputs that autograd can go on with"""
    model, batches = draw()
    _, outputs = measured(answer, model, batches)
    if outputs.requires_grad:
        raise Mistake("The outputs require a gradient.", "They are to be given numbers, without a past.")
    if outputs.is_inference():
        raise Mistake(
            "The outputs were made in inference_mode, and autograd refuses to record anything with them.",
            "The caller wants to go on with them. Such tensors are final, unless they are copied outside.",
        )
    w = torch.ones(1, requires_grad=True)
    (w * outputs).sum().backward()
    check.same(w.grad, outputs.sum().reshape(1), "The gradient of what the caller does with them", rtol=1e-3, atol=1e-4)


class Stops(nn.Module):
    """A model that raises an error on the second batch."""

    def __init__(self):
        super().__init__()
        self.w, self.calls = nn.Parameter(torch.ones(1)), 0

    def forward(self, x):
        self.calls += 1
        if self.calls == 2:
            raise ValueError("a model that stops")
        return x[:, :1] * self.w


def test_afterwards(answer):
    """leaves recording as it was"""
    model, batches = draw()
    for before in (True, False):
        with torch.set_grad_enabled(before):
            answer.evaluate(model, batches)
            after = torch.is_grad_enabled()
        if after != before:
            words = {True: "on", False: "off"}
            raise Mistake(
                f"Recording was {words[before]} before evaluate, and is {words[after]} after it.",
                "Whoever called it goes on under another rule than before.",
                "Look for a way that puts back what was there.",
            )
    with torch.enable_grad():
        try:
            answer.evaluate(Stops(), batches)
        except ValueError:
            pass
        else:
            raise Mistake("The model raised an error, and evaluate went on as if nothing had happened.")
        on = torch.is_grad_enabled()
    if not on:
        raise Mistake(
            "The model raised an error, and after that recording is off.",
            "The line that would have switched it on again was never reached. A with block comes to its end always.",
        )


def test_parameters(answer):
    """leaves the parameters as they were"""
    model, batches = draw()
    model[0].bias.requires_grad_(False)  # frozen by the caller
    before = check.snapshot(model)
    measured(answer, model, batches)
    wants = [name for name, p in model.named_parameters() if not p.requires_grad]
    if wants != ["0.bias"]:
        raise Mistake(
            f"After evaluate no gradient is required by: {', '.join(wants) or 'none'}. Before, it was 0.bias alone.",
            "Training could not go on as before.",
        )
    for name, parameter in model.named_parameters():
        check.changed(before[name], parameter, f"the model's {name}")


def test_mode(answer):
    """leaves the model in the mode that it was in"""
    for training in (True, False):
        model, batches = draw()
        model.train(training)
        measured(answer, model, batches)
        if any(module.training != training for module in model.modules()):
            words = {True: "training", False: "evaluation"}
            raise Mistake(
                f"The model was in {words[training]} mode before evaluate, and is in another one after it.",
                "Whoever called it goes on with a model that drops nothing out, or that drops out where it should not.",
                "eval() and train() set a mode, and none of them puts back what was there.",
            )
