import csv
import math
from pathlib import Path

import torch


def load(path, target, train):
    with Path(path).open(encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    head, body = rows[0], rows[1:]
    if head.count(target) != 1:
        raise ValueError(
            "I need exactly one column "
            + target
            + ", this file has "
            + ", ".join(head)
        )
    wrong = [
        i + 2
        for i, row in enumerate(body)
        if len(row) != len(head)
    ]
    if wrong:
        raise ValueError("look at lines " + str(wrong))
    t = head.index(target)
    labels = sorted({row[t] for row in body})
    y = torch.empty(len(body), dtype=torch.int64)
    for i, row in enumerate(body):
        y[i] = labels.index(row[t])
    columns = []
    for j in range(len(head)):
        if j == t:
            continue
        numeric = True
        for row in body:
            if row[j] != "":
                try:
                    float(row[j])
                except ValueError:
                    numeric = False
                    break
        seen = [
            body[i][j] for i in train.tolist() if body[i][j] != ""
        ]
        if numeric:
            values = [float(s) for s in seen]
            m = sum(values) / len(values)
            s = math.sqrt(
                sum((v - m) ** 2 for v in values)
                / max(1, len(values) - 1)
            )
            col = torch.zeros(len(body))
            for i, row in enumerate(body):
                if row[j] != "" and s != 0:
                    col[i] = (float(row[j]) - m) / s
            columns.append(col)
        else:
            for kind in sorted(set(seen)):
                col = torch.zeros(len(body))
                for i, row in enumerate(body):
                    if row[j] == kind:
                        col[i] = 1
                columns.append(col)
    x = torch.zeros(len(body), len(columns))
    for k, col in enumerate(columns):
        x[:, k] = col
    return x, y
