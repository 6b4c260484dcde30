# expects: view() refuses
# expects: together with their strides
def rows(pictures):
    n = len(pictures)
    first = pictures.permute(0, 3, 1, 2).clone()
    return first.view(n, -1)
