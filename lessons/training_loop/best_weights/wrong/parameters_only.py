# expects: buffers
# fails: brings back buffers, too
import torch


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch, best = float("inf"), 0, []
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = [
                p.detach().clone() for p in model.parameters()
            ]
        elif epoch - best_epoch >= patience:
            break
    with torch.no_grad():
        for p, b in zip(model.parameters(), best):
            p.copy_(b)
    return best_epoch
