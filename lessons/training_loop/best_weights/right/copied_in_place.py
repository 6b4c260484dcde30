import itertools

import torch


def tensors(model):
    return list(
        itertools.chain(model.parameters(), model.buffers())
    )


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch, kept = float("inf"), 0, []
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            kept = [t.detach().clone() for t in tensors(model)]
        elif epoch - best_epoch >= patience:
            break
    with torch.no_grad():
        for now, then in zip(tensors(model), kept):
            now.copy_(then)
    return best_epoch
