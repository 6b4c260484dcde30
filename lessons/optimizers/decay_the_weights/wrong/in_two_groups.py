# expects: in two groups
# fails: returns an AdamW
import torch


def optimizer_for(model, rate, decay):
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    return torch.optim.AdamW(
        [
            {"params": matrices, "weight_decay": decay},
            {"params": model.parameters(), "weight_decay": 0.0},
        ],
        lr=rate,
    )
