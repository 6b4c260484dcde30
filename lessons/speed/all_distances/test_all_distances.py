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
    a, b = draw()
    found = distances(answer, a.clone(), b.clone())
    wanted = torch.tensor([[torch.dist(p, q).item() for q in b] for p in a], dtype=a.dtype)
    if isinstance(found, torch.Tensor):
        if tuple(found.shape) == (len(a), len(b), a.shape[1]):
            raise Mistake(
                f"The result has the shape {tuple(found.shape)}: the dimension D is still there.",
                "A distance is one number for each pair. The squares of its D differences are summed.",
            )
        if found.shape == wanted.shape:
            named(found, a, b)
    check.same(found, wanted, "The distances", rtol=1e-6, atol=1e-6)


def named(found, a, b):
    """Raise if the numbers are those of a well-known mistake."""
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


def test_no_loop_over_a(answer):
    """needs no loop over the rows of a"""
    check.no_python_loop_over(lambda n: distances(answer, points(n, 3), points(5, 3)), "the rows of a")


def test_no_loop_over_b(answer):
    """needs no loop over the rows of b"""
    check.no_python_loop_over(lambda n: distances(answer, points(5, 3), points(n, 3)), "the rows of b")


def test_points_are_left_alone(answer):
    """leaves the points as they were"""
    a, b = draw()
    first, second = a.clone(), b.clone()
    distances(answer, a, b)
    check.changed(first, a, "a")
    check.changed(second, b, "b")
