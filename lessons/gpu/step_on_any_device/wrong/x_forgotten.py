# expects: x
# fails: moves the model and the batch to the device that it is told
import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model.to(device)
    y = y.to(device)
    sgd = torch.optim.SGD(model.parameters(), lr=rate)
    loss = F.cross_entropy(model(x), y)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    return loss.detach()
