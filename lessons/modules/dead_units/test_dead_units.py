"""A hook that finds dead units, and leaves no trace."""

from typing import Any

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake


class Nested(nn.Module):
    """ReLUs at three depths, one of them in place, and units of which some are dead."""

    def __init__(self, n):
        super().__init__()
        self.first = nn.Linear(n, 6)
        self.act = nn.ReLU()
        self.body = nn.Sequential(nn.Linear(6, 5), nn.Sequential(nn.Tanh(), nn.ReLU(inplace=True)), nn.Linear(5, 4))
        self.last = nn.ModuleDict({"relu": nn.ReLU()})
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        h = self.body(self.act(self.first(x)))
        return self.last["relu"](h)


def drawn():
    """A model, rows, and what is dead in it: biases far below and above 0 decide."""
    n = int(torch.randint(2, 5, ()))
    model = Nested(n)
    dead = {}
    parts: list[Any] = [("act", model.first, 6), ("body.1.1", model.body[0], 5), ("last.relu", model.body[2], 4)]
    for name, layer, units in parts:
        mask = torch.rand(units) < 0.4
        mask[int(torch.randint(units, ()))] = True
        mask[int(torch.randint(units, ()))] = False
        with torch.no_grad():
            layer.bias.copy_(torch.where(mask, -99.0, 5.0))
            layer.weight.mul_(0.3)
        dead[name] = mask.nonzero().flatten().tolist()
    return model.eval(), torch.rand(8, n), dead


def lists(result):
    """The result as a dict of lists; tensors and arrays of numbers count as lists."""
    if not isinstance(result, dict):
        check.same(result, {}, "the result")
    return {name: one.tolist() if hasattr(one, "tolist") else one for name, one in result.items()}


def test_names(answer):
    """has an entry for each ReLU, by its name"""
    model, x, dead = drawn()
    result = lists(answer.dead_units(model, x))
    missing, more = sorted(set(dead) - set(result)), sorted(set(result) - set(dead), key=str)
    if missing or more:
        seen = f"The names in the result are {', '.join(map(repr, result)) or 'none'}."
        means = f"The ReLUs of the model are {', '.join(map(repr, dead))}."
        if list(result) == ["last.relu"]:
            means += " With one entry only, every hook may have used the same name: that of the last turn of a loop."
        elif list(result) == ["act"]:
            means += " Those within other modules are missing: named_children() goes one level deep."
        raise Mistake(seen, means, "Look at where the names come from.")


def test_units(answer):
    """finds the units that are 0 for every row"""
    model, x, dead = drawn()
    result = lists(answer.dead_units(model, x))
    for name, wanted in dead.items():
        found = result[name]
        units = {"act": 6, "body.1.1": 5, "last.relu": 4}[name]
        if found == [k for k in range(units) if k not in wanted]:
            raise Mistake(f"The entry of {name!r} has the units that are not dead.", "", "Look at what == and != ask.")
        if found == len(wanted) and not isinstance(found, list):
            raise Mistake(f"The entry of {name!r} is {found}, how many are dead.", "It should be a list of which.")
        if found == [k in wanted for k in range(units)]:
            raise Mistake(
                f"The entry of {name!r} has True or False for each unit.", "It should be the numbers of the dead ones."
            )
        check.same(found, wanted, f"the entry of {name!r}")


def test_some_rows(answer):
    """does not count a unit that is 0 for some rows only"""
    model = nn.Sequential(nn.Linear(1, 3), nn.ReLU())
    with torch.no_grad():
        model[0].weight.copy_(torch.tensor([[1.0], [-1.0], [0.0]]))
        model[0].bias.copy_(torch.tensor([0.0, 0.0, -1.0]))
    result = lists(answer.dead_units(model, torch.tensor([[-2.0], [0.0], [2.0]])))
    alive = [unit for unit in (0, 1) if unit in (result.get("1") or [])]
    if alive:
        raise Mistake(
            f"Unit {alive[0]} is 0 for some rows only, and counted as dead.",
            "A unit is dead if it is 0 for every row.",
            "Look at .all() and .any(), and at what you look at: one row, or all of them.",
        )
    check.same(result, {"1": [2]}, "the result")
    faint = nn.Sequential(nn.Linear(1, 2), nn.ReLU())
    with torch.no_grad():
        faint[0].weight.copy_(torch.tensor([[1e-4], [1.0]]))
        faint[0].bias.zero_()
    if lists(answer.dead_units(faint, torch.tensor([[-1.0], [1.0]]))) != {"1": []}:
        raise Mistake("A unit that puts out 0 and 0.0001 counted as dead.", "Small is not 0: compare with 0 itself.")
    chain = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 2), nn.ReLU())
    with torch.no_grad():
        chain[0].weight.fill_(1.0), chain[0].bias.zero_()
        chain[2].weight.copy_(torch.tensor([[1.0], [-1.0]])), chain[2].bias.copy_(torch.tensor([-0.5, 0.5]))
    if lists(answer.dead_units(chain, torch.tensor([[1.0], [2.0]]))) != {"1": [], "3": [1]}:
        raise Mistake(
            "Of two ReLUs the dead units of the second are wrong, and they rest on what the first puts out.",
            "What a hook returns takes the place of the layer's output, and with x.relu_() and the like it changes it.",
            "A hook that only looks ends without a return, and changes nothing.",
        )
    lively = nn.Sequential(nn.Linear(1, 2), nn.ReLU())
    nn.init.ones_(lively[0].bias)
    nn.init.zeros_(lively[0].weight)
    check.same(lists(answer.dead_units(lively, torch.rand(4, 1))), {"1": []}, "the result where none is dead")
    check.same(lists(answer.dead_units(nn.Linear(1, 1), torch.rand(4, 1))), {}, "the result without a ReLU")


def hooks_left(model):
    return sum(
        len(one._forward_hooks) + len(one._forward_pre_hooks) + len(one._backward_hooks) for one in model.modules()
    )


def test_removed(answer):
    """takes its hooks off again"""
    model, x, _ = drawn()
    kept = []
    mine = model.act.register_forward_hook(lambda *_: kept.append(1))
    answer.dead_units(model, x)
    left = hooks_left(model)
    if left > 1:
        raise Mistake(
            f"After the call {left - 1} hooks are still on the model.",
            "They would run at every call from now on, and hold on to what they know.",
            "register_forward_hook returns a handle, and handle.remove() takes the hook off.",
        )
    if left < 1:
        raise Mistake("A hook that was there before is gone.", "Only hooks of your own are to be taken off.")
    mine.remove()
    if model.calls != 1:
        raise Mistake(f"The model was called {model.calls} times, and once is enough.")


def test_error(answer):
    """also where the model raises an error"""
    model, _, _ = drawn()
    try:
        answer.dead_units(model, torch.rand(3, 17))
    except RuntimeError:
        raised = True
    else:
        raised = False
    if not raised:
        raise Mistake(
            "model(x) raised an error, and dead_units went on as if nothing had happened.",
            "The error is to go on to the caller, who would take the result for a right one.",
            "An except holds an error back. A finally lets it pass.",
        )
    if hooks_left(model):
        raise Mistake(
            "After an error in model(x) hooks are still on the model.",
            "The lines that should take them off were never reached.",
            "A finally runs in any case.",
        )


def test_no_trace(answer):
    """leaves gradients and modes alone"""
    model, x, _ = drawn()
    model.train()
    model.body.eval()  # a mode for the whole of it would not bring that back
    seen = []
    probe = model.last["relu"].register_forward_hook(lambda module, inputs, output: seen.append(output.requires_grad))
    before = check.snapshot(model)
    modes = [one.training for one in model.modules()]
    answer.dead_units(model, x)
    recording = torch.is_grad_enabled()
    torch.set_grad_enabled(True)
    probe.remove()
    if not recording:
        raise Mistake(
            "After the call autograd is off: nothing that comes later has gradients.",
            "set_grad_enabled(False) holds until it is set again. `with torch.no_grad():` ends by itself.",
        )
    if not all(p.requires_grad for p in model.parameters()):
        raise Mistake(
            "The parameters have requires_grad=False now: an optimizer would not train them.",
            "The model is to be as it was. To run without a graph, no_grad() is enough.",
        )
    if any(p.grad is not None for p in model.parameters()):
        raise Mistake("A parameter has a .grad now.", "Looking needs no backward().")
    if any(seen):
        raise Mistake(
            "The model's output has requires_grad=True: a graph was built.", "To look none is needed.", "See no_grad()."
        )
    for name, p in model.named_parameters():
        check.same(p.detach(), before[name], f"the parameter {name} afterwards")
    if [one.training for one in model.modules()] != modes:
        raise Mistake("The model is in another mode than before.", "It is to be as it was.")
