# expects: requires_grad
# fails: leaves what it is given as it was
import torch


def highest_rate(loss_of, p):
    p.requires_grad_()
    (slope,) = torch.autograd.grad(
        loss_of(p), p, create_graph=True
    )
    rows = [
        torch.autograd.grad(one, p, retain_graph=True)[0]
        for one in slope
    ]
    return 2 / torch.linalg.eigvalsh(torch.stack(rows))[-1]
