import csv
from pathlib import Path

import torch


def as_number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def load(path, target, train):
    text = Path(path).read_text()
    rows = list(csv.reader(text.splitlines()))
    header = rows[0]
    if target not in header:
        raise ValueError(f"column {target!r} not found")
    for number, row in enumerate(rows, 1):
        if len(row) != len(header):
            raise ValueError(
                f"row at line {number} has {len(row)} of {len(header)} cells"
            )
    n = len(rows) - 1
    x = torch.empty(n, 0)
    for at, name in enumerate(header):
        col = [row[at] for row in rows[1:]]
        if name == target:
            y = torch.zeros(n, dtype=torch.int64)
            for code, c in enumerate(sorted(set(col))):
                y[[i for i in range(n) if col[i] == c]] = code
            continue
        known = [i for i in train.tolist() if col[i] != ""]
        if all(as_number(c) is not None for c in col if c != ""):
            values = torch.tensor(
                [as_number(col[i]) for i in known]
            )
            f = torch.zeros(n, 1)
            if values.std(unbiased=False) > 0:
                for i in range(n):
                    if col[i] != "":
                        f[i] = (
                            as_number(col[i]) - values.mean()
                        ) / values.std(unbiased=False)
        else:
            cats = sorted({col[i] for i in known})
            f = torch.zeros(n, len(cats))
            for i in range(n):
                if col[i] in cats:
                    f[i, cats.index(col[i])] = 1
        x = torch.cat([x, f], dim=1)
    return x, y
