# expects: by name
import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model.cuda()
    x, y = x.cuda(), y.cuda()
    sgd = torch.optim.SGD(model.parameters(), lr=rate)
    loss = F.cross_entropy(model(x), y)
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    return loss.detach()
