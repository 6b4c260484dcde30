# expects: takes no step
# fails: leaves the gradient of the whole batch
import torch
import torch.nn.functional as F


def fill_gradients(model, x, y, pieces):
    total = 0.0
    opt = torch.optim.SGD(model.parameters(), lr=0.01)
    opt.zero_grad()
    for xs, ys in zip(x.chunk(pieces), y.chunk(pieces)):
        loss = F.mse_loss(model(xs), ys) * len(xs) / len(x)
        loss.backward()
        total += loss.item()
        opt.step()
    return total
