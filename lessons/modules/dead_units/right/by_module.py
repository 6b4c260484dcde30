import torch
from torch import nn


@torch.no_grad()
def dead_units(model, x):
    names = {
        module: name
        for name, module in model.named_modules()
        if isinstance(module, nn.ReLU)
    }
    result = dict.fromkeys(names.values())

    def hook(module, inputs, output):
        result[names[module]] = [
            k
            for k in range(output.shape[1])
            if not output[:, k].any()
        ]

    handles = [
        module.register_forward_hook(hook) for module in names
    ]
    try:
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return result
