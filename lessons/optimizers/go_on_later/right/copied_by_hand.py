import torch


def copied(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if isinstance(value, dict):
        return {k: copied(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(copied(v) for v in value)
    return value


def save(model, optimizer):
    return {
        "model": copied(dict(model.state_dict())),
        "optimizer": copied(optimizer.state_dict()),
    }


def restore(checkpoint, model, optimizer):
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(copied(checkpoint["optimizer"]))
