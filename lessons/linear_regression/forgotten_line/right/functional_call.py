import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    params = {k: v.detach() for k, v in model.named_parameters()}

    def f(p):
        return F.mse_loss(
            torch.func.functional_call(model, p, (x,)), y
        )

    losses = []
    for _ in range(steps):
        g, loss = torch.func.grad_and_value(f)(params)
        losses.append(loss.item())
        params = {
            k: params[k] - learning_rate * g[k] for k in params
        }
    model.load_state_dict(params)
    return losses
