# expects: in another order
# fails: goes on in the same order
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["model"])
    optimizer.load_state_dict(c["optimizer"])
    return c["epoch"]
