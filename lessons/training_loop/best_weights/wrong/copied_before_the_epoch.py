# expects: the weights of epoch 1
# fails: leaves the model with the weights of its best epoch
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    for epoch in range(epochs):
        before = copy.deepcopy(model.state_dict())
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = before
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best)
    return best_epoch
