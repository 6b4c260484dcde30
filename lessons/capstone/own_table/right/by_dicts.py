import csv
from pathlib import Path

import torch
import torch.nn.functional as F


def number(cell):
    return float(cell) if cell else float("nan")


def load(path, target, train):
    with Path(path).open(newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or [])
        if target not in names:
            raise ValueError(f"{target} is not among {names}")
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(
                    f"line {reader.line_num}: not as many cells as the header"
                )
            rows.append(row)
    parts = []
    for name in names:
        column = [row[name] for row in rows]
        if name == target:
            order = {
                label: at
                for at, label in enumerate(sorted(set(column)))
            }
            y = torch.tensor([order[label] for label in column])
            continue
        try:
            values = torch.tensor(
                [number(cell) for cell in column],
                dtype=torch.float64,
            )
        except ValueError:
            kinds = sorted({column[i] for i in train} - {""})
            codes = torch.tensor(
                [
                    kinds.index(cell)
                    if cell in kinds
                    else len(kinds)
                    for cell in column
                ]
            )
            parts.append(
                F.one_hot(codes, len(kinds) + 1)[:, :-1].float()
            )
        else:
            known = values[train]
            known = known[~known.isnan()]
            spread = known.std(correction=0)
            scaled = torch.where(
                values.isnan() | (spread == 0),
                0.0,
                (values - known.mean()) / spread,
            )
            parts.append(scaled.float()[:, None])
    return torch.cat(parts, 1), y
