"""What a confusion matrix counts, and where."""

import torch

from tutor import check
from tutor.check import Mistake


def counted(truth, predicted, classes):
    """The matrix, example by example."""
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for t, p in zip(truth.tolist(), predicted.tolist(), strict=True):
        matrix[t, p] += 1
    return matrix


def draw(classes=4, n=60):
    """True and predicted classes, most of them right; all pairs and all classes occur, and no two classes alike."""
    while True:
        truth = torch.randint(classes, (n,))
        slip = torch.rand(n) < 0.4
        predicted = torch.where(slip, (truth + 1 + torch.randint(2, (n,))) % classes, truth)
        matrix = counted(truth, predicted, classes)
        several = (matrix > 1).sum() > classes
        if several and truth.max() == classes - 1 and not torch.equal(matrix.sum(0), matrix.sum(1)):
            return truth, predicted, classes


def made(answer, truth, predicted, classes):
    """What the answer returns; a size that its reshape did not expect is explained."""
    try:
        return answer.confusion(truth, predicted, classes)
    except (RuntimeError, IndexError, ValueError) as error:
        absent = sorted(set(range(classes)) - set(truth.tolist()) - set(predicted.tolist()))
        if not absent:
            raise
        raise Mistake(
            f"There are {classes} classes, and class {absent[-1]} does not occur among the {len(truth)} examples. Your "
            f"code stops there: {type(error).__name__}: {str(error).splitlines()[0]}",
            "How many classes there are is given; the examples at hand may not show all of them.",
            "Look at minlength of bincount, and at whatever else takes the number of classes from the data.",
        ) from error


def test_matrix(answer):
    """returns a matrix of whole numbers"""
    truth, predicted, classes = draw()
    matrix = answer.confusion(truth, predicted, classes)
    if isinstance(matrix, torch.Tensor) and matrix.is_floating_point() and not (matrix % 1 == 0).all():
        raise Mistake(
            "The matrix holds shares, and it should hold counts.",
            "Whole numbers can be added up over batches, and shares be made of them later.",
        )
    zeros = torch.zeros(classes, classes, dtype=torch.int64)
    fits = isinstance(matrix, torch.Tensor) and matrix.shape == zeros.shape and matrix.dtype == zeros.dtype
    check.same(zeros if fits else matrix, zeros, "The confusion matrix")


def test_counts(answer):
    """counts each pair as often as it occurs"""
    for classes, n in ((4, 60), (3, 40)):
        truth, predicted, _ = draw(classes, n)
        matrix, wanted = answer.confusion(truth, predicted, classes), counted(truth, predicted, classes)
        if torch.equal(matrix, wanted) or torch.equal(matrix, wanted.T):
            continue
        said = f"For {n} examples of {classes} classes your matrix counts {int(matrix.sum())}."
        if torch.equal(matrix, wanted.clamp(max=1)) or torch.equal(matrix, wanted.T.clamp(max=1)):
            raise Mistake(
                said,
                "Each pair is counted once, however often it occurs: m[rows, columns] += 1 reads all places first, "
                "adds 1, and writes them back, the same 1 several times for the same place.",
                "Look for a way to count that adds up.",
            )
        if matrix.min() < 0 or matrix.max() > 100 * n:
            raise Mistake(
                "Your matrix holds numbers such as " + str(int(matrix.flatten()[matrix.abs().argmax()])) + ".",
                "torch.empty gives a tensor of whatever lay in the memory before.",
                "Counting begins at 0.",
            )
        if matrix.sum() > n:
            raise Mistake(
                said,
                "That is more than there are examples: rows that are one and the same list are counted in together, "
                "and what is kept outside of the function still holds the counts of earlier calls.",
            )
        if torch.equal(matrix, torch.diag(wanted.diag())):
            raise Mistake(said, "Only what is right was counted. What was taken for what else is still missing.")
        if torch.equal(matrix, wanted - torch.diag(wanted.diag())):
            raise Mistake(said, "Only mistakes were counted. What is right belongs on the diagonal.")
        if matrix.sum() < n:
            raise Mistake(said, "Each example is counted once, so the sum of the matrix is the number of examples.")
        t, p = divmod(int((matrix - wanted).abs().argmax()), classes)
        raise Mistake(
            f"In row {t} and column {p} stands {int(matrix[t, p])}. Of class {t}, {int(wanted[t, p])} were predicted "
            f"to be of class {p}.",
            f"All {n} examples are counted, but not each in its own place.",
            "Look at how the place follows from the two classes: each pair needs one of its own.",
        )


def test_rows(answer):
    """has the true classes in the rows"""
    truth, predicted, classes = draw()
    matrix, wanted = answer.confusion(truth, predicted, classes), counted(truth, predicted, classes)
    if torch.equal(matrix, wanted.T) and not torch.equal(matrix, wanted):
        t, p = (wanted != wanted.T).nonzero()[0].tolist()
        raise Mistake(
            f"In row {t} and column {p} stands {int(matrix[t, p])}. Of class {t}, {int(wanted[t, p])} were predicted "
            f"to be of class {p}.",
            "Rows and columns are the other way round: a row belongs to a true class.",
        )
    check.same(matrix, wanted, "The confusion matrix")


def test_missing_classes(answer):
    """has a row and a column for each class"""
    for classes, true, said in (
        (5, [0, 1, 1, 0], [0, 1, 0, 0]),
        (4, [1, 2, 1], [2, 2, 2]),
        (3, [0, 0, 0], [0, 0, 0]),
        (4, [3, 3], [0, 3]),
        (2, [0], [1]),
        (3, [1], [0]),
    ):
        truth, predicted = torch.tensor(true), torch.tensor(said)
        matrix, wanted = made(answer, truth, predicted, classes), counted(truth, predicted, classes)
        if isinstance(matrix, torch.Tensor) and matrix.shape != wanted.shape:
            raise Mistake(
                f"For {classes} classes, of which {len({*true, *said})} occur, the matrix "
                f"has the shape {tuple(matrix.shape)}, and it should have {tuple(wanted.shape)}.",
                "How many classes there are is given; the examples at hand may not show all of them.",
            )
        check.same(matrix, wanted, f"The matrix of truth {true} and predicted {said}")


def test_none(answer):
    """is all zeros where there are no examples"""
    none = torch.zeros(0, dtype=torch.int64)
    check.same(made(answer, none, none, 3), torch.zeros(3, 3, dtype=torch.int64), "The matrix of no examples")


def test_views(answer):
    """counts in views of other tensors, too"""
    truth, predicted, classes = draw()
    both = torch.stack([truth, predicted], dim=1)
    matrix = answer.confusion(both[:, 0], both[:, 1], classes)
    check.same(matrix, counted(truth, predicted, classes), "The matrix of two columns of one tensor")


def test_twice(answer):
    """counts anew in each call"""
    truth, predicted, classes = draw()
    answer.confusion(truth, predicted, classes)
    matrix = answer.confusion(truth, predicted, classes)
    check.same(matrix, counted(truth, predicted, classes), "The matrix of a second call")
