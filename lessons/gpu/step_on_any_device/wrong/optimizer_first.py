# expects: before the model was moved
# fails: gives the optimizer the parameters that were moved
import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    sgd = torch.optim.SGD(model.parameters(), lr=rate)
    model.to(device)
    x, y = x.to(device), y.to(device)
    loss = F.cross_entropy(model(x), y)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    return loss.detach()
