# expects: means of the batches
import torch


def evaluate(model, batches):
    losses, outputs = [], []
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            losses.append(((out - y) ** 2).mean().item())
            outputs.append(out)
    return sum(losses) / len(losses), torch.cat(outputs)
