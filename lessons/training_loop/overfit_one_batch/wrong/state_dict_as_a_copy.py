# expects: After the check
# fails: leaves the model as it was
import torch
import torch.nn.functional as F


def memorizes(model, x, labels, steps=100, limit=0.05):
    before = model.state_dict()
    adam = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(steps):
        loss = F.cross_entropy(model(x), labels)
        adam.zero_grad()
        loss.backward()
        adam.step()
    good = F.cross_entropy(model(x), labels).item() < limit
    model.load_state_dict(before)
    return good
