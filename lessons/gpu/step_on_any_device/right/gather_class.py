import torch


class Trainer:
    def __init__(self, model, device, rate):
        self.device = torch.device(device)
        self.model = model.to(self.device)
        self.optimizer = torch.optim.SGD(
            self.model.named_parameters(), lr=rate
        )

    def put(self, *tensors):
        return tuple(t.to(self.device) for t in tensors)

    def step(self, x, y):
        x, y = self.put(x, y)
        self.optimizer.zero_grad()
        loss = (
            -self.model(x)
            .log_softmax(1)
            .gather(1, y[:, None])
            .mean()
        )
        loss.backward()
        self.optimizer.step()
        return loss.detach()


def one_step(model, x, y, device, rate):
    return Trainer(model, device, rate).step(x, y)
