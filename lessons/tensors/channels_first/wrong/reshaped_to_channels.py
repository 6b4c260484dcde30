# expects: the channels are last
def rows(pictures):
    n, h, w, c = pictures.shape
    return pictures.reshape(n, c, h, w).view(n, -1)
