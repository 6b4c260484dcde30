# expects: off after it
import torch


def evaluate(model, batches):
    torch.set_grad_enabled(False)
    total, count, outputs = 0.0, 0, []
    for x, y in batches:
        out = model(x)
        total += ((out - y) ** 2).sum().item()
        count += len(x)
        outputs.append(out)
    return total / count, torch.cat(outputs)
