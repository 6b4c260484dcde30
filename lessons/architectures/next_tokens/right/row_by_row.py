import random

import torch


def next_tokens(logits, temperature=1.0, k=None):
    result = []
    for row in logits.double():
        if temperature == 0:
            result.append(int(row.argmax()))
            continue
        best = row.sort(descending=True)
        count = len(row) if k is None else k
        p = (best.values[:count] / temperature).softmax(0)
        result += random.choices(
            best.indices[:count].tolist(), p.tolist()
        )
    return torch.tensor(result, dtype=torch.long)
