import torch


def step(
    p, gradient, m, v, t, rate, beta1=0.9, beta2=0.999, eps=1e-8
):
    q = p.detach().clone().requires_grad_()
    adam = torch.optim.Adam([q], rate, (beta1, beta2), eps)
    adam.state[q] = {
        "step": torch.tensor(float(t - 1)),
        "exp_avg": m.clone(),
        "exp_avg_sq": v.clone(),
    }
    q.grad = gradient.clone()
    adam.step()
    state = adam.state[q]
    return q.detach(), state["exp_avg"], state["exp_avg_sq"]
