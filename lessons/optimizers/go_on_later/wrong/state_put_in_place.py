# expects: in a form that it does not know
# fails: goes on with Adam as if there had been no break
import copy


def save(model, optimizer):
    return {
        "model": copy.deepcopy(model.state_dict()),
        "optimizer": copy.deepcopy(optimizer.state_dict()),
    }


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
    optimizer.state = checkpoint["optimizer"]["state"]
