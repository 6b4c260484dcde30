# expects: without its state
import copy


def save(model, optimizer):
    groups = optimizer.state_dict()["param_groups"]
    return {
        "model": copy.deepcopy(model.state_dict()),
        "groups": copy.deepcopy(groups),
    }


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
    for group, saved in zip(
        optimizer.param_groups, checkpoint["groups"]
    ):
        group["lr"] = saved["lr"]
