# expects: A nudge
import torch


def layer_backward(x, W, b, G):
    def L(x, W, b):
        return (torch.tanh(x @ W.T + b) * G).sum()

    out = []
    ts = [x.clone(), W.clone(), b.clone()]
    for t in ts:
        g = torch.zeros_like(t)
        for i in range(t.numel()):
            f = t.view(-1)
            o = f[i].item()
            f[i] = o + 1e-3
            a = L(*ts).item()
            f[i] = o - 1e-3
            c = L(*ts).item()
            f[i] = o
            g.view(-1)[i] = (a - c) / 2e-3
        out.append(g)
    return tuple(out)
