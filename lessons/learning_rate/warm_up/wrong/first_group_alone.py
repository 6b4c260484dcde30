# expects: three parameter groups
# fails: does so for each parameter group at its own rate
class WarmUp:
    def __init__(self, optimizer, warm, total):
        self.group = optimizer.param_groups[0]
        self.full = self.group["lr"]
        self.warm, self.total, self.done = warm, total, -1
        self.step()

    def step(self):
        self.done += 1
        if self.done < self.warm:
            factor = (self.done + 1) / self.warm
        else:
            left = self.total - self.done
            factor = left / (self.total - self.warm)
        self.group["lr"] = self.full * factor


def with_warm_up(optimizer, warm, total):
    return WarmUp(optimizer, warm, total)
