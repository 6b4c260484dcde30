# expects: should decay

import torch


def optimizer_for(model, rate, decay):
    ps = list(model.parameters())
    a = [p for p in ps if p.numel() > 20]
    b = [p for p in ps if p.numel() <= 20]
    return torch.optim.AdamW(
        [
            {"params": a, "weight_decay": decay},
            {"params": b, "weight_decay": 0.0},
        ],
        lr=rate,
    )
