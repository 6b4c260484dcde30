"""What a sampler draws, counted."""

import torch
from torch.utils.data import DataLoader, TensorDataset

from tutor import check
from tutor.check import Mistake

SIZES = (40, 660, 1300)


def draw():
    """2,000 labels of three classes, of very different sizes, mixed."""
    labels = torch.arange(3).repeat_interleave(torch.tensor(SIZES))
    return labels[torch.randperm(len(labels))]


def rows_of(sampler):
    if sampler is None or not hasattr(sampler, "__iter__"):
        what = "None" if sampler is None else f"a {type(sampler).__name__}"
        raise Mistake(f"fair returns {what}, and it should return a sampler.", "A sampler gives indices, one by one.")
    rows = [int(row) for row in sampler]
    return torch.tensor(rows, dtype=torch.long)


def test_number(answer):
    """draws as many as there are rows"""
    for labels in (draw(), torch.tensor([0, 1, 1, 1])):
        sampler = answer.fair(labels.clone())
        rows = rows_of(sampler)
        if len(rows) == len(labels.unique()):
            weights = getattr(sampler, "weights", ())
            raise Mistake(
                f"There were {len(rows)} draws, one for each class.",
                "An epoch has as many draws as there are rows. That number is num_samples, the second argument."
                if len(weights) == len(labels)
                else "The sampler draws places of weights: it needs one weight for each row.",
            )
        if len(rows) != len(labels):
            raise Mistake(f"There were {len(rows):,} draws in an epoch, for {len(labels):,} rows.")
        if int(rows.min()) < 0 or int(rows.max()) >= len(labels):
            raise Mistake("A draw is of a row that is not there.")


def test_shares(answer):
    """gives each class the same share"""
    labels = draw()
    rows = rows_of(answer.fair(labels.clone()))
    shares = labels[rows].bincount(minlength=3) / len(rows)
    said = ", ".join(f"{100 * share:.0f} %" for share in shares.tolist())
    sizes = torch.tensor(SIZES) / 2000
    if rows.max() < 3 and (shares - 1 / 3).abs().max() > 0.055:
        raise Mistake("Only the first rows are drawn, as many as there are classes.", "Each row needs a weight.")
    if (shares - sizes).abs().max() < 0.06:
        raise Mistake(
            f"The classes have {said} of the draws, as they have of the rows.",
            "So all rows are equally likely. The weight of a row falls with the size of its class.",
        )
    squares = sizes**2 / (sizes**2).sum()
    if (shares - squares).abs().max() < 0.03:
        raise Mistake(
            f"The classes have {said} of the draws: the large one has even more than of the rows.",
            "The weight of a row is the size of its class, and it should fall with it.",
        )
    if (shares - 1 / 3).abs().max() > 0.055:
        raise Mistake(
            f"The classes, with {', '.join(f'{size:,}' for size in SIZES)} rows, have {said} of the draws.",
            "Each of the three should have a third.",
            "Compare the weight of a row times the number of rows, class by class.",
        )


def test_within(answer):
    """draws each row of a class as often as another"""
    labels = draw()
    rows = rows_of(answer.fair(labels.clone()))
    often = rows.bincount(minlength=len(labels))
    rare = often[labels == 0]
    if rare.min() == 0 or rare.max() > 50:
        raise Mistake(
            f"Of the rarest class, one row came {int(rare.max())} times and another {int(rare.min())} times.",
            "Each of its 40 rows should come about 17 times.",
        )
    common = (often[labels == 2] > 0).float().mean().item()
    if not 0.2 < common < 0.5:
        raise Mistake(
            f"Of the common class, {100 * common:.0f} % of the rows came at all.",
            "With replacement, and each as likely as another, it would be about 40 %.",
        )


def test_anew(answer):
    """draws anew in each epoch"""
    sampler = answer.fair(draw())
    first, second = rows_of(sampler), rows_of(sampler)
    if len(second) < len(first):
        raise Mistake(
            f"The first epoch has {len(first):,} draws, and the second {len(second):,}.",
            "An iterator is used up once it was gone through; a sampler begins again.",
        )
    if torch.equal(first, second):
        raise Mistake("Two epochs have the same draws.", "A list of rows stays as it is; a sampler draws again.")


def test_gap(answer):
    """leaves a number without rows alone"""
    labels = torch.tensor([0, 0, 0, 2, 0, 0] * 200)
    rows = rows_of(answer.fair(labels.clone()))
    share = (labels[rows] == 2).float().mean().item()
    if not 0.43 < share < 0.57:
        raise Mistake(
            f"With the classes 0 and 2, class 2 has {100 * share:.0f} % of the draws.",
            "It should be half: class 1 has no rows, and no share either.",
        )


def test_loader(answer):
    """is a sampler for a loader"""
    labels = draw()
    loader = DataLoader(TensorDataset(labels), batch_size=500, sampler=answer.fair(labels.clone()))
    check.same(sum(len(batch[0]) for batch in loader), len(labels), "The number of rows in the batches of an epoch")
