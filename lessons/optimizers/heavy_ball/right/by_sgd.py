import torch


def step(p, gradient, velocity, rate, beta):
    q = p.detach().clone().requires_grad_()
    sgd = torch.optim.SGD([q], lr=rate, momentum=beta)
    sgd.state[q]["momentum_buffer"] = velocity.clone()
    q.grad = gradient.clone()
    sgd.step()
    return q.detach(), sgd.state[q]["momentum_buffer"]
