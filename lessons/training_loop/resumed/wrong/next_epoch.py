# expects: resume returns 4
# fails: returns how many epochs are done
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "generator": generator.get_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["model"])
    optimizer.load_state_dict(c["optimizer"])
    generator.set_state(c["generator"])
    return c["epoch"] + 1
