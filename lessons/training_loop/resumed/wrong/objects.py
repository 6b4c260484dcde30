# expects: object of another class
# fails: is read with weights_only=True
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": model,
            "optimizer": optimizer,
            "generator": generator.get_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=False)
    model.load_state_dict(c["model"].state_dict())
    optimizer.load_state_dict(c["optimizer"].state_dict())
    generator.set_state(c["generator"])
    return c["epoch"]
