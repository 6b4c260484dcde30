"""What a function that was read off a graph must make: its value, and the graph itself."""

from collections import Counter

import torch

from tutor import check
from tutor.check import Mistake, number

WANTED = Counter(["Div", "Exp", "Sub", "Add", "Mul"])
WORDS = {"Div": "(/)", "Exp": "exp", "Sub": "(−)", "Add": "(+)", "Mul": "(·)"}
TIMES = ("not at all", "once", "twice", "three times")


def draw():
    """Two leaves above zero, so far apart that no two mistakes give the same number."""
    x = (0.3 + 0.2 * torch.rand(())).requires_grad_()
    y = (1.2 + 0.3 * torch.rand(())).requires_grad_()
    return x, y


def known_mistakes(x, y):
    """(value, what it is) of the ways in which a graph is misread."""
    top, bottom = (x - y).exp(), 1 + x * y
    yield (y - x).exp() / bottom, "That is what exp of y − x would give. The left operand of (−) is x."
    yield bottom / top, "It is the fraction the other way up. The left operand of (/) is what is divided."
    yield top / 1 + x * y, "Python divides before it adds, so only the 1 was below the line. Brackets are missing."
    yield top / ((1 + x) * y), "That is (1 + x) · y below the line. In the graph the product comes first, then the sum."
    yield top / (x * y), "The 1 that goes into (+) is missing."
    yield (x - y) / bottom, "The exp between (−) and (/) is missing."
    yield (x.exp() - y) / bottom, "There exp has x alone. In the graph (−) comes first, and exp takes the difference."
    yield (x.exp() - y.exp()) / bottom, "There exp comes before (−). In the graph exp takes the difference."
    yield x.exp() - y / bottom, "Python divides before it subtracts, and exp had x alone. Brackets are missing."
    yield top / (1 + x * x), "There (·) has x twice. Its operands are x and y."
    yield top / (1 + y * y), "There (·) has y twice. Its operands are x and y."
    yield top / (1 - x * y), "Below the line there is a difference. In the graph it is (+)."
    yield top / (1 + x + y), "Below the line there is no product. (·) is x times y."
    yield top * bottom, "That is a product. The last operation of the graph is (/)."


def test_value(answer):
    """gives the value of the graph's result"""
    x, y = draw()
    with torch.no_grad():
        wanted = (x - y).exp() / (1 + x * y)
        result = answer.from_graph(x, y)
        if isinstance(result, torch.Tensor) and result.shape == () and not torch.isclose(result, wanted, rtol=1e-4):
            for value, words in known_mistakes(x, y):
                if torch.isclose(result, value, rtol=1e-4):
                    raise Mistake(
                        f"For x = {number(x.item())} and y = {number(y.item())} the result is "
                        f"{number(result.item())}, and it should be {number(wanted.item())}.",
                        words,
                    )
    check.same(result, wanted, "The result")


def test_both_leaves(answer):
    """has a graph that begins at x and at y"""
    x, y = draw()
    check.uses_autograd(answer.from_graph(x, y), "the result", x=x, y=y)


def test_edges(answer):
    """uses x twice and y twice, as the graph does"""
    x, y = draw()
    result = answer.from_graph(x, y)
    check.uses_autograd(result, "the result", x=x, y=y)
    for name, leaf in (("x", x), ("y", y)):
        found = edges_to(result.grad_fn, leaf)
        if found != 2:
            raise Mistake(
                f"In the graph of the task two edges leave {name}. In yours, {found}.",
                "Where a number leaves the graph, by .detach(), .data, .item() or math.exp, its edge is lost.",
                f"Look at each place where {name} is used.",
            )


def test_operations(answer):
    """records these five operations and no others"""
    x, y = draw()
    result = answer.from_graph(x, y)
    check.uses_autograd(result, "the result", x=x, y=y)
    found = Counter(name.removesuffix("Backward0") for name in check.graph(result) if name != "AccumulateGrad")
    for name in [*WANTED, *found]:
        if found[name] != WANTED[name]:
            raise Mistake(
                f"This is another graph: it has {WORDS.get(name, name)} {times(found[name])}, and the one of the task "
                f"{times(WANTED[name])}.",
                "The same value can come about in several ways, and each has its own graph.",
                "Look for one call for each of the five nodes.",
            )


def edges_to(node, leaf):
    """How many paths lead from a node to a leaf; in a graph whose operations are each used once, edges of the leaf."""
    if node is None:
        return 0
    if getattr(node, "variable", None) is leaf:
        return 1
    return sum(edges_to(operand, leaf) for operand, _ in node.next_functions)


def times(count):
    return TIMES[count] if count < len(TIMES) else f"{count} times"
