# expects: no dimension
# expects: should not decay
import torch


def optimizer_for(model, rate, decay):
    vectors = [p for p in model.parameters() if p.ndim == 1]
    others = [p for p in model.parameters() if p.ndim != 1]
    return torch.optim.AdamW(
        [
            {"params": others, "weight_decay": decay},
            {"params": vectors, "weight_decay": 0.0},
        ],
        lr=rate,
    )
