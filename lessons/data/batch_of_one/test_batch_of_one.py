"""Loaders over data sets of every remainder, and predictions for batches of every size."""

import torch
from torch import nn

from tutor import check
from tutor.check import Mistake


def batches(answer, n, size):
    x = torch.arange(float(n)).unsqueeze(1)
    loader = answer.train_loader(x, torch.arange(n), size)
    if loader is None:
        raise Mistake("train_loader returns None.", "A function that ends without a return statement gives None.")
    pairs = list(loader)
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2 or len(pair[0]) != len(pair[1]):
            raise Mistake("A batch is not a pair of x and y of one length.", "TensorDataset(x, y) gives such pairs.")
    return [(rows, labels.reshape(-1)) for rows, labels in pairs]


def test_none_of_one(answer):
    """leaves out a last batch of one, and nothing else"""
    for n, size in ((9, 4), (10, 3), (11, 4), (8, 4), (7, 5), (5, 2), (3, 8), (int(torch.randint(20, 40, ())), 6)):
        sizes = [len(rows) for rows, _ in batches(answer, n, size)]
        left = n % size
        where = f"With {n} examples and batches of {size}"
        if 1 in sizes:
            raise Mistake(
                f"{where}, a batch has a single example.",
                "Batch normalization has no spread to divide by there, and stops.",
                "Look at what is left for the last batch, and at the loader's drop_last.",
            )
        if left > 1 and sum(sizes) < n:
            raise Mistake(
                f"{where}, {n - sum(sizes)} examples are left out, and their batch would have {left}.",
                "Only a last batch of a single example has to go.",
            )
        if max(sizes, default=0) > size:
            raise Mistake(f"{where}, a batch has {max(sizes)}.", "No batch is larger than batch_size.")
        check.same(sum(sizes), n - (left == 1), f"{where}, the number of examples in an epoch")


def test_each_once(answer):
    """gives each example with its own y, and none twice"""
    for n, size in ((12, 5), (13, 4)):
        pairs = batches(answer, n, size)
        rows = torch.cat([rows.reshape(-1) for rows, _ in pairs])
        labels = torch.cat([labels for _, labels in pairs])
        if not torch.equal(rows.long(), labels):
            raise Mistake("x and y of a batch are not of the same examples.", "They must be shuffled together.")
        if len(rows.unique()) < len(rows):
            raise Mistake("An example comes twice in one epoch.", "The last batch is left out, not filled up.")


def test_shuffled(answer):
    """draws a new order in each epoch"""
    x = torch.arange(60.0).unsqueeze(1)
    loader = answer.train_loader(x, torch.arange(60), 7)
    epochs = [torch.cat([rows.reshape(-1) for rows, _ in loader]) for _ in range(3)]
    if any(torch.equal(one, one.sort().values) for one in epochs):
        raise Mistake("The examples come as they lie.", "A loader for training shuffles.", "Look at shuffle=.")
    if torch.equal(epochs[0], epochs[1]) and torch.equal(epochs[1], epochs[2]):
        raise Mistake("Each epoch has the same order.", "With shuffle=True the loader draws one for each epoch.")


def test_none_for_good(answer):
    """loses no example for good"""
    loader = answer.train_loader(torch.arange(5.0).unsqueeze(1), torch.arange(5), 4)
    seen = torch.cat([labels.reshape(-1) for _ in range(40) for _, labels in loader]).unique()
    if len(seen) < 5:
        lost = int((~torch.isin(torch.arange(5), seen)).nonzero()[0])
        raise Mistake(
            f"With 5 examples and batches of 4, the one with index {lost} came in none of 40 epochs.",
            "Each epoch leaves out one example, and not always the same: whichever comes last in the epoch's order.",
            "Look at whether the example is taken out of x and y before anything is shuffled.",
        )


def test_predictions(answer):
    """predicts (B,) for every B"""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 1)).eval()
    for size in (5, 2, 1, 0):
        x = torch.randn(size, 3)
        found, expected = answer.predict(model, x), model(x)[:, 0]
        if isinstance(found, torch.Tensor) and found.shape != (size,):
            means = "squeeze() without a dimension took out the batch's as well: its size was 1." if size == 1 else ""
            raise Mistake(
                f"For a batch of {size} the predictions have the shape {tuple(found.shape)}, not ({size},).",
                means or "The model's output has the shape (B, 1); only its last dimension goes.",
            )
        check.same(found, expected, f"The predictions for a batch of {size}")
