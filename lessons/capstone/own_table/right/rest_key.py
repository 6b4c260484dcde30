import csv
import math
from pathlib import Path

import torch


def load(path, target, train):
    with Path(path).open(newline="") as file:
        rows = list(
            csv.DictReader(file, restkey="more", restval=None)
        )
    with Path(path).open() as file:
        names = next(csv.reader(file))
    if target not in names:
        raise ValueError(f"{target!r}?")
    for i, r in enumerate(rows):
        if "more" in r or None in r.values():
            raise ValueError(f"line {i + 2}")

    def num(c):
        return math.nan if c == "" else float(c)

    out = []
    for n in names:
        if n == target:
            continue
        c = [r[n] for r in rows]
        try:
            t = torch.tensor([num(v) for v in c])
        except ValueError:
            cats = sorted({c[i] for i in train.tolist()} - {""})
            out.extend(
                torch.tensor(
                    [v == k for v in c], dtype=torch.float
                )
                for k in cats
            )
        else:
            have = t[train][~t[train].isnan()]
            t = t - have.mean()
            if have.std() != 0:
                t /= have.std()
            else:
                t = torch.zeros(len(t))
            out.append(t.nan_to_num())
    labs = sorted({r[target] for r in rows})
    return torch.stack(out, -1), torch.as_tensor(
        [labs.index(r[target]) for r in rows]
    )
