# expects: is the column as it stands in the file
# expects: divide by their standard deviation
# fails: standardizes numbers by the training rows
import csv
from pathlib import Path

import torch


def is_number(text):
    try:
        float(text)
        return True
    except ValueError:
        return False


def load(path, target, train):
    with Path(path).open(newline="") as file:
        lines = list(csv.reader(file))
    header, rows = lines[0], lines[1:]
    if target not in header:
        raise ValueError(f"there is no column {target}")
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise ValueError(
                f"line {number} has {len(row)} cells"
            )
    at = header.index(target)
    features = []
    for c in range(len(header)):
        if c == at:
            continue
        cells = [row[c] for row in rows]
        if all(is_number(cell) for cell in cells if cell):
            values = torch.tensor(
                [
                    float(cell) if cell else float("nan")
                    for cell in cells
                ]
            )
            features.append(values.nan_to_num(0.0))
        else:
            seen = sorted(
                {cells[i] for i in train.tolist() if cells[i]}
            )
            for name in seen:
                features.append(
                    torch.tensor(
                        [float(cell == name) for cell in cells]
                    )
                )
    classes = sorted({row[at] for row in rows})
    y = torch.tensor([classes.index(row[at]) for row in rows])
    return torch.stack(features, dim=1), y
