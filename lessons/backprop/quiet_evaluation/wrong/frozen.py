# expects: recorded a graph
import torch


def evaluate(model, batches):
    model.requires_grad_(False)
    total, count, outputs = 0.0, 0, []
    for x, y in batches:
        out = model(x)
        total += ((out - y) ** 2).sum().item()
        count += len(x)
        outputs.append(out)
    model.requires_grad_(True)
    return total / count, torch.cat(outputs)
