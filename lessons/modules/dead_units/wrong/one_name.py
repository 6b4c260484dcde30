# expects: that of the last turn of a loop
# fails: has an entry for each ReLU, by its name
import torch
from torch import Tensor, nn


def dead_units(model, x):
    found, hooks = {}, []
    names = [
        n
        for n, m in model.named_modules()
        if isinstance(m, nn.ReLU)
    ]
    current = {}

    def look(module, inputs, output):
        found[current["name"]] = (
            (output == 0).all(dim=0).nonzero().flatten().tolist()
        )

    for name in names:
        current["name"] = name
        hooks.append(
            model.get_submodule(name).register_forward_hook(look)
        )
    try:
        with torch.no_grad():
            model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return found
