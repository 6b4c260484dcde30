# expects: gone through once

import torch


def optimizer_for(model, rate, decay):
    ps = model.parameters()
    a = [p for p in ps if p.ndim >= 2]
    b = [p for p in ps if p.ndim < 2]
    return torch.optim.AdamW(
        [
            {"params": a, "weight_decay": decay},
            {"params": b, "weight_decay": 0.0},
        ],
        lr=rate,
    )
