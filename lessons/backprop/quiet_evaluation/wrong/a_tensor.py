# expects: should be a Python float
import torch


def evaluate(model, batches):
    total, count, outputs = 0.0, 0, []
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            total = total + ((out - y) ** 2).sum()
            count += len(x)
            outputs.append(out)
    return total / count, torch.cat(outputs)
