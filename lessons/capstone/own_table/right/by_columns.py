import csv
from pathlib import Path

import torch


def load(path, target, train):
    lines = list(csv.reader(Path(path).open(newline="")))
    h = lines[0]
    if target not in h:
        raise ValueError(f"{target} not in file")
    for i, row in enumerate(lines):
        if len(row) != len(h):
            raise ValueError(f"line {i + 1} is wrong")
    cols = {
        n: [row[j] for row in lines[1:]] for j, n in enumerate(h)
    }
    ys = cols.pop(target)
    cs = sorted(set(ys))
    out = []
    tr = [int(t) for t in train]
    for _n, c in cols.items():
        try:
            v = torch.tensor(
                [float(e) if e != "" else float("nan") for e in c]
            )
        except ValueError:
            for k in sorted({c[i] for i in tr if c[i] != ""}):
                out.append(
                    torch.tensor(
                        [1.0 if e == k else 0.0 for e in c]
                    )
                )
            continue
        t = v[train]
        t = t[~torch.isnan(t)]
        sd = t.std()
        v = (v - t.mean()) / sd
        if sd == 0:
            v = torch.zeros_like(v)
        out.append(torch.nan_to_num(v, nan=0.0))
    return torch.stack(out).T, torch.tensor(
        [cs.index(e) for e in ys]
    )
