import torch
import torch.nn.functional as F


def fit_numbers(model, optimizer, x, y, steps):
    losses = []
    for _ in range(steps):
        loss = (model(x).squeeze(1) - y).square().mean()
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
    for epoch in range(epochs):
        for part, (x, labels) in {
            "train": train,
            "val": val,
        }.items():
            training = part == "train"
            with torch.set_grad_enabled(training):
                loss = F.cross_entropy(model(x), labels)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            curves[part].append(loss.item())
        print(epoch, curves["train"][-1], curves["val"][-1])
    return curves["train"], curves["val"]
