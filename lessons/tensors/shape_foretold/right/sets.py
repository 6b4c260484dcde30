def foretell(a, b):
    dims = max(len(a), len(b))
    padded = [[1] * (dims - len(s)) + list(s) for s in (a, b)]
    places = [set(pair) - {1} for pair in zip(*padded)]
    if any(len(place) > 1 for place in places):
        return None
    return tuple(place.pop() if place else 1 for place in places)
