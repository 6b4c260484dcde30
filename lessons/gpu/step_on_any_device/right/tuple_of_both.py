import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model.to(device)
    opt = torch.optim.SGD(
        model.parameters(), lr=rate, foreach=False
    )
    x, y = (t.to(device) for t in (x, y))
    opt.zero_grad()
    with torch.enable_grad():
        loss = F.cross_entropy(model(x), y)
    loss.backward()
    opt.step()
    return loss
