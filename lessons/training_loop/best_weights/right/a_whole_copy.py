from copy import deepcopy


def train(model, one_epoch, validation_loss, epochs, patience):
    best_model, best_epoch = deepcopy(model), 0
    lowest = float("inf")
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best_model = deepcopy(model)
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best_model.state_dict())
    return best_epoch
