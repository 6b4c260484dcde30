# expects: returns a tensor
# expects: graph behind it
import torch
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = torch.zeros(())
    model.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys) * len(xs) / len(x)
        loss.backward()
        total += loss
    return total
