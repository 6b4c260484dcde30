# expects: optimizer
# expects: without its state
import copy


def save(model, optimizer):
    return {"model": copy.deepcopy(model.state_dict())}


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
