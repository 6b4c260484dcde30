import torch


def save(path, model, optimizer, generator, epoch):
    torch.save(
        {
            "m": model.state_dict(),
            "o": optimizer.state_dict(),
            "g": generator.get_state(),
            "e": torch.tensor(epoch),
        },
        path,
    )


def resume(path, model, optimizer, generator):
    c = torch.load(path, weights_only=True)
    model.load_state_dict(c["m"])
    optimizer.load_state_dict(c["o"])
    generator.set_state(c["g"])
    return c["e"].item()
