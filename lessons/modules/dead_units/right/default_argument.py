import torch
from torch import nn


def dead_units(model, x):
    outputs = {}
    handles = []
    for name, module in model.named_modules():
        if type(module) is nn.ReLU:

            def keep(module, args, out, name=name):
                outputs[name] = out.detach().clone()

            handles.append(module.register_forward_hook(keep))
    try:
        with torch.no_grad():
            model(x)
    finally:
        for handle in handles:
            handle.remove()
    dead = {}
    for name, out in outputs.items():
        dead[name] = torch.where(out.abs().sum(dim=0) == 0)[
            0
        ].tolist()
    return dead
