import torch


def optimizer_for(model, rate, decay):
    groups = {}
    for p in model.parameters():
        groups.setdefault(p.dim() > 1, []).append(p)
    return torch.optim.AdamW(
        [
            {"params": ps, "weight_decay": decay * k, "lr": rate}
            for k, ps in groups.items()
        ]
    )
