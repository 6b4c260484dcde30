from torch import nn

criterion = nn.CrossEntropyLoss()


def one_epoch(model, optimizer, loader):
    model.train(True)
    seen = []
    for x, labels in loader:

        def closure(x=x, labels=labels):
            optimizer.zero_grad(set_to_none=False)
            loss = criterion(model(x), labels)
            loss.backward()
            return loss

        loss = optimizer.step(closure)
        seen.append((float(loss), labels.numel()))
    weighted = sum(loss * n for loss, n in seen)
    return weighted / sum(n for _, n in seen)
