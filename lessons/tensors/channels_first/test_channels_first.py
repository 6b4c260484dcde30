"""What rows of pictures with the channels first must be, whichever way they are made."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(*lengths):
    """Pictures (N, H, W, C) of which every number is another, and no two lengths are the same unless they are given."""
    n, h, w, c = lengths or (int(length) for length in 2 + torch.randperm(4))
    return torch.randperm(n * h * w * c).reshape(n, h, w, c) / 10


def wanted(pictures):
    """By the definition, number by number."""
    _, h, w, c = pictures.shape
    rows = [
        [picture[i][j][k] for k in range(c) for i in range(h) for j in range(w)]
        for picture in pictures.tolist()
    ]
    return torch.tensor(rows, dtype=pictures.dtype)


def rows(answer, pictures):
    """What the answer makes of the pictures. Raise where view() refuses."""
    with check.recorded() as record:
        try:
            return answer.rows(pictures)
        except RuntimeError as error:
            if "view size is not compatible" not in str(error):
                raise
        except (IndexError, ValueError) as error:
            if "out of bounds" not in str(error) and "to unpack" not in str(error):
                raise
            raise Mistake(
                f"Your code stopped: {error}.",
                f"These pictures have the shape {tuple(pictures.shape)}, so {pictures.shape[3]} channels. C may be any "
                "number, and so may N, H and W.",
            ) from None
    if not pictures.is_contiguous():
        raise Mistake(
            "view() refuses: these pictures are a part of a larger batch, or turned, so that their numbers already "
            "lie in memory in another order.",
            "Whoever calls may have cut or turned them. The function has to work for those as well.",
            "Look at what view() is called on. reshape() takes them as they come.",
        )
    seen = "view() refuses: after permute the numbers lie in memory in another order than they are read."
    if record.called("contiguous", "reshape", "flatten"):
        raise Mistake(
            seen,
            "A copy in that order was made, but view() was not called on it: contiguous() and reshape() return a new "
            "tensor and leave the old one as it was.",
            "Look at what happens to the tensor that they return.",
        )
    if record.called("clone"):
        raise Mistake(
            seen,
            "clone() copies the numbers together with their strides, so the copy lies in memory in the same order.",
            "Look at what contiguous() does that clone() does not.",
        )
    raise Mistake(
        seen,
        "view() never copies, and to cut this tensor into rows its numbers have to be written out anew.",
        "Look at what reshape() and contiguous() do where view() cannot.",
    )


def judge(result, pictures):
    """Raise unless the result is the rows, with the usual other orders named."""
    n, _, w, c = pictures.shape
    right = wanted(pictures)
    alike = isinstance(result, torch.Tensor) and result.shape == right.shape
    if alike and not torch.equal(result, right):
        seen = "The shape is right, but the numbers are in another order."
        others = {
            "Each row still has the red, green and blue of one place side by side: the channels are last. reshape and "
            "view never reorder; they only cut.": pictures.reshape(n, -1),
            "The columns are read before the rows: H and W have changed places.": pictures.permute(0, 3, 2, 1).reshape(
                n, -1
            ),
            "It was cut to (N, C, H, W), and only then read: cutting alone does not bring the channels to the "
            "front.": pictures.reshape(n, w, c, -1).transpose(1, 2).reshape(n, -1),
        }
        for means, other in others.items():
            if torch.equal(result, other):
                raise Mistake(seen, means, "Look at the order that permute is given.")
        if torch.equal(result.sort(dim=1).values, right.sort(dim=1).values):
            raise Mistake(
                seen,
                "Each row holds the numbers of its picture: all of channel 0 should come first, row by row, then all "
                "of channel 1.",
            )
        if torch.equal(result.flatten().sort().values, right.flatten().sort().values):
            raise Mistake(
                seen,
                "Numbers of different pictures are mixed in one row. The first dimension, N, has to stay the first.",
            )
    check.same(result, right, "the result")


def test_shape(answer):
    """gives one row for each picture"""
    pictures = draw()
    result, right = rows(answer, pictures), wanted(pictures)
    if isinstance(result, torch.Tensor) and result.shape == right.flatten().shape:
        raise Mistake(
            f"The result has the shape {tuple(result.shape)}, and it should be {tuple(right.shape)}.",
            "All pictures were put into a single row. The first dimension, N, has to stay as it is.",
        )
    if isinstance(result, torch.Tensor) and result.dim() == 4:
        raise Mistake(
            f"The result has the shape {tuple(result.shape)}, and it should be {tuple(right.shape)}.",
            "There are still four dimensions. Each picture should become one row.",
        )
    n, h, w, c = pictures.shape
    if isinstance(result, torch.Tensor) and tuple(result.shape) in [(n, k * h * w) for k in range(1, c)]:
        raise Mistake(
            f"The result has the shape {tuple(result.shape)}, and it should be {tuple(right.shape)}.",
            f"There are {result.shape[1] // (h * w)} channels in it, and these pictures have {c}. C may be any number.",
        )
    if not isinstance(result, torch.Tensor) or result.shape != right.shape:
        check.same(result, right, "the result")


def test_order(answer):
    """puts all of one channel before the next"""
    for _ in range(2):
        pictures = draw()
        judge(rows(answer, pictures.clone()), pictures)


def test_one_channel_of_one_picture(answer):
    """works for a single picture, row, column or channel"""
    for lengths in [(1, 4, 3, 1), (1, 3, 2, 4), (3, 1, 2, 4), (3, 2, 1, 4), (2, 4, 3, 1), (1, 1, 1, 1), (2, 3, 3, 3)]:
        pictures = draw(*lengths)
        judge(rows(answer, pictures.clone()), pictures)


def test_any_memory(answer):
    """works for pictures that were cut or turned before"""
    for pictures in [draw()[:, 1:, :-1], draw()[1:, ..., :-1], draw().transpose(1, 2), draw().permute(0, 3, 1, 2)]:
        judge(rows(answer, pictures), pictures)
    stored_first = draw().permute(0, 3, 1, 2).contiguous().permute(0, 2, 3, 1)
    judge(rows(answer, stored_first), stored_first)
    same_again = draw(1, 3, 2, 4).expand(3, -1, -1, -1)
    judge(rows(answer, same_again), same_again)


def test_any_dtype(answer):
    """keeps the dtype, whichever it is"""
    for dtype in (torch.uint8, torch.float64, torch.bool, torch.int64):
        pictures = (10 * draw()).to(dtype)
        judge(rows(answer, pictures.clone()), pictures)
