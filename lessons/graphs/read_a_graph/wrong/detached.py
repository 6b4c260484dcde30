# expects: two edges leave x
# expects: .detach()
def from_graph(x, y):
    return (x - y).exp() / (1 + x.detach() * y)
