import io

import torch


def save(model, optimizer):
    f = io.BytesIO()
    torch.save(
        {"m": model.state_dict(), "o": optimizer.state_dict()}, f
    )
    return {"b": f.getvalue()}


def restore(c, model, optimizer):
    d = torch.load(io.BytesIO(c["b"]), weights_only=True)
    model.load_state_dict(d["m"])
    optimizer.load_state_dict(d["o"])
