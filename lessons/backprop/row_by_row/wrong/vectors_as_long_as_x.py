# expects: another shape than y
import torch


def jacobian(f, x):
    x = x.detach().requires_grad_()
    y = f(x)
    return torch.stack(
        [
            torch.autograd.grad(y, x, v, retain_graph=True)[0]
            for v in torch.eye(len(x))
        ]
    )
