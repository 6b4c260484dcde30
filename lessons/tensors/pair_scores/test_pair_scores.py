"""What the scores of N pairs must be, whichever way they are computed."""

import torch

from tutor import check
from tutor.check import Mistake


def draw(n=0, d=0, e=0):
    """Questions (N, D), A (D, E), texts (N, E), of whole numbers, so that sums are exact, of both signs and never 0."""
    lengths = [int(length) for length in 3 + torch.randperm(4)[:3]]
    n, d, e = n or lengths[0], d or lengths[1], e or lengths[2]
    return whole(n, d), whole(d, e), whole(n, e)


def whole(*shape):
    return (torch.randint(1, 9, shape) * (2 * torch.randint(0, 2, shape) - 1)).float()


def wanted(questions, A, texts):
    """By the definition, all products before they are summed: whole numbers, so that sums are exact."""
    products = questions[:, :, None] * A * texts[:, None, :]  # (N, D, E)
    return products.sum(dim=(1, 2))


def scored(answer, inputs):
    """What the answer gives. Raise where shapes do not fit."""
    try:
        return answer.scores(*inputs)
    except RuntimeError as error:
        shapes = ", ".join(str(tuple(one.shape)) for one in inputs)
        if "einsum()" in str(error):
            raise Mistake(
                f"einsum refuses: {error}.",
                f"questions, A and texts have the shapes {shapes}. Each letter stands for one length, in whichever "
                "input it comes.",
                "Write the letters under the shapes, one for each dimension.",
            ) from None
        if not any(word in str(error) for word in ("shapes cannot be multiplied", "must match the size")):
            raise
        raise Mistake(
            f"Two shapes do not fit: {error}.",
            f"questions, A and texts have the shapes {shapes}. For @ the inner lengths must agree; for * the shapes "
            "are laid over one another from the right.",
            "Write the shape of each step in a comment beside it.",
        ) from None


def judge(result, inputs):
    """Raise unless these are the N scores, with the usual mistakes named."""
    questions, A, texts = inputs
    n, right = len(questions), wanted(*inputs)
    if isinstance(result, torch.Tensor) and not torch.equal(result, right):
        all_pairs = questions @ A @ texts.T
        if result.shape == (n, n) and torch.equal(result, all_pairs):
            raise Mistake(
                f"The result has the shape ({n}, {n}), and it should be ({n},).",
                "Each question has met each text: n was not kept together. Only the diagonal was asked for.",
            )
        if result.shape == texts.shape and torch.equal(result, questions @ A * texts):
            raise Mistake(
                f"The result has the shape {tuple(result.shape)}, and it should be ({n},).",
                "The sum over e is missing.",
            )
        if result.shape == (n, 1) and torch.equal(result.flatten(), right):
            raise Mistake(
                f"The result has the shape ({n}, 1), and it should be ({n},).",
                "The numbers are right, but they stand as a column: the last dimension has to go.",
            )
        if result.shape == texts.shape[1:] and torch.equal(result, (questions @ A * texts).sum(dim=0)):
            raise Mistake(
                f"The result has the shape ({len(result)},), and it should be ({n},).",
                "n was summed over, and e is still there: dim= names the dimension that disappears.",
            )
        if n == 1 and result.shape == () and torch.equal(result, right[0]):
            raise Mistake(
                "For a single pair the result has the shape (), and it should be (1,).",
                "n is 1 here, and it has to stay. squeeze() takes away every dimension of length 1; with dim= it takes "
                "away that one alone.",
            )
        if result.shape == () and torch.equal(result, right.sum()):
            raise Mistake(
                "The result is a single number, the sum of all scores.",
                "n was summed over, too. It should stay: there is one score for each pair.",
            )
        others = {
            "That is the sum over all texts: each question has met each text.": all_pairs.sum(dim=1),
            "That is the sum over all questions: each text has met each question.": all_pairs.sum(dim=0),
            "questions @ A and the texts were each summed first, and then multiplied: no sum of products.": (
                questions @ A
            ).sum(dim=1)
            * texts.sum(dim=1),
            "That is the mean over e, and the sum was asked for.": (questions @ A * texts).mean(dim=1),
        }
        for means, other in others.items():
            if result.shape == right.shape and torch.allclose(result, other):
                raise Mistake(
                    f"The first score is {check.number(result[0].item())}, and it should be "
                    f"{check.number(right[0].item())}.",
                    means,
                )
        if result.shape == right.shape and result.dtype == right.dtype and not result.isnan().any():
            at = int((result - right).abs().argmax())
            raise Mistake(
                f"Score {at} of {n} is {check.number(result[at].item())}, and it should be "
                f"{check.number(right[at].item())}.",
                "A score is a sum of products of three numbers, one of the question, one of A, one of the text, and "
                "nothing else is done to it.",
                "Take one pair with small whole numbers, and follow it through your code.",
            )
    check.same(result, right, "the result")


def test_scores(answer):
    """gives one score for each pair, summed over d and e"""
    for _ in range(2):
        inputs = draw()
        judge(scored(answer, [one.clone() for one in inputs]), inputs)


def test_square(answer):
    """is right where all lengths are equal, too"""
    inputs = draw(4, 4, 4)
    judge(scored(answer, [one.clone() for one in inputs]), inputs)


def test_one_pair(answer):
    """works for a single pair, and where D or E is 1"""
    for lengths in [(1, 0, 0), (4, 1, 0), (4, 0, 1), (3, 1, 1), (1, 1, 1)]:
        inputs = draw(*lengths)
        judge(scored(answer, [one.clone() for one in inputs]), inputs)


def test_any_memory_and_dtype(answer):
    """works for tensors that were turned before, and in float64"""
    questions, A, texts = draw()
    turned = [questions.T.contiguous().T, A.T.contiguous().T, texts.T.contiguous().T]
    judge(scored(answer, turned), turned)
    judge(scored(answer, [one.double() for one in turned]), [one.double() for one in turned])


def test_no_loop(answer):
    """does it for whole tensors, without a loop"""
    check.no_python_loop_over(lambda n: scored(answer, draw(n, 3, 5)), "the pairs")
    check.no_python_loop_over(lambda d: scored(answer, draw(3, d, 5)), "d")
    check.no_python_loop_over(lambda e: scored(answer, draw(3, 5, e)), "e")
