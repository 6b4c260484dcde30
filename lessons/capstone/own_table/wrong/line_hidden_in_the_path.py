# expects: counted from 1 with the header
from csv import reader
from pathlib import Path
from statistics import mean, stdev

import torch
from torch import Tensor


def load(path, target, train):
    with Path(path).open(newline="") as f:
        table = list(reader(f))
    header = table.pop(0)
    for n, row in enumerate(table, start=2):
        if len(row) < len(header):
            raise ValueError(
                f"{path}: line {n - 2} has too few cells"
            )
        if len(row) > len(header):
            raise ValueError(f"line {n} has too many cells")
    try:
        at = header.index(target)
    except ValueError:
        raise ValueError(
            f"The file has no column {target}"
        ) from None
    picks = set(train.tolist())
    y = [r.pop(at) for r in table]
    header.pop(at)
    classes = {c: i for i, c in enumerate(sorted(set(y)))}
    feats = []
    for j in range(len(header)):
        col = [r[j] for r in table]
        known = [c for i, c in enumerate(col) if i in picks and c]
        try:
            nums = [float(c) if c else None for c in col]
        except ValueError:
            feats += [
                [1.0 if c == k else 0.0 for c in col]
                for k in sorted(set(known))
            ]
        else:
            ks = [float(k) for k in known]
            m, s = mean(ks), stdev(ks)
            feats.append(
                [
                    0.0 if v is None or s == 0 else (v - m) / s
                    for v in nums
                ]
            )
    return torch.tensor(
        feats, dtype=torch.float32
    ).T.contiguous(), torch.tensor([classes[c] for c in y])
