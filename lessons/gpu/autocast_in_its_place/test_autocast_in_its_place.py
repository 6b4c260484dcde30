"""A step of training in mixed precision: what is in which dtype, where autocast is on, and where the step goes."""

import ast
import copy
import inspect
import warnings

import torch
from torch import nn
from torch.nn import functional
from torch.optim.optimizer import register_optimizer_step_pre_hook

from tutor import check
from tutor.check import Mistake


class Net(nn.Module):
    """A classifier that notes the dtype of its outputs, its weights, and whether its gradients came under autocast."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
        self.outputs, self.weights, self.back, self.modes = [], [], [], []

    def forward(self, x):
        self.weights.append(self.layers[0].weight.dtype)
        self.modes.append(self.training)
        logits = self.layers(x)
        self.outputs.append(logits.dtype)
        if logits.requires_grad:
            logits.register_hook(lambda _: self.back.append(torch.is_autocast_enabled("cpu")))
        return logits


def trained(answer, model=None, rate=0.5):
    """The model after a step, its loss, what it was like before, the batch, and whether the step was under autocast."""
    model = model or Net()
    x, y = torch.randn(12, 8), torch.randint(3, (12,))
    before = copy.deepcopy(model.layers)
    optimizer, stepped = torch.optim.SGD(model.parameters(), lr=rate), []
    hook = register_optimizer_step_pre_hook(lambda *_: stepped.append(torch.is_autocast_enabled("cpu")))
    usual = torch.get_autocast_dtype("cpu")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*CUDA is not available.*")
            torch.set_autocast_dtype("cpu", torch.float16)  # as on a GPU, where no other is named
            loss = answer.step(model, optimizer, x, y)
    finally:
        torch.set_autocast_dtype("cpu", usual)
        hook.remove()
    if not isinstance(loss, torch.Tensor):
        what = "None" if loss is None else f"a {type(loss).__name__}"
        raise Mistake(f"step returns {what}, and it should return the loss, a tensor.")
    if not model.outputs:
        raise Mistake("The model was not called.", "The loss is worked out from what model(x) gives.")
    return model, loss, before, (x, y), stepped


def test_weights(answer):
    """leaves the weights in float32"""
    model, _, _, _, _ = trained(answer)
    for name, p in model.named_parameters():
        if p.dtype != torch.float32:
            raise Mistake(
                f"After the step {name} is in {p.dtype}, and it should still be in float32.",
                "The model itself was turned into another dtype. Steps that are small beside a weight are lost in it.",
                "Look for what is called on the model.",
            )
        if p.grad is not None and p.grad.dtype != torch.float32:
            raise Mistake(f"The gradient of {name} is in {p.grad.dtype}, and it should be in float32.")
    if set(model.weights) != {torch.float32}:
        raise Mistake(
            f"While the model ran its weights were in {model.weights[-1]}.",
            "They were turned there and back: what float32 had more was rounded away on the way.",
            "Autocast makes copies for each operation, and leaves the weights alone.",
        )


def test_products(answer):
    """computes the model in bfloat16"""
    model, _, _, _, _ = trained(answer)
    found = model.outputs[-1]
    if found == torch.float16:
        raise Mistake(
            "The model's outputs are in float16, and bfloat16 is wanted.",
            "float16 does not reach far down: it would need a scaler for the gradients. Where autocast is told no "
            "dtype, it takes the device's, which on a GPU is float16; the check has it so on the CPU as well.",
            "Look at the dtype that autocast is told.",
        )
    if found != torch.bfloat16:
        raise Mistake(
            f"The model's outputs are in {found}: its products were not done in bfloat16.",
            "Either autocast is not on where the model is called, or it was told another device than that of x.",
            "Look at what stands around model(x), and at the first argument of autocast.",
        )


def named_devices(source):
    """What each autocast in a source is told as its device: a name that is written there, or None."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "autocast":
            told = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "device_type")]
            yield from (one.value if isinstance(one, ast.Constant) else None for one in told)


def test_device(answer):
    """asks x for its device"""
    named = list(named_devices(inspect.getsource(answer)))
    if named and set(named) == {"cpu"}:
        raise Mistake(
            "autocast is told 'cpu' whatever the device of x is.",
            "Here it is right, but on a GPU the model would compute in float32 and the check could not see it.",
            "x knows where it lies, and a device knows its type.",
        )


def test_loss(answer):
    """works out the loss under autocast"""
    _, loss, _, _, _ = trained(answer)
    if loss.dtype != torch.float32:
        raise Mistake(
            f"The loss is in {loss.dtype}, and under autocast it comes out in float32.",
            "A sum over the batch needs more digits than bfloat16 has; autocast knows, where the loss is within it.",
            "Look at where the block ends, and whether cross_entropy gives the loss or a formula of your own.",
        )


def test_outside(answer):
    """goes back and steps outside of autocast"""
    model, _, _, _, stepped = trained(answer)
    if any(model.back):
        raise Mistake(
            "backward() was called inside of autocast.",
            "The way back uses the dtype of each operation by itself; autocast would choose once more.",
            "Look at where the block ends.",
        )
    if any(stepped):
        raise Mistake("The optimizer's step was made inside of autocast.", "It is for the model and the loss alone.")


def test_step(answer):
    """takes a step with the gradients of this batch"""
    model = None
    for _ in range(2):
        left = [] if model is None else [p.grad.clone() for p in model.parameters() if p.grad is not None]
        model, loss, before, (x, y), _ = trained(answer, model)
        before.zero_grad()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            wanted_loss = functional.cross_entropy(before(x), y)
        wanted_loss.backward()
        if not all(model.modes):
            raise Mistake(
                "The model ran in evaluation mode.",
                "This is a step of training: after eval() a model with dropout drops nothing.",
            )
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            later = functional.cross_entropy(model(x), y)
            twice = functional.cross_entropy(before(x).softmax(1), y)
        if not check.near(loss, wanted_loss, rtol=0.02, atol=0.01):
            if check.near(loss, later, rtol=1e-4):
                raise Mistake(
                    "The loss that is returned is that after the step.",
                    "The model has changed by then. The loss before it is the one that the gradients came from.",
                )
            if check.near(loss, twice, rtol=1e-3):
                raise Mistake(
                    "The loss is that of numbers that went through a softmax before.",
                    "cross_entropy takes logits, as they come out of the model: it applies the softmax itself.",
                )
        check.same(loss.detach(), wanted_loss.detach(), "The loss", rtol=0.02, atol=0.01)
        pairs = list(zip(model.layers.parameters(), before.parameters(), strict=True))
        if all(torch.equal(p, old) for p, old in pairs):
            raise Mistake(
                "After the step the weights are what they were.",
                "Either the optimizer's step was not taken, or there were no gradients when it was: backward() makes "
                "them, and zero_grad() takes them away.",
                "Look at the order of backward(), zero_grad() and step().",
            )
        if all(torch.equal(p, p.bfloat16().float()) for p, _ in pairs):
            raise Mistake(
                "After the step every weight is a number of bfloat16.",
                "The model was turned there and back: what float32 had more was rounded away on the way.",
                "Look for what is called on the model.",
            )
        moved = [(old - p).detach() / 0.5 for p, old in pairs]
        if left and all(
            torch.allclose(one, old.grad + more, rtol=0.05, atol=0.01)
            for one, (_, old), more in zip(moved, pairs, left, strict=True)
        ):
            raise Mistake(
                "The step was taken with the gradients of this batch and those that were left from before.",
                "backward() adds to what is in .grad already.",
            )
        for one, (_, old) in zip(moved, pairs, strict=True):
            check.same(one, old.grad, "What the step took from the weights, divided by the rate", rtol=0.05, atol=0.01)
