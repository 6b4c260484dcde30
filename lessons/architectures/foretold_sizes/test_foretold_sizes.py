"""What convolutions and pools make of an image's side: predicted by the answer, then done by torch."""

from collections.abc import Iterator
from numbers import Integral

import numpy as np
import torch
from torch import nn

from tutor import check
from tutor.check import Mistake


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def written(layers):
    """The layers as one would build them."""
    names = {"conv": "Conv2d(1, 1, ", "pool": "MaxPool2d("}
    return ", then ".join(names[kind] + ", ".join(f"{k}={v}" for k, v in o.items()) + ")" for kind, o in layers)


@torch.no_grad()
def true_sides(n, layers):
    """As torch has them."""
    x, sides = torch.zeros(1, 1, n, n), []
    for kind, options in layers:
        layer = nn.Conv2d(1, 1, **options) if kind == "conv" else nn.MaxPool2d(**options)
        x = layer(x)
        sides.append(x.shape[-1])
    return sides


def foretold(answer, n, layers):
    """What the answer says, as a list of whole numbers."""
    said = answer.foretell(n, layers)
    if isinstance(said, np.ndarray) and said.ndim == 1:
        said = list(said)
    if isinstance(said, Iterator):
        raise Mistake(
            f"foretell returns a {type(said).__name__}, and it should be a list.",
            "It could make numbers, and none has been made yet. list(…) makes a list of them.",
        )
    if not isinstance(said, list | tuple):
        what = repr(said) if said is not None else "None"
        end = "A function that ends without a return statement gives None." if said is None else ""
        raise Mistake(f"foretell returns {what}, and it should be a list: the side after each layer.", end)
    if len(said) != len(layers):
        raise Mistake(f"For {check.counted(len(layers), 'layer')} foretell returns a list of {len(said)}: {said!r}.")
    for side in said:
        if side is ...:
            raise Mistake("There is still a blank, ..., in what foretell returns.", "It stands for code of yours.")
        if not isinstance(side, Integral) or isinstance(side, bool | np.bool_):
            raise Mistake(
                f"foretell returns {said!r}, and {side!r} in it is no whole number.",
                "A side is counted in pixels. A division with / gives a float, also where nothing is left over."
                if isinstance(side, float)
                else "The image is square, and its side is one number after each layer.",
            )
    return [int(side) for side in said]


def judge(answer, n, layers, why, wrong=()):
    """Raise unless the answer foretells the sides. `wrong`: what a known slip would say, and its reason."""
    said = foretold(answer, n, [(kind, dict(options)) for kind, options in layers])
    true = true_sides(n, layers)
    if said == true:
        return
    for slip, reason in wrong:
        if said == slip != true:
            why = reason
            break
    says, comes = (one[0] if len(layers) == 1 else one for one in (said, true))
    raise Mistake(f"From a side of {n}, through {written(layers)}, you foretell {says}. It is {comes}.", why)


def test_kernel(answer):
    """knows what a kernel alone leaves"""
    for n, k in ((between(7, 9), 3), (between(10, 14), between(4, 6)), (5, 1), (4, 4)):
        wrong = [
            ([n - k], f"That is one place too few: at 0 there is a place, and at {n - k}, and at each between."),
            ([(n - k) // k + 1], "The default stride of a convolution is 1: its kernels overlap."),
            ([n], "Without padding a kernel has to lie inside the image, so fewer places are left than pixels."),
        ]
        judge(
            answer, n, [("conv", {"kernel_size": k})], "How many places are there for the kernel's first cell?", wrong
        )


def test_padding(answer):
    """adds the padding on both sides"""
    for n, k, p in ((between(7, 9), 3, 1), (between(8, 12), 5, between(1, 2)), (6, 3, 4)):
        wrong = [([n + p - k + 1], "Padding is added on both sides of the image, left and right.")]
        judge(answer, n, [("conv", {"kernel_size": k, "padding": p})], "The image is larger by its padding.", wrong)


def test_stride(answer):
    """goes on in steps of the stride"""
    for n, k, s in ((9, 3, 2), (10, 3, 2), (between(11, 15), 4, 3), (12, 2, 5), (6, 5, 3)):
        free = n - k
        wrong = [
            ([(free + 1) // s], "(n − k + 1) // stride loses the first place: it is there whatever the stride."),
            ([-(-free // s) + 1], "It was rounded up. A last step that would leave the image is not made."),
            ([free + 1], "That is the side for a stride of 1."),
        ]
        why = "After the first place there are as many as whole steps of the stride fit."
        judge(answer, n, [("conv", {"kernel_size": k, "stride": s})], why, wrong)


def test_pool(answer):
    """takes a pool's own stride, where none is given"""
    for n, k in ((between(7, 9), 2), (between(10, 14), 3), (4, 4)):
        wrong = [([n - k + 1], "By default, the stride of a pool is its kernel_size: the pools lie side by side.")]
        judge(answer, n, [("pool", {"kernel_size": k})], "What does not fill a whole pool is left out.", wrong)
    for n, options in (
        (9, {"kernel_size": 3, "stride": 1}),
        (between(8, 12), {"kernel_size": 3, "stride": 2}),
        (between(8, 12), {"kernel_size": 3, "stride": 2, "padding": 1}),
        (between(8, 12), {"kernel_size": 2, "padding": 1}),
    ):
        judge(answer, n, [("pool", options)], "Where a stride is given, it holds; all else is as in a convolution.")


def test_dilation(answer):
    """spreads the kernel by its dilation"""
    for n, k, d in ((between(9, 12), 3, 2), (between(14, 18), between(3, 4), 3), (5, 1, 3)):
        wrong = [
            ([n - k + 1], "That is the side without dilation. With it, the kernel's cells lie further apart."),
            ([n - d * k + 1], f"{k} cells have {check.counted(k - 1, 'gap')} between them, not {k}."),
            ([n - d * (k - 1) + 1], "From the first cell to the last, both are counted."),
            (
                [n - (k + (k - 1) * d) + 1],
                f"A dilation of {d} puts {d - 1} empty between two cells: they are {d} apart. A dilation of 1 is none.",
            ),
        ]
        why = "How much of the image does the kernel cover, from its first cell to its last?"
        judge(answer, n, [("conv", {"kernel_size": k, "dilation": d})], why, wrong)
    for n, options in (
        (between(12, 16), {"kernel_size": 2, "dilation": 2}),
        (between(12, 16), {"kernel_size": 3, "dilation": 2, "stride": 2}),
    ):
        judge(answer, n, [("pool", options)], "A pool with a dilation covers as much as such a kernel would.")


def test_network(answer):
    """goes from each layer to the next"""
    lenet = [
        ("conv", {"kernel_size": 5, "padding": 2}),
        ("pool", {"kernel_size": 2}),
        ("conv", {"kernel_size": 5}),
        ("pool", {"kernel_size": 2}),
    ]
    n = 2 * between(13, 15)
    each = [true_sides(n, [layer])[0] for layer in lenet]
    slip = (each, "Every layer was given the first image's side. It gets the side that the layer before it left.")
    judge(answer, n, lenet, "Look at the sides one after the other: where do they first differ?", [slip])
    if foretold(answer, n, []) != []:
        raise Mistake("For no layers at all foretell should return an empty list.")


def some_layer(largest):
    k = between(1, largest)
    kind = "conv" if between(0, 1) else "pool"
    options = {"kernel_size": k}
    if between(0, 1):
        options["stride"] = between(1, 3)
    if between(0, 1):
        options["padding"] = between(0, k // 2)
    if between(0, 1):
        options["dilation"] = between(1, 3)
    return kind, options


def test_all(answer):
    """is right for layers of every kind, with all options at once"""
    for _ in range(40):
        judge(answer, between(12, 24), [some_layer(4)], "Take the options one by one.")
    for _ in range(10):
        judge(answer, between(90, 110), [some_layer(3) for _ in range(3)], "Where do the sides first differ?")


def test_by_itself(answer):
    """says it from the numbers alone, without tensors"""
    with check.recorded() as record:
        foretold(answer, 12, [("conv", {"kernel_size": 3, "padding": 1}), ("pool", {"kernel_size": 2})])
    if record.calls:
        raise Mistake(
            f"foretell called torch ({record.calls[0].name}).",
            "It should say beforehand what torch will do, from the numbers alone.",
            "Write the rule in plain Python.",
        )
