import csv
from pathlib import Path

import torch


def load(path, target, train):
    f = Path(path).open(newline="")
    rows = list(csv.reader(f))
    f.close()
    width = len(rows[0])
    bad = next(
        (i for i, r in enumerate(rows, 1) if len(r) != width),
        None,
    )
    if bad:
        raise ValueError(
            f"{path}:{bad}: expected {width} cells, found {len(rows[bad - 1])}"
        )
    if target not in rows[0]:
        raise ValueError(f"{path}: no column {target!r}")
    cols = list(zip(*rows))
    in_train = torch.zeros(len(rows) - 1, dtype=torch.bool)
    in_train[train] = True
    xs, y = [], None
    for name, *cells in cols:
        if name == target:
            y = torch.tensor(
                [sorted(set(cells)).index(c) for c in cells]
            )
            continue
        there = torch.tensor([c != "" for c in cells])
        use = there & in_train
        try:
            v = torch.tensor([float(c or 0) for c in cells])
        except ValueError:
            ks = sorted(
                {c for c, u in zip(cells, use.tolist()) if u}
            )
            xs.append(
                torch.tensor(
                    [[c == k for k in ks] for c in cells]
                ).float()
            )
            continue
        mu = v[use].mean()
        sd = ((v[use] - mu) ** 2).mean().sqrt()
        z = torch.where(
            there & (sd > 0),
            (v - mu) / torch.where(sd > 0, sd, 1),
            0.0,
        )
        xs.append(z[:, None])
    return torch.hstack(xs), y
