"""The repaired reader: its weights are its own, and it has two modes."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake


def drawn(answer, p=0.5):
    """A reader whose parameters are all random, so that a scale of 1 does not hide that one is made anew."""
    width = int(torch.randint(12, 20, ()))
    model = answer.Reader(width, p)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.3 * torch.randn(parameter.shape))
    return model, width


def test_own_weights(answer):
    """computes with weights of its own"""
    model, width = drawn(answer)
    check.empty_parameters(model)
    x = torch.rand(4, 64)
    for mode in (False, True):
        model.train(mode)
        check.layers_made_in_forward(model, x)
    wanted = 64 * width + width + 2 * width + 10 * width + 10
    count = sum(p.numel() for p in model.parameters())
    if count != wanted:
        missing = " The 2 · width of the normalization are missing." if count == wanted - 2 * width else ""
        raise Mistake(
            f"With width {width} model.parameters() has {count} numbers, and it should have {wanted}.{missing}",
            "The hidden layer, the normalization and the scores have weights and biases. All are trained.",
        )


def test_one_answer(answer):
    """has one answer in evaluation mode"""
    model, _ = drawn(answer)
    model.eval()
    x = torch.rand(3, 64)
    with torch.no_grad():
        if not torch.equal(model(x), model(x)):
            raise Mistake(
                "After eval() the same pictures still have another answer at each call.",
                "The weights are the same, so something is drawn: dropout is still on.",
                "Look at where dropout is made, and at what eval() can reach.",
            )


def test_drops(answer):
    """drops with probability p in training mode"""
    for p in (0.25, 0.6):
        model, _ = drawn(answer, p)
        kept = shares(model)
        if kept is None or abs(kept - (1 - p)) > 0.06:
            found = "nothing is dropped" if kept is None or kept > 0.999 else f"{100 * (1 - kept):.0f} % are dropped"
            raise Mistake(
                f"With p = {p}, {found} in training mode.",
                "After train() each number goes on with probability 1 − p; the others become 0.",
                "Look at which p dropout is given, and whether it looks at the mode.",
            )


def shares(model):
    """The share of units that go on: what comes out is linear in the mask, so its mean and variance tell."""
    with torch.no_grad():
        row = torch.rand(1, 64)
        whole = model.eval()(row)
        many = model.train()(row.expand(4000, 64))
        out = next((m for m in model.modules() if isinstance(m, nn.Linear) and m.out_features == 10), None)
        seen = {}
        if out is not None:
            hook = out.register_forward_pre_hook(lambda module, inputs: seen.update(h=inputs[0]))
            model.eval()(row)
            clean = seen["h"]
            model.train()(row.expand(4000, 64))
            masked = seen["h"]
            hook.remove()
            live = clean[0].abs() > 1e-6
            if live.any():
                return (masked[:, live] != 0).float().mean().item()
        return None if torch.allclose(whole.expand_as(many), many, atol=1e-5) else 1.0


def test_the_way(answer):
    """takes the same way as before"""
    model, width = drawn(answer)
    model.eval()
    hidden = next(m for m in model.modules() if isinstance(m, nn.Linear) and m.in_features == 64)
    out = next(m for m in model.modules() if isinstance(m, nn.Linear) and m.out_features == 10)
    inside = {id(p) for m in (hidden, out) for p in m.parameters()}
    scale, shift = (p for p in model.parameters() if id(p) not in inside)
    x = torch.rand(6, 64)
    with torch.no_grad():
        h = F.layer_norm(hidden(x), (width,), scale, shift)
        check.same(model(x), out(F.relu(h)), "the answer in evaluation mode")


def test_trained(answer):
    """is trained in all its parts"""
    model, _ = drawn(answer, 0.2)
    model.train()
    before = check.snapshot(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    F.cross_entropy(model(torch.rand(64, 64)), torch.arange(64) % 10).backward()
    optimizer.step()
    check.never_moved(before, model)


def test_fresh(answer):
    """draws anew at each call in training mode"""
    model, width = drawn(answer)
    if not all(module.training for module in model.modules()):
        raise Mistake(
            "A Reader that was just made is in evaluation mode, all or a part of it.",
            "A module begins in training mode, and so it should stay until eval() is called from outside.",
        )
    model.train()
    x = torch.rand(8, 64)
    if torch.equal(model(x), model(x)):
        raise Mistake("In training mode two calls drop the same numbers.", "They should be drawn anew at each call.")
    model.eval()
    state = model.state_dict()
    other = answer.Reader(width, 0.5)
    other.load_state_dict(state)
    check.same(other.eval()(x).detach(), model(x).detach(), "the answer of another one that loaded its weights")
