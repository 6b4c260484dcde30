"""A collate function, on its own and in a loader."""

import torch
from torch.utils.data import DataLoader

from tutor import check
from tutor.check import Mistake


def draw(*lengths, dtype=torch.float32):
    """Examples of these lengths, without zeros."""
    return [((1 + 8 * torch.rand(n)).to(dtype), int(torch.randint(5, ()))) for n in lengths]


def lengths():
    return [3, 7, *(torch.randint(1, 7, (3,)) + 0).tolist()]


def three(result):
    if not isinstance(result, tuple | list) or len(result) != 3:
        what = "None" if result is None else f"a {type(result).__name__}"
        if isinstance(result, tuple | list):
            what += f" of {len(result)}"
        raise Mistake(
            f"collate returns {what}, and it should return three tensors: sequences, lengths, labels.",
            "What a collate function returns is the batch." if result is None else "",
        )
    return result


def expected(examples):
    longest = max(len(one) for one, _ in examples)
    rows = torch.zeros(len(examples), longest, dtype=examples[0][0].dtype)
    for row, (one, _) in zip(rows, examples, strict=True):
        row[: len(one)] = one
    return rows, torch.tensor([len(one) for one, _ in examples]), torch.tensor([label for _, label in examples])


def test_padded(answer):
    """fills up with zeros at the end"""
    examples = draw(*lengths())
    right, _, _ = expected(examples)
    found, _, _ = three(answer.collate(examples))
    if isinstance(found, torch.Tensor) and found.shape == right.T.shape and torch.equal(found, right.T):
        raise Mistake(
            "The sequences are the columns, and they should be the rows: (B, longest).",
            "By default pad_sequence has the batch as its second dimension.",
            "Look at batch_first.",
        )
    if isinstance(found, torch.Tensor) and found.dim() == 2 and found.shape[1] < right.shape[1]:
        raise Mistake(
            f"The longest sequence has {right.shape[1]} numbers, and the batch has room for {found.shape[1]}.",
            "Cut off are data; the shorter ones are filled up instead.",
        )
    if isinstance(found, torch.Tensor) and found.shape == right.shape and not torch.equal(found, right):
        if sorted(found.tolist()) == sorted(right.tolist()):
            raise Mistake(
                "The rows are those that they should be, in another order.",
                "Row i of the batch is example i of the list: with lengths and labels it is the same.",
            )
        if torch.equal(found.flip(1) != 0, right != 0):
            raise Mistake("The zeros stand before the sequences, and they should come after.", "Rows begin left.")
        if torch.equal(found[right != 0], right[right != 0]):
            raise Mistake(f"It is filled up with {check.number(found[right == 0][0].item())}.", "It should be zeros.")
    check.same(found, right, "The sequences")


def test_lengths(answer):
    """keeps the lengths"""
    examples = [(torch.cat([one, torch.zeros(2)]), label) for one, label in draw(3, 6, 2, 4, 1)]
    _, found, _ = three(answer.collate(examples))
    _, right, _ = expected(examples)
    if isinstance(found, torch.Tensor) and found.shape == right.shape and torch.equal(found.long(), right - 2):
        raise Mistake(
            "The lengths leave out zeros at the end of a sequence that are its own.",
            "Once it is padded, nobody can tell them from the filling.",
            "Look at the sequences as they come in.",
        )
    if isinstance(found, torch.Tensor) and found.shape == right.shape and (found == right.max()).all():
        raise Mistake("All lengths are that of the longest.", "Each sequence has its own, from before the padding.")
    if isinstance(found, torch.Tensor) and found.tolist() == [label for _, label in examples]:
        raise Mistake("The lengths are the labels.", "The lengths come second in the batch, and the labels third.")
    check.same(found, right, "The lengths")


def test_labels(answer):
    """gives the labels as whole numbers, in the order of the examples"""
    examples = draw(*lengths())
    _, _, found = three(answer.collate(examples))
    if isinstance(found, list | tuple):
        raise Mistake(f"The labels are a {type(found).__name__}, and they should be a tensor.", "A loss takes tensors.")
    check.same(found, expected(examples)[2], "The labels")


def test_corners(answer):
    """does so for one example, for empty sequences and for every dtype"""
    for examples in (draw(4), draw(0, 3), draw(2, 5, 1, dtype=torch.int64), draw(2, 3, dtype=torch.float64)):
        what = f"for lengths {[len(one) for one, _ in examples]} of {examples[0][0].dtype}"
        for name, one, other in zip(
            ("sequences", "lengths", "labels"), three(answer.collate(examples)), expected(examples), strict=True
        ):
            check.same(one, other, f"The {name} {what}")


def test_in_a_loader(answer):
    """makes the batches of a loader"""
    examples = draw(*lengths(), 2)
    got = list(DataLoader(examples, batch_size=4, collate_fn=answer.collate))
    for batch, part in zip(got, (examples[:4], examples[4:]), strict=True):
        check.same(three(batch)[0], expected(part)[0], "The sequences of a batch")
