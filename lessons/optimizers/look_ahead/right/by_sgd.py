import torch


def descend(gradient_of, start, rate, beta, steps):
    p = torch.nn.Parameter(start.clone())
    sgd = torch.optim.SGD([p], rate, momentum=beta, nesterov=True)
    path = [p.detach().clone()]
    for _ in range(steps):
        p.grad = gradient_of(p.detach())
        sgd.step()
        path.append(p.detach().clone())
    return torch.stack(path)
