import torch
from torch.nn.utils import parameters_to_vector as flat


def sharpness(model, x, y, products):
    params = list(model.parameters())
    loss = ((model(x) - y) ** 2).mean()
    g = flat(torch.autograd.grad(loss, params, create_graph=True))
    v = torch.ones_like(g).detach() + 0.1 * torch.randn(len(g))
    value = torch.tensor(0.0)
    for _ in range(products):
        v /= v.norm()
        Hv = flat(
            torch.autograd.grad(g, params, v, retain_graph=True)
        )
        value, v = torch.dot(v, Hv), Hv
    return value.item()
