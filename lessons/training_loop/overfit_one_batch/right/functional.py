import torch
import torch.nn.functional as F
from torch.func import functional_call


def memorizes(model, x, labels, steps=100, limit=0.05):
    p = {
        k: v.detach().clone().requires_grad_()
        for k, v in model.named_parameters()
    }
    adam = torch.optim.Adam(p.values(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(
            functional_call(model, p, (x,)), labels
        )
        for v, g in zip(
            p.values(),
            torch.autograd.grad(loss, list(p.values())),
        ):
            v.grad = g
        adam.step()
    last = F.cross_entropy(
        functional_call(model, p, (x,)), labels
    )
    return bool(last < limit)
