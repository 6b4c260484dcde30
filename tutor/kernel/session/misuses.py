"""Modules, values and operators that are used as what they are not: what the errors mean, and what to try."""

from __future__ import annotations

MISUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, str], ...] = (
    (
        AttributeError,
        r"before Module\.__init__\(\) call",
        "A module has to be set up before it can keep parameters and layers: super().__init__() comes first.",
    ),
    (
        RuntimeError,  # newer versions raise its child NotImplementedError
        r"not implemented for 'Complex",
        "These numbers are complex, and have no order among themselves. Their .real parts have one.",
    ),
    (
        TypeError,
        r"is not a Module subclass",
        "A container of layers takes layers. nn.Tanh is a class, and nn.Tanh() makes a layer of it; torch.tanh is a "
        "function, and no layer.",
    ),
    (
        TypeError,
        r"only (?:0-dimensional|length-1|size-1) arrays can be converted",
        "A function for single numbers, as those of math are, was given a whole array. NumPy and torch have functions "
        "of the same names for arrays and tensors.",
    ),
    (
        RuntimeError,
        r"Boolean value of Tensor with more than one value is ambiguous",
        "if, and, or and not ask for one True or False, and a comparison of tensors gives many. torch.where chooses "
        "for each number; .any() and .all() make one of all; & | ~ join them number by number.",
    ),
    (
        RuntimeError,  # newer versions raise its child NotImplementedError
        r'"bitwise_xor\w*" not implemented for',
        "^ is not the power operator in Python. x squared is x ** 2, or x.square().",
    ),
    (
        (TypeError, RuntimeError),
        r"(?:bitwise_(?:and|or|not)\w*|~ \(operator\.invert\))\W.*(?:not implemented for|only implemented on|is not)",
        "& | and ~ join True and False, and here they meet other numbers. Compare first, as in target == 1, and put "
        "each comparison in brackets: & binds more tightly than == does.",
    ),
    (
        RuntimeError,
        r"inner\(\) the last dimension must match",
        "inner multiplies rows with rows, so the last sizes agree: (N, d) with (1, d). x @ w takes w as (d, 1).",
    ),
    (
        TypeError,
        r"'torch\.return_types\.",
        "With dim=, max, min, median and sort give two tensors: .values and .indices. Say which of them is meant.",
    ),
    (
        TypeError,
        r"assigned grad expected to be a Tensor or None",
        "What is assigned to .grad is a tensor, or None, which clears it.",
    ),
    (
        TypeError,
        r"optimizer can only optimize Tensors",
        "An optimizer takes parameters, or a list of dicts: each a group, with its parameters in 'params'.",
    ),
    (TypeError, r"'method' object is not", "This is the method itself. The brackets () after its name call it."),
    (
        TypeError,
        r"is not callable",
        "Round brackets call a function, and this value is not one. An index takes square brackets; and who calls a "
        "function later is given its name alone: f, not f(x).",
    ),
    (
        NotImplementedError,
        r"Module \[Module(List|Dict)\] is missing the required",
        "It holds modules, and does nothing with them: call each of them, one after the other.",
    ),
    (
        NotImplementedError,
        r"is missing the required \"forward\" function",
        "What a module does when it is called stands in a method of its class, with just this name: "
        "def forward(self, x).",
    ),
    (TypeError, r"is not subscriptable", "Square brackets look inside a value, and there is nothing inside this one."),
    (
        TypeError,
        r"can't convert cuda:?\d* device type tensor to numpy",
        "NumPy works in the CPU's memory. Bring the tensor there first: x.cpu().numpy().",
    ),
)
"""The kind of the error, what its text has, and the words for a beginner; the first that fits."""
