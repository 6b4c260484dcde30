# expects: Two checkpoints were made
# fails: keeps several checkpoints apart
import copy

CHECKPOINT = {}


def save(model, optimizer):
    CHECKPOINT["model"] = copy.deepcopy(model.state_dict())
    CHECKPOINT["optimizer"] = copy.deepcopy(
        optimizer.state_dict()
    )
    return CHECKPOINT


def restore(checkpoint, model, optimizer):
    model.load_state_dict(CHECKPOINT["model"])
    optimizer.load_state_dict(
        copy.deepcopy(CHECKPOINT["optimizer"])
    )
