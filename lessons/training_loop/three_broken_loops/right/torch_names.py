import torch
import torch.nn.functional as F


def fit_numbers(model, optimizer, x, y, steps):
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        prediction = model(x)
        loss = F.mse_loss(prediction, y.view_as(prediction))
        loss.backward()
        losses.append(loss.detach())
        optimizer.step()
    return torch.stack(losses)


@torch.no_grad()
def validation_loss(model, x, labels):
    was = model.training
    model.eval()
    loss = F.cross_entropy(model(x), labels).item()
    model.train(was)
    return loss


def fit_classes(model, optimizer, batches, x_val, y_val, epochs):
    losses = []
    model.train()
    for _ in range(epochs):
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        losses.append(validation_loss(model, x_val, y_val))
    return losses


def fit_and_watch(model, optimizer, train, val, epochs):
    curves = {"train": [], "val": []}
    for _ in range(epochs):
        for part, (x, labels) in [("train", train), ("val", val)]:
            with torch.set_grad_enabled(part == "train"):
                loss = F.cross_entropy(model(x), labels)
            curves[part].append(loss.item())
            if loss.requires_grad:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
    return curves["train"], curves["val"]
