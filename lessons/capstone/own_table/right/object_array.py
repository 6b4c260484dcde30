import csv
from pathlib import Path

import numpy as np
import torch


def load(path, target, train):
    rows = list(csv.reader(Path(path).open(newline="")))
    lens = [len(r) for r in rows]
    if len(set(lens)) > 1:
        raise ValueError(
            "line "
            + str(
                next(
                    i
                    for i, n in enumerate(lens, 1)
                    if n != lens[0]
                )
            )
        )
    A = np.array(rows[1:], dtype=object)
    h = rows[0]
    if target not in h:
        raise ValueError("column " + target)
    tr = train.cpu().numpy()
    X = []
    for j in range(len(h)):
        if h[j] == target:
            _u, y = np.unique(
                A[:, j].astype(str), return_inverse=True
            )
            continue
        c = A[:, j]
        full = c != ""
        try:
            v = np.where(full, c, "nan").astype(float)
        except ValueError:
            k = np.unique(c[tr][full[tr]].astype(str))
            X.append(
                (c[:, None] == k[None].astype(object)).astype(
                    float
                )
            )
            continue
        t = v[tr]
        t = t[~np.isnan(t)]
        z = (
            (v - t.mean()) / t.std()
            if t.std() > 0
            else np.zeros(len(v))
        )
        z[~full] = 0
        X.append(z[:, None])
    return torch.tensor(
        np.hstack(X), dtype=torch.float32
    ), torch.tensor(y)
