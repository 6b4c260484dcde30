# expects: view() refuses
# expects: never copies
def rows(pictures):
    return pictures.permute(0, 3, 1, 2).view(len(pictures), -1)
