import torch


def save(path, model, optimizer, generator, epoch):
    part = path.with_suffix(".part")
    torch.save(
        [
            epoch,
            generator.get_state(),
            optimizer.state_dict(),
            model.state_dict(),
        ],
        part,
    )
    part.replace(path)


def resume(path, model, optimizer, generator):
    epoch, where, o, m = torch.load(path)
    generator.set_state(where)
    optimizer.load_state_dict(o)
    model.load_state_dict(m)
    return epoch
