import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model.to(device)
    opt = torch.optim.SGD(
        model.parameters(), lr=rate, momentum=0.0, weight_decay=0
    )
    opt.zero_grad()
    with torch.enable_grad():
        loss = (
            F.cross_entropy(
                model(x.to(device)), y.to(device), reduction="sum"
            )
            / x.shape[0]
        )
    loss.backward()
    opt.step()
    opt.zero_grad()
    return loss
