# expects: (1,
# fails: works for a single picture, row, column or channel
def rows(pictures):
    return (
        pictures.permute(0, 3, 1, 2)
        .reshape(len(pictures), -1)
        .squeeze()
    )
