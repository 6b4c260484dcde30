import torch


def highest_rate(loss_of, p):
    q = p.detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(
        loss_of(q), q, create_graph=True
    )
    v = torch.ones_like(p)
    for _ in range(300):
        (hv,) = torch.autograd.grad(
            slope, q, v, retain_graph=True
        )
        size = hv.norm()
        v = hv / size
    return 2 / size
