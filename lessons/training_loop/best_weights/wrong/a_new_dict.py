# expects: each later step changes them
# fails: leaves the model with the weights of its best epoch
def train(model, one_epoch, validation_loss, epochs, patience):
    lowest, best_epoch, best = float("inf"), 0, {}
    for epoch in range(epochs):
        one_epoch(model)
        loss = validation_loss(model)
        if loss < lowest:
            lowest, best_epoch = loss, epoch
            best = model.state_dict().copy()
        elif epoch - best_epoch >= patience:
            break
    model.load_state_dict(best)
    return best_epoch
