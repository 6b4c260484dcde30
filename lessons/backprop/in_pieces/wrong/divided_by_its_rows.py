# expects: divided by its rows once more
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = 0.0
    model.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys) / len(xs)
        loss.backward()
        total += loss.item()
    return total
