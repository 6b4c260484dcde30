import torch
import torch.nn.functional as F


def one_step(model, x, y, device, rate):
    model.to(device)
    opt = torch.optim.SGD(
        [{"params": model.parameters(), "lr": rate}]
    )
    opt.zero_grad(set_to_none=False)
    logits = model(x.to(device))
    target = F.one_hot(y.to(device), logits.shape[1]).to(
        logits.dtype
    )
    loss = F.cross_entropy(logits, target)
    loss.backward()
    opt.step()
    return loss.data
