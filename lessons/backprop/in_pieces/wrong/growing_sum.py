# expects: earlier pieces again
# expects: a sum that grows
import torch
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = torch.zeros(())
    model.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        total = total + F.mse_loss(model(xs), ys) * len(xs) / len(
            x
        )
        total.backward(retain_graph=True)
    return total.item()
