import torch


class Fit:
    def __init__(self, x, y, w, b):
        self.w, self.b = w, b
        h = self.hidden(x)
        hm, ym = h.mean(0), y.mean(0)
        self.c = torch.linalg.lstsq(h - hm, y - ym).solution
        self.c0 = ym - hm @ self.c

    def hidden(self, x):
        return (x.mm(self.w) + self.b).tanh()

    def __call__(self, x):
        return self.hidden(x) @ self.c + self.c0


def fit(x, y, w, b):
    return Fit(x, y, w, b)
