import numpy as np
import torch


def accuracy(model, loader):
    modes = {m: m.training for m in model.modules()}
    model.eval()
    hits = []
    for x, labels in loader:
        with torch.no_grad():
            scores = model(x).numpy()
        hits.extend(np.argmax(scores, axis=-1) == labels.numpy())
    for module, mode in modes.items():
        module.training = mode
    return float(np.mean(hits))
