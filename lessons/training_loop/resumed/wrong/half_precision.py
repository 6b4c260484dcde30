# expects: to the last bit
# fails: brings back parameters and buffers
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": {
                k: v.half() for k, v in model.state_dict().items()
            },
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
    return c["epoch"]
