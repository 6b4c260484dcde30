def foretell(n, layers):
    if not layers:
        return []
    (kind, options), *rest = layers
    k = options["kernel_size"]
    s = options.get("stride") or (k if kind == "pool" else 1)
    free = n + 2 * options.get("padding", 0)
    free -= (k - 1) * options.get("dilation", 1)
    m = -(-free // s)  # rounded up
    return [m, *foretell(m, rest)]
