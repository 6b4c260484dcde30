# expects: Look at names outside
# fails: needs nothing but the file
import copy

import torch

RUN = {}


def save(path, model, optimizer, generator, epoch):
    RUN["optimizer"] = copy.deepcopy(optimizer.state_dict())
    RUN["generator"] = generator.get_state()
    torch.save(
        {"model": model.state_dict(), "epoch": epoch}, path
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["model"])
    optimizer.load_state_dict(copy.deepcopy(RUN["optimizer"]))
    generator.set_state(RUN["generator"])
    return c["epoch"]
