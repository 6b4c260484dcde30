# expects: Only the last piece
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = 0.0
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        model.zero_grad()
        loss = F.mse_loss(model(xs), ys)
        loss.backward()
        total += loss.item()
    return total
