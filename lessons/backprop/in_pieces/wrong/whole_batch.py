# expects: memory holds them all
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    model.zero_grad()
    loss = F.mse_loss(model(x), y)
    loss.backward()
    return loss.item()
