import torch
import torch.nn.functional as F


def causal_weights(scores):
    length, keys = scores.shape[-2:]
    rows = []
    for i in range(length):
        seen = keys - length + i + 1
        row = F.softmax(scores[..., i, :seen], dim=-1)
        rows.append(F.pad(row, (0, keys - seen)))
    return torch.stack(rows, dim=-2)
