# expects: buffers
# fails: brings back parameters and buffers
import copy

import torch


def save(model, optimizer):
    return {
        "parameters": [
            p.detach().clone() for p in model.parameters()
        ],
        "optimizer": copy.deepcopy(optimizer.state_dict()),
    }


def restore(checkpoint, model, optimizer):
    with torch.no_grad():
        for p, saved in zip(
            model.parameters(), checkpoint["parameters"]
        ):
            p.copy_(saved)
    optimizer.load_state_dict(
        copy.deepcopy(checkpoint["optimizer"])
    )
