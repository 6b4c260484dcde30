# expects: buffers
# fails: brings back parameters and buffers
import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "model": [p.detach() for p in model.parameters()],
            "optimizer": optimizer.state_dict(),
            "generator": generator.get_state(),
            "epoch": epoch,
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    with torch.no_grad():
        for p, saved in zip(model.parameters(), c["model"]):
            p.copy_(saved)
    optimizer.load_state_dict(c["optimizer"])
    generator.set_state(c["generator"])
    return c["epoch"]
