import torch


def evaluate(model, batches):
    total, count, outputs = 0.0, 0, []
    for x, y in batches:
        with torch.set_grad_enabled(False):
            out = model(x)
        total += ((out - y) ** 2).sum().item()
        count += len(x)
        outputs.append(out)
    return total / count, torch.cat(outputs)
