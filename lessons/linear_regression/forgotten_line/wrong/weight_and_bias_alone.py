# expects: weight
# verdict: error
import torch
import torch.nn.functional as F


def train(model, x, y, steps, learning_rate):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y)
        losses.append(loss.item())
        model.weight.grad = model.bias.grad = None
        loss.backward()
        with torch.no_grad():
            model.weight -= learning_rate * model.weight.grad
            model.bias -= learning_rate * model.bias.grad
    return losses
