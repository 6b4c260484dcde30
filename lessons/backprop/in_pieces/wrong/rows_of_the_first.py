# expects: by the rows of the first one
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = 0.0
    model.zero_grad()
    n = len(x.chunk(pieces)[0])
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys) * n / len(x)
        loss.backward()
        total += loss.item()
    return total
