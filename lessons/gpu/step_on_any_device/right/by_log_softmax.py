import torch


def one_step(model, x, y, device, rate):
    for part in (model,):
        part.to(device=device)
    x = torch.as_tensor(x, device=device)
    y = torch.as_tensor(y, device=device)
    opt = torch.optim.SGD(
        [{"params": list(model.parameters())}], lr=rate
    )
    model.zero_grad()
    log_p = model(x).log_softmax(dim=1)
    loss = -log_p.gather(1, y[:, None]).mean()
    loss.backward()
    opt.step()
    return loss.detach().clone()
