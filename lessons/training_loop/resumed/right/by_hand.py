import torch


def save(path, model, optimizer, generator, epoch):
    flat = {
        f"model.{k}": v for k, v in model.state_dict().items()
    }
    flat["generator"] = generator.get_state()
    flat["optimizer"] = optimizer.state_dict()
    flat["epoch"] = epoch
    torch.save(flat, path)


def resume(path, model, optimizer, generator):
    flat = torch.load(path, weights_only=True)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(flat[f"model.{name}"])
    optimizer.load_state_dict(flat["optimizer"])
    generator.set_state(flat["generator"])
    return flat["epoch"]
