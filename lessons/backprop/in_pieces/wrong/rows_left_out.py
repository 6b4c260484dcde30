# expects: in exactly one piece
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = 0.0
    model.zero_grad()
    n = len(x) // pieces
    for i in range(pieces):
        xs, ys = x[i * n : (i + 1) * n], y[i * n : (i + 1) * n]
        loss = F.mse_loss(model(xs), ys) * len(xs) / len(x)
        loss.backward()
        total += loss.item()
    return total
