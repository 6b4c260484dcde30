# expects: nothing was put back into this model
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch, best = float("inf"), 0, model
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model)
        elif epoch - best_epoch >= patience:
            break
    model = best
    return best_epoch
