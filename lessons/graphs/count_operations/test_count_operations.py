"""What a count of recorded operations must be, on chains, on trees, and where paths meet again."""

import torch

from tutor import check
from tutor.check import Mistake


def leaf():
    return torch.rand(()).requires_grad_()


def chain():
    """(result, operations): sines of one leaf, all of one kind."""
    result, count = leaf(), int(torch.randint(4, 9, ()))
    for _ in range(count):
        result = torch.sin(result)
    return result, count


def walked(answer, result, what):
    """What the answer gives. Raise where it took None or a pair for a node."""
    try:
        return answer.count_operations(result)
    except AttributeError as error:
        if "'NoneType' object" in str(error):
            means = (
                "A tensor without a graph has no grad_fn: it is None."
                if result.grad_fn is None
                else "An operand without a gradient has no node: next_functions holds None in its place."
            )
            raise Mistake(f"For {what} your walk came to None, and took it for a node.", means) from None
        if "'tuple' object" in str(error):
            raise Mistake(
                f"For {what} your walk came to a tuple, and took it for a node.",
                "Each element of next_functions is a pair of a node and a number.",
            ) from None
        raise


SINGLE = [torch.sin(leaf()) for _ in range(2)]
SMALL = "Take a small graph, such as that of tanh(w * x + b), and follow your walk by hand."


def counted(answer, result, wanted, what, look=SMALL):
    """Raise unless the count is as wanted; `result` is the tensor."""
    found = walked(answer, result, what)
    check.is_number(found, f"The count for {what}")
    again = walked(answer, result, what)
    if again != found:
        raise Mistake(
            f"For {what} you count {found}, and for the same tensor once more, {again}.",
            "Something is remembered from one call to the next. A default such as seen=set() is made only once, when "
            "the function is defined, and a list outside the function is not emptied either.",
            "Look at where the memory of your walk is made: each call needs a new one.",
        )
    if isinstance(found, float) or (isinstance(found, torch.Tensor) and found.is_floating_point()):
        raise Mistake(
            f"For {what} you return {found}, which is of a floating-point type.",
            "A count is a whole number: an int, which has no point.",
        )
    if found == wanted:
        return
    one, other = (int(walked(answer, result, "a single sine")) for result in SINGLE)
    if one != other:
        raise Mistake(
            f"For a single sine you count {one}, and for another single sine, {other}.",
            "The count goes on from one call to the next: a variable outside the function keeps what it held.",
            "Look at where the count begins: each call begins at 0.",
        )
    seen = f"For {what} you count {int(found)}, and there are {wanted} operations."
    names = check.graph(result)
    operations = [name for name in names if name != "AccumulateGrad"]
    if found == len(names):
        raise Mistake(
            seen,
            f"It has {len(names)} nodes, the leaves among them. A leaf's AccumulateGrad gathers gradients; nothing "
            "is computed there.",
        )
    if found == wanted - 1 == paths(result.grad_fn) - 1:
        raise Mistake(seen, "That is one too few. Look at where the walk begins: the node of the result counts, too.")
    if found == paths(result.grad_fn):
        raise Mistake(
            seen,
            "Some operations were counted once for each path that leads to them.",
            "Look at how the walk knows that it has been at a node before.",
        )
    if found == len(set(operations)) == 1:
        raise Mistake(
            seen,
            "Either the walk ends after the first node, or operations of the same kind count as one. They are several "
            "nodes.",
        )
    if found == len(set(operations)):
        raise Mistake(
            seen,
            f"There are {len(set(operations))} different names among them. Several operations of the same kind are "
            "several nodes.",
        )
    if found == along_the_first(result.grad_fn):
        raise Mistake(
            seen, "The walk follows only one path. An operation with two operands has two elements in next_functions."
        )
    if found == edges(result.grad_fn):
        raise Mistake(
            seen,
            "So many edges there are; and so many nodes but one, if the leaves are counted. Only operations count, "
            "each once, whatever the number of its operands.",
        )
    raise Mistake(seen, look=look)


def paths(node):
    """Operations, each as often as paths lead to it."""
    if node is None or hasattr(node, "variable"):
        return 0
    return 1 + sum(paths(operand) for operand, _ in node.next_functions)


def edges(node):
    """Edges that leave operations, each as often as paths lead to its operation; those of data, too."""
    if node is None or hasattr(node, "variable"):
        return 0
    return len(node.next_functions) + sum(edges(operand) for operand, _ in node.next_functions)


def along_the_first(node):
    """Operations on the path of first operands."""
    count = 0
    while node is not None and not hasattr(node, "variable"):
        count, node = count + 1, node.next_functions[0][0]
    return count


def test_chain(answer):
    """counts a chain: one operation after another"""
    result, count = chain()
    counted(answer, result, count, f"{count} sines, one of the other,")


def test_branches(answer):
    """follows all operands"""
    left, one = chain()
    right, other = chain()
    result = torch.exp(left) * torch.tanh(right)
    counted(answer, result, one + other + 3, "a product of two chains")
    middle, third = chain()
    result = torch.addcmul(left, middle, right)
    counted(answer, result, one + other + third + 1, "torch.addcmul of three chains")


def test_data(answer):
    """walks past data, which have no node, on either side"""
    x, w = torch.rand(()), leaf()
    result = torch.sin(w)
    for _ in range(int(torch.randint(2, 5, ()))):
        result = x * (torch.tanh(result) * x)
    count = len([name for name in check.graph(result) if name != "AccumulateGrad"])
    counted(
        answer,
        result,
        count,
        f"{count} operations with data, now left, now right,",
        "Look at what None ends: one path, or the whole walk.",
    )
    w, b = leaf(), leaf()
    counted(answer, torch.tanh(torch.rand(()) * w + b), 3, "tanh(x * w + b) with x as data")


def test_paths_meet(answer):
    """counts an operation once where paths meet again"""
    result, count = chain()
    doubled = int(torch.randint(3, 6, ()))
    for _ in range(doubled):
        result = result + result
    counted(answer, result, count + doubled, f"{count} sines and {doubled} doublings v = v + v")


def test_paths_meet_later(answer):
    """counts an operation once where paths that parted meet again"""
    result, count = chain()
    turns = int(torch.randint(2, 4, ()))
    for _ in range(turns):
        result = torch.exp(result) * torch.tanh(result)
    counted(answer, result, count + 3 * turns, f"{count} sines and {turns} products exp(v) * tanh(v)")


def test_short_cut(answer):
    """counts an operation once where a short path and a long one meet"""
    result, count = chain()
    turns = int(torch.randint(2, 4, ()))
    for _ in range(turns):
        result = torch.sin(torch.exp(result)) + result
    counted(
        answer,
        result,
        count + 3 * turns,
        f"{count} sines and {turns} sums sin(exp(v)) + v",
        "One path to v is longer than the other, so a walk by levels comes to v at two of them.",
    )


def test_two_results(answer):
    """counts an operation once that made two results"""
    left, one = chain()
    right, other = chain()
    first, second = torch.stack([left, right]).unbind()
    counted(
        answer,
        first * second,
        one + other + 3,
        "a product of the two results of one unbind",
        "The unbind is one operation with two results. The number in each pair says which of them was used; the node "
        "is the same.",
    )


def test_no_graph(answer):
    """gives 0 for a tensor without a graph"""
    for tensor, what in [(torch.rand(3), "data"), (leaf(), "a leaf that requires a gradient")]:
        found = walked(answer, tensor, what)
        if found != 0:
            raise Mistake(
                f"For {what} you count {found}, and there are 0 operations.",
                "A tensor without a graph has no grad_fn: it is None.",
            )
