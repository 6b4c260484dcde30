# expects: should decay
import torch
from torch import nn


def optimizer_for(model, rate, decay):
    matrices = [
        layer.weight
        for layer in model.modules()
        if isinstance(layer, nn.Linear)
    ]
    known = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": decay},
            {"params": others, "weight_decay": 0.0},
        ],
        lr=rate,
    )
