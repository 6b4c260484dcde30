import torch
from torch import nn


def gain(f):
    with torch.no_grad():
        values = f(torch.randn(500_000))
    return values.norm().item() ** -1 * len(values) ** 0.5


def initialize(model, f):
    limit = 3**0.5 * gain(f)
    for _, module in model.named_modules():
        if not isinstance(module, nn.Linear):
            continue
        bound = limit * module.in_features**-0.5
        module.weight.data.uniform_(-bound, bound)
        if module.bias is not None:
            module.bias.data.zero_()
