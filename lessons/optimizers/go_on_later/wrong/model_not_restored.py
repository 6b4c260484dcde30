# expects: parameters
import copy


def save(model, optimizer):
    return {"optimizer": copy.deepcopy(optimizer.state_dict())}


def restore(checkpoint, model, optimizer):
    optimizer.load_state_dict(checkpoint["optimizer"])
