import torch
from torch import nn


def gain(f):
    z = torch.randn(1000, 300)
    return 1 / float(f(z).pow(2).mean()) ** 0.5


def initialize(model, f):
    g = gain(f)
    for module in model.modules():
        if type(module) is nn.Linear:
            with torch.no_grad():
                n = module.weight.shape[1]
                module.weight.copy_(
                    torch.randn_like(module.weight) * g / n**0.5
                )
                if module.bias is not None:
                    module.bias.fill_(0)
