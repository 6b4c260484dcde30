# expects: train returns a model
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    best = copy.deepcopy(model)
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model)
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best.state_dict())
    return best
