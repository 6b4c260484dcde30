# expects: in training mode before
# fails: leaves the model in the mode that it was in
import torch
import torch.nn.functional as F
from torch import Tensor, nn


def evaluate(model, batches):
    model.eval()
    total, count, outputs = 0.0, 0, []
    with torch.no_grad():
        for x, y in batches:
            out = model(x)
            total += ((out - y) ** 2).sum().item()
            count += len(x)
            outputs.append(out)
    return total / count, torch.cat(outputs)
