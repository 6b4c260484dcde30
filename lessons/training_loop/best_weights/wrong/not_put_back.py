# expects: nothing was put back into this model
# fails: leaves the model with the weights of its best epoch
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model.state_dict())
        elif epoch - best_epoch >= patience:
            break
    return best_epoch
