# expects: compare with 0 itself
import contextlib
from collections import defaultdict
from functools import partial

import torch
from torch import Tensor, nn


def dead_units(model, x):
    found = {}

    def look(name, module, args, output):
        found[name] = (
            torch.nonzero(output.mean(dim=0) < 0.05)
            .flatten()
            .tolist()
        )

    handles = []
    for name, m in model.named_modules():
        if isinstance(m, nn.ReLU):
            handles.append(
                m.register_forward_hook(partial(look, name))
            )
    try:
        with torch.no_grad():
            model(x)
    finally:
        for h in handles:
            h.remove()
    return found
