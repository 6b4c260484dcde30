class WarmUp:
    def __init__(self, optimizer, warm, total):
        self.optimizer = optimizer
        self.full = [
            group["lr"] for group in optimizer.param_groups
        ]
        self.warm, self.total = warm, total
        self.done = -1
        self.step()

    def step(self):
        self.done += 1
        if self.done < self.warm:
            factor = (self.done + 1) / self.warm
        else:
            factor = (self.total - self.done) / (
                self.total - self.warm
            )
        for group, full in zip(
            self.optimizer.param_groups, self.full
        ):
            group["lr"] = full * factor


def with_warm_up(optimizer, warm, total):
    return WarmUp(optimizer, warm, total)
