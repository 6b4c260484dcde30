"""Blocks with checkpoints: the same result and gradients, and only their inputs kept, which is counted."""

import copy
import warnings

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake

WIDTH = 6


class Block(nn.Module):
    """A layer there and back, with or without dropout, that notes when it runs."""

    def __init__(self, log, dropout=0.0):
        super().__init__()
        self.wide, self.back = nn.Linear(WIDTH, 5 * WIDTH), nn.Linear(5 * WIDTH, WIDTH)
        self.drop, self.log = nn.Dropout(dropout), log

    def forward(self, x):
        self.log.append(id(self))
        return torch.tanh(self.back(self.drop(torch.tanh(self.wide(x)))))


class Log(list):
    """What ran, in order. A copy of a block has the same one."""

    def __deepcopy__(self, memo):
        return self


def made(count, dropout=0.0, kind=nn.ModuleList):
    log = Log()
    return kind([Block(log, dropout) for _ in range(count)]) if kind is nn.ModuleList else kind(
        *[Block(log, dropout) for _ in range(count)]
    ), log


def through(answer, blocks, x):
    """The answer's result, a tensor; warnings of the old way are not for the learner's screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = answer.through(blocks, x)
    if not isinstance(result, torch.Tensor):
        what = "None" if result is None else f"a {type(result).__name__}"
        raise Mistake(f"through returns {what}, and it should return what comes out of the last block.")
    return result


def plain(blocks, x):
    for block in blocks:
        x = block(x)
    return x


def gradients(result, blocks, x):
    """The gradients of a loss on the result: of all parameters, and of x where it needs one."""
    leaves = [*blocks.parameters(), *([x] if x.requires_grad else [])]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result.pow(2).sum().backward()
    found = [leaf.grad for leaf in leaves]
    for leaf in leaves:
        leaf.grad = None
    return found


def explain(found, wanted, blocks, x):
    """Raise where the result is that of a known slip."""
    if check.near(found, wanted, atol=1e-6):
        return
    with_x = x
    for block in blocks:
        with_x = with_x + block(with_x)
    for other, why in (
        (blocks[-1](x), "It is what the last block makes of x: what the blocks before it made was not passed on."),
        (blocks[0](x), "It is what the first block makes of x: the others were not called."),
        (plain(reversed(blocks), x), "It is what comes out where the last block is called first."),
        (with_x, "It is what comes out where each block's input is added to what it makes."),
    ):
        if check.near(found, other, atol=1e-6):
            raise Mistake("The result is not that of the blocks, one after the other.", why)


def test_result(answer):
    """gives the same result"""
    for count, rows in ((3, 4), (1, 2), (5, 1)):
        blocks, _ = made(count, kind=nn.ModuleList if count != 3 else nn.Sequential)
        x = torch.randn(rows, WIDTH)
        found, wanted = through(answer, blocks, x).detach(), plain(blocks, x).detach()
        explain(found, wanted, blocks, x)
        check.same(found, wanted, "The result", rtol=1e-4, atol=1e-6)


def test_gradients(answer):
    """gives the same gradients"""
    for count in (3, 1):
        blocks, log = made(count)
        x = torch.randn(4, WIDTH, requires_grad=True)
        wanted = gradients(plain(blocks, x), blocks, x)
        result = through(answer, blocks, x)
        del log[:]
        if not result.requires_grad:
            raise Mistake(
                "The result has no graph behind it: there is no way back from it.",
                "Under no_grad nothing is kept, but nothing can be learned either.",
            )
        found = gradients(result, blocks, x)
        if any(one is None for one in found):
            raise Mistake(
                "Not all parameters have a gradient after the way back, or x has none.",
                "Somewhere between x and the result the graph was cut, as detach() does.",
                "Look at what each block is given.",
            )
        if count > 1 and set(log) == {id(blocks[-1])} and len(log) == count:
            raise Mistake(
                f"On the way back the last block was run {count} times, and the others never.",
                "A function looks up the loop's variable when it is called. On the way back the loop is over, and the "
                "variable is the last block for each.",
                "Give checkpoint the block itself, or keep it in the function: lambda h, block=block: …",
            )
        for one, other in zip(found, wanted, strict=True):
            check.same(one, other, "A gradient", rtol=1e-4, atol=1e-6)


def test_without_gradient_of_x(answer):
    """gives gradients to the first block, where x has none"""
    blocks, _ = made(3)
    x = torch.randn(4, WIDTH)
    wanted = gradients(plain(blocks, x), blocks, x)
    result = through(answer, blocks, x)
    found = gradients(result, blocks, x) if result.requires_grad else [None]
    if any(one is None for one in found):
        raise Mistake(
            "x needs no gradient itself, as data do, and then parameters get none.",
            "So it is with use_reentrant=True, the old way: it asks its inputs whether there is a way back.",
            "Look at what checkpoint is told.",
        )
    for one, other in zip(found, wanted, strict=True):
        check.same(one, other, "A gradient, for x without one", rtol=1e-4, atol=1e-6)


def kept_by(run, blocks):
    """How many numbers are kept for the way back, apart from the parameters."""
    own = {p.untyped_storage().data_ptr() for p in blocks.parameters()}
    kept = {}

    def keep(tensor):
        place = tensor.untyped_storage().data_ptr()
        if place not in own:
            kept[place] = tensor.numel()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        result = run()
    return sum(kept.values()), result


def most_at_once(result, blocks, log):
    """The most blocks that run on the way back before a gradient of one has come."""
    del log[:]
    most, handles = [0], []

    def came(*_):
        most[0] = max(most[0], len(log))
        del log[:]

    for block in blocks:
        handles += [block.wide.weight.register_post_accumulate_grad_hook(came)]
    result.sum().backward()
    for handle in handles:
        handle.remove()
    return most[0]


def test_kept(answer):
    """keeps of each block only its input"""
    for count in (4, 2):
        blocks, log = made(count)
        x = torch.randn(8, WIDTH, requires_grad=True)
        everything, _ = kept_by(lambda b=blocks, x=x: plain(b, x), blocks)
        del log[:]
        found, result = kept_by(lambda b=blocks, x=x: through(answer, b, x), blocks)
        on_the_way = len(log)
        again = on_the_way
        most = most_at_once(result, blocks, log)
        inputs = count * x.numel()
        if found >= everything:
            raise Mistake(
                f"{count} blocks: {found} numbers are kept for the way back, as many as without a trick.",
                f"Only the inputs of the blocks should be: that is {inputs} numbers.",
            )
        if found > inputs + x.numel():
            one = everything // count - 2 * x.numel()
            last = " If it is the last: checkpoint_sequential leaves that one out." if found < inputs + 2 * one else ""
            raise Mistake(
                f"{count} blocks: {found} numbers are kept for the way back, and their inputs are {inputs}.",
                f"So of some blocks, what is inside is kept as well.{last}",
                "Each block needs a checkpoint.",
            )
        if again == count and len(log) == 0 and most == 0:
            raise Mistake(
                "On the way back no block was run again.",
                "What is inside of the blocks is kept then, here or elsewhere, and is not computed again.",
                "Each block needs a checkpoint.",
            )
        if again != count:
            raise Mistake(
                f"On the way there {again} runs of a block were made, for {count} blocks.",
                "Each should run once there, and once more on the way back.",
            )
        if most > 1:
            raise Mistake(
                f"On the way back {most} blocks were run again before the first gradient had come.",
                "They are one checkpoint, so what is inside of all blocks at once is kept then: no memory is saved.",
                "Look at how often checkpoint is called.",
            )


def test_dropout(answer):
    """drops the same numbers when it runs again"""
    blocks, _ = made(3, dropout=0.5)
    twin = copy.deepcopy(blocks)
    x = torch.randn(16, WIDTH)
    seed = int(torch.randint(1 << 30, ()))
    torch.manual_seed(seed)
    wanted_result = plain(twin, x)
    wanted = gradients(wanted_result, twin, x)
    torch.manual_seed(seed)
    result = through(answer, blocks, x)
    if not torch.allclose(result, wanted_result, 1e-4, 1e-6):
        raise Mistake(
            "With dropout the result is another than without a checkpoint.",
            "Each block should run once, in the mode that it is in, with the random numbers that come next.",
            "Look for eval(), a seed, and a block that is called twice.",
        )
    found = gradients(result, blocks, x)
    if not all(torch.allclose(one, other, 1e-3, 1e-5) for one, other in zip(found, wanted, strict=True)):
        raise Mistake(
            "With dropout the gradients are not those of the result.",
            "Run again, a block dropped other numbers than before: it drew new random numbers. checkpoint puts the "
            "random state back by itself, unless it is told not to.",
        )
