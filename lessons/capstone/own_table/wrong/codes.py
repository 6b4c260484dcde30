# expects: lies between two others
import csv
from pathlib import Path

import torch
from torch import Tensor


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def features(cells: list[str], train: list[int]) -> list[Tensor]:
    """The features of one column."""
    known = [cells[i] for i in train if cells[i]]
    if all(is_number(cell) for cell in cells if cell):
        there = torch.tensor([float(c) for c in known])
        mean, std = there.mean(), there.std()
        if not std > 0:  # all alike, or a single one
            return [torch.zeros(len(cells))]
        numbers = [float(c) if c else mean.item() for c in cells]
        return [(torch.tensor(numbers) - mean) / std]
    names = sorted(set(known))
    return [
        torch.tensor(
            [
                float(names.index(cell)) if cell in names else 0.0
                for cell in cells
            ]
        )
    ]


def load(
    path: str | Path, target: str, train: Tensor
) -> tuple[Tensor, Tensor]:
    """x, fitted to the training rows, and y."""
    with Path(path).open(newline="") as file:
        header, *rows = csv.reader(file)
    if target not in header:
        raise ValueError(f"no column {target!r} in {header}")
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise ValueError(
                f"line {line} has {len(row)} cells, "
                f"the header {len(header)}"
            )
    table: dict[str, list[str]] = {
        name: list(cells)
        for name, cells in zip(header, zip(*rows))
    }
    answers = table.pop(target)
    classes = sorted(set(answers))
    columns = [
        feature
        for cells in table.values()
        for feature in features(cells, train.tolist())
    ]
    y = torch.tensor([classes.index(one) for one in answers])
    return torch.stack(columns, dim=1), y
