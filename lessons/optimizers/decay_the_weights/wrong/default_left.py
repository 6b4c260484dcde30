# expects: should not decay
# expects: its default
import torch


def optimizer_for(model, rate, decay):
    ps = list(model.parameters())
    return torch.optim.AdamW(
        [
            {
                "params": [p for p in ps if p.ndim >= 2],
                "weight_decay": decay,
            },
            {"params": [p for p in ps if p.ndim < 2]},
        ],
        lr=rate,
    )
