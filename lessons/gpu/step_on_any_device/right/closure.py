import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model = model.to(device=device)
    x = x.to(device=device, non_blocking=True)
    y = y.to(device=device, non_blocking=True)
    opt = torch.optim.SGD(params=model.parameters(), lr=rate)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        return loss

    return opt.step(closure)
