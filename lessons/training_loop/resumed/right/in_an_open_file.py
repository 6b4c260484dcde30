import torch


def save(path, model, optimizer, generator, epoch):
    with path.open("wb") as file:
        torch.save(
            {
                "model": model.state_dict(),
                "optim": optimizer.state_dict(),
                "rng": generator.get_state(),
                "default_rng": torch.get_rng_state(),
                "epoch": torch.tensor(epoch),
            },
            file,
        )


def resume(path, model, optimizer, generator):
    with path.open("rb") as file:
        saved = torch.load(file, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optim"])
    generator.set_state(saved["rng"])
    torch.set_rng_state(saved["default_rng"])
    return int(saved["epoch"])
