import torch
import torch.nn.functional as F


def evaluate(model, batches):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    try:
        total, outputs = torch.tensor(0.0), []
        for x, y in batches:
            outputs.append(model(x))
            total += F.mse_loss(outputs[-1], y, reduction="sum")
        every = torch.cat(outputs)
        return total.item() / every.shape[0], every
    finally:
        torch.set_grad_enabled(before)
