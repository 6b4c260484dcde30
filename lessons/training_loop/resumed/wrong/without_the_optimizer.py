# expects: without its state
# fails: goes on with Adam as if there had been no break
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": model.state_dict(),
            "generator": generator.get_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["model"])
    generator.set_state(c["generator"])
    return c["epoch"]
