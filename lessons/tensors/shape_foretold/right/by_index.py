def foretell(a, b):
    if len(a) < len(b):
        a, b = b, a
    shape = list(a)
    for i in range(1, len(b) + 1):
        if shape[-i] == 1:
            shape[-i] = b[-i]
        elif b[-i] not in (1, shape[-i]):
            return None
    return shape
