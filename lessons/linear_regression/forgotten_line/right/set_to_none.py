import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for _ in range(steps):
        for parameter in model.parameters():
            parameter.grad = None
        loss = F.mse_loss(model(x), y)
        losses.append(loss)
        loss.backward()
        for parameter in model.parameters():
            parameter.data.sub_(learning_rate * parameter.grad)
    return [loss.item() for loss in losses]
