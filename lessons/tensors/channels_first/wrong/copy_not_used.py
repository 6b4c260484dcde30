# expects: view() refuses
# expects: return a new tensor
def rows(pictures):
    n = len(pictures)
    first = pictures.permute(0, 3, 1, 2)
    first.contiguous()
    return first.view(n, -1)
