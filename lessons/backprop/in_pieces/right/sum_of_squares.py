import torch
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    for parameter in model.parameters():
        parameter.grad = None
    total = torch.tensor(0.0)
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = (
            F.mse_loss(model(xs), ys, reduction="sum") / y.numel()
        )
        loss.backward()
        total = total + loss.detach()
    return total.item()
