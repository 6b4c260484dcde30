# expects: no longer the model's parameters
import copy


def save(model, optimizer):
    return {
        "m": {
            k: v.clone() for k, v in model.state_dict().items()
        },
        "o": copy.deepcopy(optimizer.state_dict()),
    }


def restore(c, model, optimizer):
    optimizer.load_state_dict(c["o"])
    model.load_state_dict(c["m"], assign=True)
