# by hand, no csv module: splits quoted cells itself
from pathlib import Path

import torch


def cut(line):
    cells, cell, q, i = [], "", False, 0
    while i < len(line):
        c = line[i]
        if q:
            if c == '"' and line[i + 1 : i + 2] == '"':
                cell += '"'
                i += 1
            elif c == '"':
                q = False
            else:
                cell += c
        elif c == '"':
            q = True
        elif c == ",":
            cells.append(cell)
            cell = ""
        else:
            cell += c
        i += 1
    return [*cells, cell]


def isnum(c):
    try:
        float(c)
        return True
    except ValueError:
        return False


def load(path, target, train):
    with Path(path).open() as f:
        rows = [cut(line.rstrip("\n")) for line in f]
    head, data = rows[0], rows[1:]
    if target not in head:
        raise ValueError("There is no column called " + target)
    for k, r in enumerate(data, 2):
        if len(r) != len(head):
            raise ValueError(f"Line {k}")
    xs = []
    for j, name in enumerate(head):
        col = [r[j] for r in data]
        if name == target:
            names = sorted(set(col))
            y = torch.tensor(
                [names.index(c) for c in col], dtype=torch.long
            )
            continue
        if all(isnum(c) for c in col if c):
            t = [float(col[i]) for i in train if col[i]]
            mu = sum(t) / len(t)
            sd = (sum((a - mu) ** 2 for a in t) / len(t)) ** 0.5
            xs.append(
                [
                    ((float(c) - mu) / sd if sd else 0.0)
                    if c
                    else 0.0
                    for c in col
                ]
            )
        else:
            for k in sorted({col[i] for i in train if col[i]}):
                xs.append([float(c == k) for c in col])
    return torch.tensor(xs).t(), y
