# expects: was never reached
import torch


def evaluate(model, batches):
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(False)
    total, count, outputs = 0.0, 0, []
    for x, y in batches:
        out = model(x)
        total += ((out - y) ** 2).sum().item()
        count += len(x)
        outputs.append(out)
    torch.set_grad_enabled(before)
    return total / count, torch.cat(outputs)
