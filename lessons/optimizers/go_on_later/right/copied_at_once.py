from copy import deepcopy


def save(model, optimizer):
    return deepcopy(
        {"m": model.state_dict(), "o": optimizer.state_dict()}
    )


def restore(checkpoint, model, optimizer):
    optimizer.load_state_dict(deepcopy(checkpoint["o"]))
    model.load_state_dict(checkpoint["m"])
