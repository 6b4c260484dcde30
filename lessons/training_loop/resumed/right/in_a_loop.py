import torch


def save(path, *parts):
    *stateful, generator, epoch = parts
    states = [part.state_dict() for part in stateful]
    numbers = generator.get_state().tolist()
    torch.save((states, numbers, str(epoch)), str(path))


def resume(path, *parts):
    *stateful, generator = parts
    states, numbers, epoch = torch.load(
        str(path), map_location="cpu", weights_only=True
    )
    for part, state in zip(stateful, states):
        part.load_state_dict(state)
    generator.set_state(torch.tensor(numbers, dtype=torch.uint8))
    return int(epoch)
