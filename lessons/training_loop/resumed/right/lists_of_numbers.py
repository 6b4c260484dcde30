import copy

import torch


def _parts(model, optimizer):
    return {"model": model, "optimizer": optimizer}


def save(path, model, optimizer, generator, epoch):
    state = {
        k: copy.deepcopy(v.state_dict())
        for k, v in _parts(model, optimizer).items()
    }
    state["rng_state"] = generator.get_state().tolist()
    state["epoch"] = epoch
    torch.save(state, str(path))


def resume(path, model, optimizer, generator):
    state = torch.load(str(path), weights_only=True)
    for k, v in _parts(model, optimizer).items():
        v.load_state_dict(state[k])
    generator.set_state(
        torch.tensor(state["rng_state"], dtype=torch.uint8)
    )
    return state["epoch"]
