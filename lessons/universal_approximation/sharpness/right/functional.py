import torch
from torch.func import functional_call, grad, vjp


def sharpness(model, x, y, products):
    start = {n: p.detach() for n, p in model.named_parameters()}

    def loss(ps):
        return (
            (functional_call(model, ps, (x,)) - y) ** 2
        ).mean()

    _, times = vjp(grad(loss), start)
    v = {n: torch.randn_like(p) for n, p in start.items()}
    for _ in range(products):
        length = sum(e.square().sum() for e in v.values()).sqrt()
        v = {n: e / length for n, e in v.items()}
        (Hv,) = times(v)
        value = sum((v[n] * Hv[n]).sum() for n in v)
        v = Hv
    return value.item()
