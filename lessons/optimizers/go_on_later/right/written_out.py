import io

import torch


def save(model, optimizer):
    file = io.BytesIO()
    torch.save([model.state_dict(), optimizer.state_dict()], file)
    return {"bytes": file.getvalue()}


def restore(checkpoint, model, optimizer):
    one, two = torch.load(
        io.BytesIO(checkpoint["bytes"]), weights_only=True
    )
    model.load_state_dict(one)
    optimizer.load_state_dict(two)
