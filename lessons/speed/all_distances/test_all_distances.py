"""What all distances between two sets of points are, and that no loop of Python finds them."""

import torch

from tutor import check
from tutor.check import Mistake


def points(count, width):
    return torch.randn(count, width, dtype=torch.float64)


def draw():
    """Different numbers of points: (N, D), (M, D), none of N, M, D equal."""
    n, m, d = (3 + torch.randperm(6)[:3]).tolist()
    return points(n, d), points(m, d)


def by_definition(a, b):
    difference = a.double()[:, None] - b.double()  # (N, M, D)
    return difference.square().sum(-1).sqrt().to(a.dtype)


def distances(answer, a, b):
    try:
        return answer.all_distances(a, b)
    except RuntimeError as error:
        if "must match the size" not in str(error):
            raise
        raise Mistake(
            f"PyTorch refused: a has {len(a)} rows and b has {len(b)}, and they do not broadcast.",
            "Subtracted as they are, they would pair each row with the row of the same number. Each row of a should "
            "meet every row of b.",
            "Look at the shapes just before they meet.",
        ) from None


def test_values(answer):
    """gives the distance of every row to every other"""
    for _ in range(2):
        judge(answer, *draw())


def judge(answer, a, b):
    found = distances(answer, a.clone(), b.clone())
    wanted = by_definition(a, b)
    if isinstance(found, torch.Tensor):
        if tuple(found.shape) == (len(a), len(b), a.shape[1]):
            raise Mistake(
                f"The result has the shape {tuple(found.shape)}: the dimension D is still there.",
                "A distance is one number for each pair. The squares of its D differences are summed.",
            )
        if found.shape == wanted.shape:
            named(found, a, b, wanted)
        if found.isnan().any() and not wanted.isnan().any():
            raise Mistake(
                "Some of the distances are nan.",
                "That is the root of a number below 0. |a|² + |b|² − 2 a·b is never below 0 on paper; rounded, it can "
                "be, where two points are equal or nearly so.",
                "Look at what goes into the root.",
            )
        if 1 in wanted.shape and found.shape == wanted.squeeze().shape != wanted.shape:
            raise Mistake(
                f"For {rows(len(a))} in a and {rows(len(b))} in b the result has the shape {tuple(found.shape)}, and "
                f"it should be {tuple(wanted.shape)}.",
                "squeeze() takes away every dimension of length 1, also that of a single point.",
            )
    check.same(found, wanted, "The result", rtol=1e-5, atol=1e-5)


def rows(count):
    return "1 row" if count == 1 else f"{count} rows"


def named(found, a, b, wanted):
    """Raise if the numbers are those of a well-known mistake."""
    if torch.allclose(found.to(a.dtype), wanted, rtol=1e-5, atol=1e-5):
        return
    difference = a[:, None] - b[None, :]
    squares = (difference**2).sum(-1)
    if torch.allclose(found.to(a.dtype), squares):
        raise Mistake("Those are the squares of the distances.", "The root of the summed squares is still to be taken.")
    if torch.allclose(found.to(a.dtype), difference.abs().sum(-1)):
        raise Mistake(
            "Those are sums of absolute differences.",
            "The root of a square is the absolute value, so the root belongs after the sum.",
        )
    if torch.allclose(found.to(a.dtype), (difference**2).mean(-1).sqrt()):
        raise Mistake("The mean of the squares was taken.", "A distance is the root of their sum.")
    if torch.allclose(found.to(a.dtype), difference.abs().amax(-1)):
        raise Mistake("Those are the largest of the D differences.", "A distance is the root of the summed squares.")
    more = found.to(a.dtype) ** 2 - squares
    if more.min() > 1e-9 and torch.allclose(more, more.median(), rtol=1e-3):
        raise Mistake(
            f"About {check.number(float(more.median()))} is added to the squares before the root is taken.",
            "Then equal points have a distance, and all others are a little too long.",
        )


def test_single(answer):
    """works for single points, and for points of a single number"""
    for n, m, d in [(1, 4, 3), (4, 1, 3), (1, 1, 3), (4, 5, 1), (1, 1, 1), (3, 3, 3), (30, 40, 2)]:
        a, b = points(n, d), points(m, d)
        if n == 30:
            b[0] = a[0] + 1e-3  # what is added to every square shows where two points are close
        judge(answer, a, b)


def test_equal_points(answer):
    """gives 0 where two points are equal"""
    a = 3 * points(40, 4)
    judge(answer, a, torch.cat([a[:36], points(4, 4)]))
    judge(answer, a, a.clone())


def test_float32(answer):
    """works in float32 too"""
    a, b = (one.float() for one in draw())
    check.same(distances(answer, a.clone(), b.clone()), by_definition(a, b), "The result", rtol=1e-4, atol=1e-4)


def test_no_loop_over_a(answer):
    """needs no loop over the rows of a"""
    check.no_python_loop_over(lambda n: distances(answer, points(n, 3), points(5, 3)), "the rows of a")


def test_no_loop_over_b(answer):
    """needs no loop over the rows of b"""
    check.no_python_loop_over(lambda n: distances(answer, points(5, 3), points(n, 3)), "the rows of b")


def test_no_loop_over_columns(answer):
    """needs no loop over the D numbers of a point"""
    check.no_python_loop_over(lambda d: distances(answer, points(5, d), points(4, d)), "the columns")
