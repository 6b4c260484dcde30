# expects: Divide by 1 instead
def normalize(train, test):
    m, s = train.mean(0), train.std(0).clamp(min=1e-6)
    return (train - m) / s, (test - m) / s
