import csv
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch


class Num:
    def __init__(s, t):
        s.m, s.s = np.mean(t), np.std(t, ddof=1)

    def __call__(s, c):
        return [
            0.0 if c == "" or s.s == 0 else (float(c) - s.m) / s.s
        ]


class Cat:
    def __init__(s, t):
        s.k = sorted(set(t))

    def __call__(s, c):
        return [int(c == k) for k in s.k]


def fits(c):
    try:
        float(c)
    except ValueError:
        return False
    else:
        return True


def load(path, target, train):
    with Path(path).open(encoding="utf8", newline="") as f:
        r = csv.reader(f)
        head = next(r)
        rows = []
        for row in r:
            if len(row) != len(head):
                raise ValueError("in line " + str(r.line_num))
            rows.append(row)
    if target not in head:
        raise ValueError("missing column: " + target)
    enc = OrderedDict()
    for j, n in enumerate(head):
        if n == target:
            continue
        col = [row[j] for row in rows]
        t = [col[i] for i in train if col[i] != ""]
        enc[j] = (
            Num(np.array(t, dtype=float))
            if all(fits(c) for c in col if c)
            else Cat(t)
        )
    x = np.array(
        [
            [v for j, e in enc.items() for v in e(row[j])]
            for row in rows
        ],
        dtype=np.float32,
    )
    ys = [row[head.index(target)] for row in rows]
    return torch.from_numpy(x), torch.from_numpy(
        np.unique(ys, return_inverse=True)[1]
    ).long()
