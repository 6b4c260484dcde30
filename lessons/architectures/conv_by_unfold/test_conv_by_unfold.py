"""A convolution of the learner's own, against nn.Conv2d with the same weights."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor import check
from tutor.check import Mistake

CONVOLUTIONS = ("conv1d", "conv2d", "conv3d", "conv_transpose2d", "convolution", "mkldnn_convolution", "conv_tbc")


def between(low, high):
    return int(torch.randint(low, high + 1, ()))


def made(answer, *sizes, dtype=torch.float32, **options):
    """The learner's layer and PyTorch's, with the same weights, and these in pairs."""
    theirs, ours = answer.Conv2d(*sizes, **options), nn.Conv2d(*sizes, **options, dtype=dtype)
    if isinstance(theirs, nn.Module):
        theirs = theirs.to(dtype)
    for one in ours.parameters():
        nn.init.normal_(one)
    return theirs, ours, check.copied(theirs, ours)


def with_zero_bias(answer, *sizes):
    """The same with a bias of zeros, which is left out of the pairs: a check of its own is about the bias."""
    theirs, ours, pairs = made(answer, *sizes)
    with torch.no_grad():
        theirs.bias.zero_()
        ours.bias.zero_()
    return theirs, ours, [pair for pair in pairs if pair.name != "bias"]


def image(*shape, dtype=torch.float32):
    return torch.randn(shape, dtype=dtype)


@torch.no_grad()
def slipped(theirs, ours, x, slips):
    """Raise if the layer's output is what a known slip makes."""
    y = theirs(x.clone())
    true = ours(x)
    if not isinstance(y, torch.Tensor) or (y.shape == true.shape and torch.allclose(y, true, 1e-4, 1e-4)):
        return
    for slip, *words in slips:
        if y.shape == slip.shape and torch.allclose(y, slip, 1e-4, 1e-4):
            raise Mistake(*words)


def test_shape(answer):
    """gives an output of the shape (N, out, H′, W′)"""
    k = between(2, 3)
    theirs, ours, _ = made(answer, 2, 10 - k, k)
    x = image(2, 2, 6, 9)
    y, true = theirs(x.clone()), ours(x)
    if isinstance(y, torch.Tensor):
        seen = f"x has the shape (2, 2, 6, 9), and for a kernel of {k} your output has {tuple(y.shape)}."
        if y.shape == true.mT.shape:
            raise Mistake(
                seen,
                f"H′ and W′ are the wrong way round: it should be {tuple(true.shape)}.",
                "An image's shape names its rows first, H, and then its columns, W.",
            )
        if y.shape == true.flatten(2).shape:
            raise Mistake(
                seen, f"That is a row of places for each kernel. As an image it has the shape {tuple(true.shape)}."
            )
    fits = isinstance(y, torch.Tensor) and (y.shape, y.dtype) == (true.shape, true.dtype)
    check.same(true if fits else y, true, "your output")


def test_one_channel(answer):
    """slides one kernel over one channel"""
    for k in (3, 2, 1):
        theirs, ours, pairs = with_zero_bias(answer, 1, 1, k)
        x = image(2, 1, 5, 7)
        slips = [
            (F.conv2d(x, ours.weight.flip(2, 3)), "The kernel was flipped before it was laid on the image.",
             "That is what mathematicians call a convolution. In networks the kernel lies as it is: its first number "
             "meets the first pixel under it."),
            (F.conv2d(x, ours.weight.mT), "The kernel was turned: its rows lie along the columns of the image."),
        ]  # fmt: skip
        slipped(theirs, ours, x, slips if k > 1 else [])
        check.matches(theirs, ours, x, pairs=pairs, what=f"your output for a kernel of {k}×{k}")


def test_channels(answer):
    """adds up over all input channels"""
    theirs, ours, pairs = with_zero_bias(answer, 3, 4, 2)
    x = image(2, 3, 6, 5)  # W′ is 4: a bias in the wrong place is found where it is looked for
    weight = ours.weight.detach()
    columns = F.unfold(x, 2)
    windows = x.unfold(2, 2, 1).unfold(3, 2, 1)
    mixed = (windows.reshape(2, 20, 12) @ weight.flatten(1).T).transpose(1, 2).reshape(2, 4, 5, 4)
    slipped(theirs, ours, x, [
        (F.conv2d(x[:, :1], weight[:, :1]), "Only the first input channel has a part in the output.",
         "A kernel has a layer for each input channel. What all of them give is added up."),
        ((weight.reshape(12, 4).T @ columns).reshape(2, 4, 5, 4),
         "The kernels were reshaped to (in·k·k, out).",
         "A reshape keeps the order of the numbers in memory, and there the numbers of one kernel follow one another: "
         "as (out, in·k·k), each kernel is a row."),
        (mixed, "With several input channels the patches come apart.",
         "Windows of shape (N, in, H′, W′, k, k) were reshaped as if the places came before the channels. The numbers "
         "of all channels at one place belong together: permute before you reshape."),
        (F.conv2d(x, weight) / 3, "The input channels were averaged, and they should be added up."),
    ])  # fmt: skip
    check.matches(theirs, ours, x, pairs=pairs, what="your output for 3 input and 4 output channels")


def test_bias(answer):
    """adds the bias of each output channel"""
    theirs, ours, pairs = made(answer, 2, 4, 3)
    x = image(2, 2, 7, 6)  # W′ is 4, as many as there are output channels
    plain, bias = F.conv2d(x, ours.weight.detach()), ours.bias.detach()
    slipped(theirs, ours, x, [
        (plain, "The output is that without the bias.", "Each output channel has one number that is added everywhere."),
        (plain + bias, "The bias lines up with the columns of the output.",
         "Broadcasting goes from the right, where W′ is. With other sizes it would be an error.",
         "Look at the shape that the bias needs to line up with the channels."),
    ])  # fmt: skip
    check.matches(theirs, ours, x, pairs=pairs, what="your output with a bias")


def test_no_bias(answer):
    """does without a bias, where there is none"""
    theirs, ours, pairs = made(answer, 2, 3, 2, bias=False)
    extra = [name for name, _ in theirs.named_parameters() if name != "weight"]
    if extra:
        raise Mistake(f"With bias=False your layer still has the parameter {extra[0]}.", "There self.bias is None.")
    x = image(1, 2, 4, 5)
    try:
        theirs(x.clone())
    except (TypeError, AttributeError) as error:
        if "NoneType" not in str(error):
            raise
        raise Mistake(
            f"With bias=False self.bias is None, and your code stops: {error}.",
            "There is nothing to be added then.",
        ) from error
    check.matches(theirs, ours, x, pairs=pairs, what="your output without a bias")


def test_stride(answer):
    """goes on by the stride"""
    for stride in (2, 3):
        theirs, ours, pairs = made(answer, 2, 3, 2, stride=stride)
        x = image(2, 2, 7, 9)
        slipped(theirs, ours, x, [
            (F.conv2d(x, ours.weight, ours.bias), f"With stride={stride} the kernel still goes on pixel by pixel.",
             "self.stride is how far it is from one place to the next, down and to the right."),
        ])  # fmt: skip
        check.matches(theirs, ours, x, pairs=pairs, what=f"your output with stride={stride}")


def test_padding(answer):
    """puts zeros around the image"""
    for padding in (1, 2):
        theirs, ours, pairs = made(answer, 2, 3, 3, padding=padding, stride=padding)
        x = image(2, 2, 6, 7)
        slipped(theirs, ours, x, [
            (F.conv2d(x, ours.weight, ours.bias, padding), f"With padding={padding} the output is that without the "
             "padding.", "self.padding is how many rows and columns of zeros are added on each side."),
        ])  # fmt: skip
        check.matches(theirs, ours, x, pairs=pairs, what=f"your output with padding={padding}")


def test_kinds(answer):
    """takes images of every size, dtype and layout"""
    for sizes, options, x in (
        ((2, 3, 2), {}, image(2, 2, 5, 4, dtype=torch.float64)),
        ((2, 3, 3), {"padding": 1, "stride": 2}, image(2, 2, 8, 5).mT),
        ((3, 2, 2), {}, image(4, 5, 2, 3).permute(2, 3, 0, 1)),
        ((1, 3, 4), {}, image(4, 1, 4, 4)),
        ((2, 2, 1), {"stride": 2}, image(3, 2, 1, 5)),
    ):
        theirs, ours, pairs = made(answer, *sizes, dtype=x.dtype, **options)
        what = f"your output for x of shape {tuple(x.shape)}, {x.dtype}"
        check.matches(theirs, ours, x, pairs=pairs, what=f"{what}{'' if x.is_contiguous() else ', not contiguous'}")


def test_own(answer):
    """is a convolution of your own"""
    theirs, _, _ = made(answer, 2, 3, 2)
    check.avoids(
        lambda: theirs(image(1, 2, 4, 4)),
        *CONVOLUTIONS,
        because="Here it is to be made of patches and a matrix product.",
    )
