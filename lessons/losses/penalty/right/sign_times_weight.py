import torch.nn.functional as F


def penalized(model, x, y, l2, l1):
    v = model.weight.flatten()
    loss = F.mse_loss(model(x), y)
    loss += l2 * (v @ v)
    loss += l1 * (v @ v.sign())
    return loss
