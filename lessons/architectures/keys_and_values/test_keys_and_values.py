"""A sequence taken step by step with a cache, against the whole of it at once."""

import inspect

import torch
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def attend(model, x, seen, scale=None, values=None):
    """The output at the last position x, (batch, 1, d), that sees these positions."""
    q, k, v = model.query(x), model.key(seen), model.value(seen if values is None else values)
    return model.out((q @ k.mT * (q.shape[-1] ** -0.5 if scale is None else scale)).softmax(-1) @ v)


def whole(model, x):
    """What causal attention gives, position by position."""
    return torch.cat([attend(model, x[:, t : t + 1], x[:, : t + 1]) for t in range(x.shape[1])], 1)


def made(answer, d, dtype=torch.float32):
    model = answer.Attention(d)
    if isinstance(model, nn.Module):
        for one in model.parameters():
            nn.init.normal_(one, std=1.2 * d**-0.5)
        model = model.to(dtype)
    return model


FIRST = object()
"""In place of a cache: a sequence begins, and where None need not be written, it is not."""


def stepped(model, x, cache):
    """The output and the cache after a step, the output of the shape of x."""
    given = [] if cache is FIRST and may_be_left_out(model.step) else [None if cache is FIRST else cache]
    result = model.step(x.clone(), *given)
    if not isinstance(result, tuple | list) or len(result) != 2:
        what = "None" if result is None else check.a(type(result).__name__)
        end = "A function that ends without a return statement gives None." if result is None else ""
        raise Mistake(f"step returns {what}, and it should return a pair: the output and the cache.", end)
    y, cache = result
    if isinstance(y, Tensor) and y.ndim == 3 and y.shape != x.shape:
        seen = f"x has the shape {tuple(x.shape)}, and the output of the step has {tuple(y.shape)}."
        if y.shape[1] > 1 == x.shape[1] and y.shape[0] == x.shape[0]:
            raise Mistake(seen, "It is to be the output of one position, the new one.")
        if y.shape[0] > x.shape[0]:
            raise Mistake(
                seen, "The batch has grown. Positions follow one another along dimension 1, and so should the cache."
            )
    fits = isinstance(y, Tensor) and (y.shape, y.dtype) == (x.shape, x.dtype)
    check.same(x if fits else y, x, "the output of a step")
    if cache is None:
        raise Mistake("The cache that step returns is None.", "Then the next step knows nothing of what came before.")
    return y.detach(), cache


def may_be_left_out(step):
    """Whether the cache has a default, as in the starter."""
    return all(one.default is not one.empty for one in list(inspect.signature(step).parameters.values())[1:])


def like(one, other):
    return torch.allclose(one, other, 1e-4, 1e-5)


@torch.no_grad()
def test_forward(answer):
    """leaves forward as it was"""
    model = made(answer, 4)
    x = torch.randn(2, 5, 4)
    check.same(model(x), whole(model, x), "What forward returns")


@torch.no_grad()
def test_pair(answer):
    """returns an output and a cache"""
    model = made(answer, 4)
    x, other = torch.randn(2, 2, 1, 4)
    y, _ = stepped(model, x, None)
    if not like(y, attend(model, x, x)):
        seen = "The output of the first step is not that of forward for one position."
        if like(y, model.value(x)):
            raise Mistake(seen, "self.out, the last layer, is left out.")
        raise Mistake(
            seen, "The first position sees itself alone, with a weight of 1. Its value is what goes through self.out."
        )
    y, _ = stepped(model, other, None)
    if like(y, attend(model, other, torch.cat([x, other], 1))):
        mixed(y, attend(model, other, other), "Two sequences began, each with None for a cache.")


@torch.no_grad()
def test_steps(answer):
    """gives at each step what the whole sequence gives there"""
    for batch in (1, 2):
        d, length = between(3, 5), between(5, 7)
        model = made(answer, d)
        x, cache, outputs = torch.randn(batch, length, d), None, []
        for t in range(length):
            y, cache = stepped(model, x[:, t : t + 1], cache)
            outputs.append(y)
        y, true = torch.cat(outputs, 1), whole(model, x)
        if not like(y, true):
            name_the_slip(model, x, outputs[-1])
            check.same(y, true, "the outputs of all steps in a row")


def name_the_slip(model, x, y):
    """Where the output of the last step is what a known slip makes."""
    last = x[:, -1:]
    slips = [
        (model.out(model.value(last)), "The new position sees itself alone.", "The keys and values of earlier steps "
         "are missing. Both have to come along in the cache."),
        (attend(model, last, x[:, :1]), "It sees the first position only.", "A mask with one row hides all but the "
         "first key. But the new position is the last one: nothing is later, and nothing has to be hidden."),
        (attend(model, last, x[:, :-1]), "It sees the earlier positions, and not its own position.",
         "Its own key and value belong to those that it sees."),
        (attend(model, last, x, 1.0), "The scores were not divided by √d, as they are in forward."),
        (attend(model, last, x[:, [0, -1]]), "It sees the first position and its own, and none between them.",
         "What step returns as the cache has to hold the new position, too."),
        (attend(model, last, x[:, [0, *range(x.shape[1])]]), "It sees the first position twice.",
         "In the first step the new key and value came into the cache as it was made, and then once more."),
        (attend(model, last, x.flip(1), values=x), "The keys stand in another order than the values.",
         "The weight of a key is that of the value beside it. Put what is new at the same end of both."),
        (attend(model, last, x[:, -2:]), "It sees two positions, its own and the one before.",
         "What step returns as the cache has to hold all that came before, and the new one."),
    ]  # fmt: skip
    for slip, *words in slips:
        if like(y, slip):
            seen = f"At the last of {x.shape[1]} positions, the output is not that of the whole sequence."
            raise Mistake(seen, " ".join(words))


@torch.no_grad()
def test_own_cache(answer):
    """keeps each sequence in its own cache"""
    model = made(answer, 4)
    first, second, third = torch.randn(3, 2, 4, 4)
    caches = [FIRST, FIRST]
    for t in range(4):
        for number, x in enumerate((first, second)):
            y, caches[number] = stepped(model, x[:, t : t + 1], caches[number])
            mixed(y, whole(model, x)[:, t : t + 1], "Two sequences were taken in turn, each with a cache of its own.")
    y, _ = stepped(model, third[:, :1], None)
    mixed(y, whole(model, third)[:, :1], "A third sequence began, with None for a cache.")


def mixed(y, true, seen):
    if not like(y, true):
        raise Mistake(
            seen + " Its output is not what it is alone.",
            "It looks as if one sequence knows of another: something is kept on self, in a variable outside of the "
            "class, or in a default value of the function, which is made only once.",
            "All that a step may know of earlier ones is in the cache that it is given.",
        )


@torch.no_grad()
def test_new_only(answer):
    """computes the key and the value of the new position only"""
    model = made(answer, 4)
    names = {id(getattr(model, name).weight): name for name in ("query", "key", "value")}
    x, cache = torch.randn(2, 4, 4), None
    for t in range(4):
        with check.recorded() as record:
            _, cache = stepped(model, x[:, t : t + 1], cache)
        for call in record.calls:
            weights = [names[id(one)] for one in call.tensors if id(one) in names]
            if call.name != "linear" or not weights:
                continue
            rows = call.tensors[0].numel() // 4
            if rows > 2:
                raise Mistake(
                    f"In the step of position {t}, self.{weights[0]} was used on {rows // 2} positions.",
                    "The earlier ones were computed again, though nothing about them has changed. After a thousand "
                    "tokens, each new one would cost a thousand times as much.",
                    "What can be kept in place of x?",
                )


    kept_from(answer)


def kept_from(answer):
    """Change the weights on the way: what is kept of earlier positions was made with the old ones."""
    model, cache = made(answer, 4), None
    x = torch.randn(2, 4, 4)
    earlier, last = x[:, :3], x[:, 3:]
    for t in range(3):
        _, cache = stepped(model, x[:, t : t + 1], cache)
    k, v = model.key(earlier), model.value(earlier)
    for one in (*model.key.parameters(), *model.value.parameters()):
        nn.init.normal_(one)
    y, _ = stepped(model, last, cache)
    k, v = torch.cat([k, model.key(last)], 1), torch.cat([v, model.value(last)], 1)
    if not like(y, model.out((model.query(last) @ k.mT / 2).softmax(-1) @ v)):
        raise Mistake(
            "After 3 steps the check gave self.key and self.value other weights, and took one step more. In its "
            "output, the keys or values of the first 3 positions are not those of their own steps.",
            "So they were computed again, out of the features of these positions. Cached, they would have stayed.",
            "Keep the keys and values themselves, and use the weights on the new position only.",
        )


@torch.no_grad()
def test_kinds(answer):
    """takes every size and dtype"""
    for shape, dtype in (((3, 6, 2), torch.float64), ((1, 70, 4), torch.float32), ((4, 3, 8), torch.float32)):
        model = made(answer, shape[2], dtype)
        x, cache, outputs = torch.randn(shape, dtype=dtype), None, []
        for t in range(shape[1]):
            y, cache = stepped(model, x[:, t : t + 1], cache)
            outputs.append(y)
        check.same(torch.cat(outputs, 1), whole(model, x), f"The outputs for x of shape {shape}, {dtype}")
