# expects: nothing was put back into this model
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    best = copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model.state_dict())
        elif epoch - best_epoch >= patience:
            return best_epoch
    model.load_state_dict(best)
    return best_epoch
