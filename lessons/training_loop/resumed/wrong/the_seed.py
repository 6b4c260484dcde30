# expects: begins anew with its seed
# fails: goes on in the same order
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "seed": generator.initial_seed(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["model"])
    optimizer.load_state_dict(c["optimizer"])
    generator.manual_seed(c["seed"])
    return c["epoch"]
