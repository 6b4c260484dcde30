# expects: nan or inf
# fails: only shifts a feature that is constant
def normalize(train, test):
    m, s = train.mean(0), train.std(0)
    return (train - m) / s, (test - m) / s
