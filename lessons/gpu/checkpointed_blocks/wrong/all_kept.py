# expects: kept
# fails: keeps of each block only its input


def through(blocks, x):
    for block in blocks:
        x = block(x)
    return x
