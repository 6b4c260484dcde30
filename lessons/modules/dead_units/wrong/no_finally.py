# expects: never reached
# fails: also where the model raises an error
import torch
from torch import Tensor, nn


def dead_units(model, x):
    found, hooks = {}, []

    def look(name):
        def hook(module, inputs, output):
            found[name] = (
                (output == 0)
                .all(dim=0)
                .nonzero()
                .flatten()
                .tolist()
            )

        return hook

    for name, module in model.named_modules():
        if isinstance(module, nn.ReLU):
            hooks.append(module.register_forward_hook(look(name)))
    with torch.no_grad():
        model(x)
    for hook in hooks:
        hook.remove()
    return found
