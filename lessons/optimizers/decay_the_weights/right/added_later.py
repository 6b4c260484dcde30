import torch


def optimizer_for(model, rate, decay):
    ps = list(model.parameters())
    adamw = torch.optim.AdamW(
        [p for p in ps if p.dim() > 1],
        lr=rate,
        weight_decay=decay,
    )
    flat = [p for p in ps if p.dim() < 2]
    adamw.add_param_group({"params": flat, "weight_decay": 0})
    return adamw
