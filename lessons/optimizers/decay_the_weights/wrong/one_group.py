# expects: should not decay
import torch


def optimizer_for(model, rate, decay):
    return torch.optim.AdamW(
        model.parameters(), lr=rate, weight_decay=decay
    )
