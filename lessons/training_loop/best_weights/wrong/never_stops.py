# expects: When training stops was right before
# fails: stops as early as it did
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = copy.deepcopy(model.state_dict())
    model.load_state_dict(best)
    return best_epoch
