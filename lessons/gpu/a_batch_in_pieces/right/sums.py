import torch.nn.functional as F


def gradient_of(model, x, y, most):
    for p in model.parameters():
        p.grad = None
    total = 0.0
    for start in range(0, len(x), most):
        rows = slice(start, start + most)
        loss = F.cross_entropy(
            model(x[rows]), y[rows], reduction="sum"
        )
        (loss / len(x)).backward()
        total += loss.item()
    return total / len(x)
