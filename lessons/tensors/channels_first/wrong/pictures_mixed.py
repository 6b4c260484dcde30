# expects: different pictures are mixed
def rows(pictures):
    mixed = pictures.permute(3, 0, 1, 2)
    return mixed.reshape(len(pictures), -1)
