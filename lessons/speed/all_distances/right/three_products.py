# |a - b|² = |a|² + |b|² - 2 a·b
def all_distances(a, b):
    squares = (a * a).sum(1, keepdim=True) + (b * b).sum(1)
    return (squares - 2 * a @ b.T).clamp(min=0).sqrt()
