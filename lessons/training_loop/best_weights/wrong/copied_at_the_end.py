# expects: weights of the last epoch
import copy


def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch = float("inf"), 0
    best = model.state_dict()
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = model.state_dict()
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(copy.deepcopy(best))
    return best_epoch
