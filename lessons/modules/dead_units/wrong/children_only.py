# expects: the names in the result are 'act'
# expects: within other modules are missing
# fails: has an entry for each ReLU, by its name
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

    for name, module in model.named_children():
        if isinstance(module, nn.ReLU):
            hooks.append(module.register_forward_hook(look(name)))
    try:
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return found
