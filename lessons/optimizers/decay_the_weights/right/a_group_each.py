import torch


def optimizer_for(model, rate, decay):
    groups = []
    for _, p in model.named_parameters():
        own = decay if len(p.shape) >= 2 else 0.0
        groups.append(
            {"params": [p], "lr": rate, "weight_decay": own}
        )
    return torch.optim.AdamW(groups)
