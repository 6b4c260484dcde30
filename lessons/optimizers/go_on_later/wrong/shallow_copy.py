# expects: no copy
def save(model, optimizer):
    return {
        "model": dict(model.state_dict()),
        "optimizer": dict(optimizer.state_dict()),
    }


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
