def first_worth_it(sizes, rounds, cpu, gpu, line):
    lo, hi = 0, len(sizes)

    def ok(n):
        return (
            12 * n**2 / line + rounds * 2 * n**3 / gpu
            < rounds * 2 * n**3 / cpu
        )

    while lo < hi:
        mid = (lo + hi) // 2
        if ok(sizes[mid]):
            hi = mid
        else:
            lo = mid + 1
    return sizes[lo] if lo < len(sizes) else None
