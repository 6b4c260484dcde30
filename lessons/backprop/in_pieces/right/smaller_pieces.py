import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    model.zero_grad()
    size = max(1, len(x) // (2 * pieces))
    total = 0.0
    for xs, ys in zip(x.split(size), y.split(size)):
        loss = F.mse_loss(model(xs), ys) * (len(xs) / len(x))
        loss.backward()
        total += loss.item()
    return total
