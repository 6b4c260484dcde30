# expects: it should be a tensor
# expects: return statement
def rows(pictures):
    n = len(pictures)
    pictures.permute(0, 3, 1, 2).reshape(n, -1)
