import torch


def optimizer_for(model, rate, decay):
    sorted_out = {True: [], False: []}
    for _, p in model.named_parameters():
        sorted_out[p.dim() > 1].append(p)
    return torch.optim.AdamW(
        [
            {"params": sorted_out[False]},
            {"params": sorted_out[True], "weight_decay": decay},
        ],
        lr=rate,
        weight_decay=0,
    )
