# expects: last piece
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    model.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys)
        (loss * len(xs) / len(x)).backward()
        total = loss.item()
    return total
