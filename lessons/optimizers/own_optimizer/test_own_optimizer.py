"""An optimizer in use: over steps, in groups, under a schedule, interrupted and resumed."""

import copy

import torch

from tutor import check
from tutor.check import Mistake


def parameters():
    """Two parameters of other shapes."""
    return torch.randn(3, requires_grad=True), torch.randn(2, 2, requires_grad=True)


def a_rate():
    return 0.05 + 0.2 * torch.rand(()).item()


def made(answer, params, rate):
    """The learner's optimizer."""
    kind = answer.SumOfSquares
    if not (isinstance(kind, type) and issubclass(kind, torch.optim.Optimizer)):
        raise Mistake(
            "SumOfSquares is no subclass of torch.optim.Optimizer.", "Groups and zero_grad() come from there."
        )
    try:
        optimizer = answer.SumOfSquares(params, rate)
        ready = optimizer.param_groups, optimizer.state
    except AttributeError as error:
        if getattr(error, "name", "") not in ("param_groups", "state", "defaults", "_hook_for_profile"):
            raise
        ready = None
    if ready is None:
        raise Mistake(
            "The new optimizer has no groups and no state.",
            "They are made by the __init__ of torch.optim.Optimizer, and yours takes its place. It has to call that "
            "one first.",
            "Look for super().__init__, and at what it is given.",
        )
    return optimizer


def step(optimizer):
    """One step, with the errors that are known put into words."""
    try:
        optimizer.step()
    except RuntimeError as error:
        if "leaf" not in str(error):
            raise
        raise Mistake(
            "step() changes a parameter in place while autograd records.",
            "The update is no part of the loss, and autograd refuses it.",
            "Look at torch.no_grad().",
        ) from error
    except (TypeError, AttributeError) as error:
        if "NoneType" not in str(error):
            raise
        raise Mistake(
            f"step() met a parameter whose .grad is None, and stopped: {error}.",
            "A parameter that had no part in the loss has no gradient. It is passed over.",
        ) from error


class Expected:
    """What one parameter should become."""

    def __init__(self, p):
        self.p, self.sum = p.detach().clone(), torch.zeros_like(p)

    def step(self, gradient, rate):
        self.sum += gradient**2
        self.p -= rate * gradient / (self.sum.sqrt() + 1e-10)


def run(optimizer, params, steps, rates, expected=None):
    """Give each parameter random gradients, step, and compare; what the parameters have become."""
    expected = expected or [Expected(p) for p in params]
    for _ in range(steps):
        before = [p.detach().clone() for p in params]
        for p in params:
            p.grad = torch.randn_like(p) * 3
        gradients = [p.grad.clone() for p in params]
        step(optimizer)
        for p, gradient in zip(params, gradients, strict=True):
            if p.grad is None or not torch.equal(p.grad, gradient):
                raise Mistake(
                    "step() changed a gradient.",
                    "The training loop may still look at it, to show it, say; zero_grad() is what clears it.",
                    "Look for what is done to p.grad in place: **=, *=, or a name that ends in _.",
                )
        for p, old, gradient, one, rate in zip(params, before, gradients, expected, rates, strict=True):
            one.step(gradient, rate)
            judge(p, old, gradient, one, rate)
    return expected


def judge(p, old, gradient, one, rate):
    """Compare; name what is known to go wrong."""
    now = p.detach()
    if now.shape == one.p.shape and now.dtype == one.p.dtype and torch.allclose(now, one.p, rtol=1e-3, atol=1e-5):
        return
    if torch.equal(now, old):
        raise Mistake(
            "A parameter has not moved, though it has a gradient.",
            "p = p − … makes a new tensor and leaves the parameter as it was; a step changes it in place.",
        )
    several = not torch.allclose(one.sum, gradient**2)
    if several and torch.allclose(now, old - rate * gradient.sign(), atol=1e-5):
        raise Mistake(
            "The gradient was divided by the root of only this step's square.",
            "What came before is to be kept: the squares of all steps are added up.",
        )
    if torch.allclose(now, old - rate * gradient / (one.sum + 1e-10), 1e-3, 1e-5):
        raise Mistake("The gradient was divided by the sum itself.", "It is the root of the sum that has its size.")
    if torch.allclose(now, old + rate * gradient / (one.sum.sqrt() + 1e-10), 1e-3, 1e-5):
        raise Mistake("The parameter moved along its gradient, where the loss grows.", "Look at the sign of the step.")
    if not several and torch.allclose(now, old - rate * gradient.sign() / 2**0.5, 1e-3, 1e-5):
        raise Mistake(
            "In the first step the gradient was divided by √2 times its size: its square was counted twice.",
            "The sum begins at zero, and each step adds its square once.",
        )
    divisor = rate * gradient / (old - now)
    if one.p.numel() > 1 and divisor.std() < 1e-3 * divisor.mean().abs():
        raise Mistake(
            "All numbers of a parameter were divided by one and the same number.",
            "Each has a sum of its own, so the sum has the parameter's shape.",
        )
    check.same(now, one.p, "A parameter after the step", rtol=1e-3, atol=1e-5)


def test_made(answer):
    """is an Optimizer, with groups and a state"""
    optimizer = made(answer, parameters(), 0.1)
    rates = [group.get("lr") for group in optimizer.param_groups]
    if rates != [0.1]:
        raise Mistake(
            f"SumOfSquares(params, 0.1) has groups with the rates {rates}, and it should have one group, with 0.1.",
            "What a group does not say for itself it takes from the dict that super().__init__ is given.",
        )


def test_first_step(answer):
    """moves each number by the rate in the first step"""
    params = parameters()
    rate = a_rate()
    run(made(answer, params, rate), params, 1, [rate, rate])


def test_steps(answer):
    """divides by the root of the sum of all squares so far"""
    params = parameters()
    rate = a_rate()
    run(made(answer, params, rate), params, 4, [rate, rate])


def test_group_rates(answer):
    """takes the rate from each group"""
    one, other = parameters()
    slow, fast = a_rate(), 2 * a_rate() + 0.1
    optimizer = made(answer, [{"params": [one]}, {"params": [other], "lr": fast}], slow)
    before = other.detach().clone()
    one.grad, other.grad = torch.ones_like(one), torch.ones_like(other)
    step(optimizer)
    moved = (before - other.detach()).mean().item()
    if abs(moved - slow) < 1e-4:
        raise Mistake(
            f"A group with the rate {fast:.3g} moved by {moved:.3g}, the rate of the optimizer's defaults.",
            'The rate of a parameter is that of the group it is in, group["lr"]; schedulers write there.',
        )
    check.same(other.detach(), before - fast, "The parameter of the second group", atol=1e-4)


def test_rates_that_change(answer):
    """takes the rate as it is at each step, under a schedule"""
    params = parameters()
    optimizer = made(answer, params, 0.3)
    expected = run(optimizer, params, 1, [0.3, 0.3])
    for rate in (0.1, 0.02):
        for group in optimizer.param_groups:
            group["lr"] = rate
        before = params[0].detach().clone()
        old_sum = expected[0].sum.clone()
        try:
            expected = run(optimizer, params, 1, [rate, rate], expected)
        except Mistake:
            root = (old_sum + params[0].grad ** 2).sqrt() + 1e-10
            used = (before - params[0].detach()) * root / params[0].grad
            if torch.allclose(used, torch.full_like(used, 0.3), rtol=1e-2):
                raise Mistake(
                    f'After group["lr"] was set to {rate}, as a scheduler does, a step is still made at 0.3.',
                    "A rate that was noted when the optimizer was made, or at its first step, stays as it was then.",
                    'The rate at a step is what group["lr"] holds then.',
                ) from None
            raise


def test_added_group(answer):
    """steps groups that are added later, too"""
    one, other = parameters()
    optimizer = made(answer, [one], 0.1)
    optimizer.add_param_group({"params": [other], "lr": 0.2})
    before = other.detach().clone()
    one.grad, other.grad = torch.ones_like(one), torch.ones_like(other)
    try:
        step(optimizer)
    except KeyError as error:
        raise Mistake(
            f"step() met a parameter of a group that was added later, by add_param_group: KeyError {error}.",
            "Its state was not there yet: what __init__ puts into self.state is for the parameters of that time.",
            "Look at where the zeros of a parameter are made.",
        ) from error
    if torch.equal(other.detach(), before):
        raise Mistake(
            "A parameter of a group that was added later, by add_param_group, has not moved.",
            "A list of parameters that was noted in __init__ does not grow with the groups.",
            "Look at what the loop in step goes through.",
        )
    check.same(other.detach(), before - 0.2, "The parameter of the added group", atol=1e-4)


def test_zero_and_small(answer):
    """adds 1e-10 to the root, so that a gradient of 0 is no trouble"""
    p = torch.zeros(4, requires_grad=True)
    optimizer = made(answer, [p], 1.0)
    p.grad = torch.tensor([0.0, 1e-10, 1e-7, 1.0])
    step(optimizer)
    moved = -p.detach()
    if moved.isnan().any():
        raise Mistake(
            "Where a gradient is 0 and always was, the parameter becomes nan: 0/0.",
            "Keeping zero out of the division is what 1e-10 is for.",
        )
    if abs(moved[1].item() - 0.5) < 0.1 and abs(moved[2].item() - 0.999) < 0.01:
        return
    if moved[2] < 0.1:
        raise Mistake(
            f"A first gradient of 1e-7 moved by {moved[2]:.3g} times the rate, and it should be 0.999 times.",
            "It looks as if 1e-10 were added to the sum, under the root, where it counts as 1e-5.",
        )
    raise Mistake(
        f"A first gradient of 1e-10 moved by {moved[1]:.3g} times the rate, and it should be 0.5 times.",
        "In the formula 1e-10 is added to the root; that halves this step.",
    )


def test_other_kinds(answer):
    """does so for parameters of every shape and dtype"""
    for p in (torch.ones((), dtype=torch.float64), torch.ones(0), torch.ones(3, 2).t(), torch.ones(2, 1, 3)):
        p.requires_grad_()
        optimizer = made(answer, [p], 0.1)
        p.grad = torch.full_like(p, 2.0)
        step(optimizer)
        what = f"A parameter of shape {tuple(p.shape)} and dtype {p.dtype} after a step"
        check.same(p.detach(), torch.full_like(p, 0.9).detach(), what)


def test_no_gradient(answer):
    """leaves a parameter without a gradient as it is"""
    for order in (1, -1):
        one, other = parameters()
        before, start = other.detach().clone(), one.detach().clone()
        one.grad = torch.ones_like(one)
        step(made(answer, [one, other][::order], 0.1))
        check.same(other.detach(), before, "The parameter without a gradient")
        if torch.equal(one.detach(), start):
            raise Mistake(
                "Of two parameters the first has no gradient, and the second, which has one, did not move.",
                "What has no gradient is passed over; those after it are still stepped.",
                "return ends the whole step and break the loop; continue goes on with the next parameter.",
            )


def test_state(answer):
    """keeps its sums in self.state, so that they are saved"""
    params = parameters()
    optimizer = made(answer, params, 0.1)
    for p in params:
        p.grad = torch.randn_like(p)
    step(optimizer)
    if any(not isinstance(optimizer.state[p], dict) for p in params):
        raise Mistake(
            f"self.state[p] is a {type(optimizer.state[params[0]]).__name__}, and it should be a dict.",
            "A name in it says what is kept; an optimizer may keep several things for a parameter.",
        )
    saved = optimizer.state_dict()["state"]
    if any(
        not any(getattr(v, "shape", None) == p.shape for v in saved.get(i, {}).values()) for i, p in enumerate(params)
    ):
        raise Mistake(
            "state_dict() does not hold a sum of the parameter's shape for each parameter.",
            "Each parameter has a sum of its own, and only what is in self.state[p] is saved with the optimizer.",
        )


def test_loaded(answer):
    """goes on from a loaded state as if there had been no break"""
    params = parameters()
    optimizer = made(answer, params, 0.1)
    expected = run(optimizer, params, 3, [0.1, 0.1])
    state = copy.deepcopy(optimizer.state_dict())
    resumed = made(answer, params, 0.5)
    resumed.load_state_dict(state)
    try:
        run(resumed, params, 2, [0.1, 0.1], expected)
    except Mistake as mistake:
        raise Mistake(
            "The state of an optimizer was saved after 3 steps and loaded into a new one. Its next step differs "
            "from that without the break.",
            "What a new optimizer is to remember has to be found again in self.state[p] after load_state_dict.",
            str(mistake).splitlines()[0],
        ) from None
