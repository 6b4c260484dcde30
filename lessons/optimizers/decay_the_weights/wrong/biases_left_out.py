# expects: in none of the groups
import torch


def optimizer_for(model, rate, decay):
    matrices = [p for p in model.parameters() if p.ndim >= 2]
    return torch.optim.AdamW(
        matrices, lr=rate, weight_decay=decay
    )
