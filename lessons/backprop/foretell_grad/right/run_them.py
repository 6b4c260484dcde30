import torch


def a(w):
    (w**2).backward()
    (w**2).backward()


def b(w):
    (w * w.detach()).backward()


def c(w):
    with torch.no_grad():
        L = w**2
    L.backward()


def d(w):
    (w**3).backward()
    w.grad = None
    (5 * w).backward()


def e(w):
    h = torch.exp(w)
    h += 1
    h.backward()


def f(w):
    h = torch.sin(w)
    h += 1
    h.backward()


def foretell(w):
    found = []
    for program in [a, b, c, d, e, f]:
        leaf = torch.tensor(w, requires_grad=True)
        try:
            program(leaf)
            found.append(leaf.grad.item())
        except RuntimeError:
            found.append("Error")
    return dict(zip("ABCDEF", found))
