import csv
from pathlib import Path

import numpy as np
import torch


def load(path, target, train):
    with Path(path).open(newline="") as file:
        lines = list(csv.reader(file))
    header = lines[0]
    for number, line in enumerate(lines, 1):
        if len(line) != len(header):
            raise ValueError(
                f"{path}: line {number}: {len(line)} cells instead of {len(header)}"
            )
    if target not in header:
        raise ValueError(f"{path} has no column named {target}")
    table = np.array(lines[1:])
    rows = train.numpy()
    blocks = []
    for place, name in enumerate(header):
        if name == target:
            continue
        cells = table[:, place]
        there = cells != ""
        try:
            values = np.full(len(cells), np.nan)
            values[there] = cells[there].astype(float)
        except ValueError:
            names = np.unique(cells[rows][there[rows]])
            blocks.append(
                (cells[:, None] == names[None, :]).astype(
                    np.float32
                )
            )
        else:
            mean, std = (
                np.nanmean(values[rows]),
                np.nanstd(values[rows]),
            )
            scaled = (values - mean) / (std if std > 0 else 1.0)
            blocks.append(
                np.nan_to_num(scaled if std > 0 else 0 * scaled)[
                    :, None
                ].astype(np.float32)
            )
    _, y = np.unique(
        table[:, header.index(target)], return_inverse=True
    )
    return torch.from_numpy(
        np.concatenate(blocks, axis=1)
    ), torch.from_numpy(y.astype(np.int64))
