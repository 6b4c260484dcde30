# expects: The gradient of the validation loss goes into
# fails: steps with the training data only
import torch
import torch.nn.functional as F


def fit_numbers(model, optimizer, x, y, steps):
    losses = []
    for _ in range(steps):
        loss = F.mse_loss(model(x), y.unsqueeze(1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def fit_classes(model, optimizer, batches, x_val, y_val, epochs):
    losses = []
    for _ in range(epochs):
        model.train()
        for x, labels in batches:
            loss = F.cross_entropy(model(x), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            loss = F.cross_entropy(model(x_val), y_val)
        losses.append(loss.item())
    return losses


def fit_and_watch(model, optimizer, train, val, epochs):
    curves = {"train": [], "val": []}
    for _ in range(epochs):
        optimizer.zero_grad()
        for part, (x, labels) in [("train", train), ("val", val)]:
            loss = F.cross_entropy(model(x), labels)
            loss.backward()
            curves[part].append(loss.item())
        optimizer.step()
    return curves["train"], curves["val"]
