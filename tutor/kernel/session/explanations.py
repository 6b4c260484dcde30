"""What common errors mean, and what to try, in words for a beginner."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from statistics import StatisticsError
from traceback import walk_tb

from tutor.kernel.session.checkpoints import about_checkpoint
from tutor.kernel.session.habits import habit
from tutor.kernel.session.misuses import MISUSES
from tutor.kernel.session.rank_errors import about_ranks
from tutor.live.data import COPIED_TO
from tutor.live.group.ends import RanksError

_SET_UP = ("param_groups", "state", "defaults")
"""What Optimizer.__init__ makes."""
_Words = str | Callable[[BaseException, re.Match[str]], str]


def explain(error: BaseException) -> str:
    """What the error means and what to try; '' where the tutor has nothing to add."""
    try:
        text = str(error)
    except Exception:  # a learner's own __str__ may fail
        return ""
    if isinstance(error, RanksError) and error.raised is not None:
        return explain(error.raised)  # which it was raised for
    if known := about_checkpoint(error) or about_ranks(error) or habit(error):
        return known
    for kind, pattern, words in _TABLE:
        if isinstance(error, kind) and (found := re.search(pattern, text)):
            return words if isinstance(words, str) else words(error, found)
    return ""


def near(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or ''."""
    close = difflib.get_close_matches(name, [one for one in names if not one.startswith("_")], n=1, cutoff=0.6)
    return close[0] if close else ""


def _unknown_name(error: BaseException, _: re.Match[str]) -> str:
    if isinstance(error, UnboundLocalError):
        return (
            "The function gives this name a value on another way than the one taken here: in a branch, a loop, or "
            "further down. Give it one on every way that leads to this line."
        )
    said = re.findall(r"name '(\w+)' is not defined", str(error))  # one from a worker process has its words alone
    name = getattr(error, "name", None) or (said[-1] if said else "")
    if not name:
        return ""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    known = {**frames[-1].f_globals, **frames[-1].f_locals} if frames else {}
    meant = near(name, known)
    if meant:
        return f"Nothing is called {name} here. Did you mean {meant}?"
    return f"Nothing is called {name} here. Check the spelling, and that it is given a value or imported above."


def _unknown_attribute(error: BaseException, found: re.Match[str]) -> str:
    if found["kind"] == "NoneType":
        return (
            "The value on the left of the dot is None. A function without return gives None, and .grad is None until "
            "backward() has run. Print the value to see where it comes from."
        )
    name, owner = getattr(error, "name", None) or "", getattr(error, "obj", None)
    kinds = {(base.__module__, base.__name__) for base in type(owner).__mro__}
    if ("torch.optim.optimizer", "Optimizer") in kinds and ("hook" in name or name in _SET_UP):
        return (
            "An optimizer has to be set up before it is used: super().__init__(params, defaults) comes first in its "
            "__init__. It hands on the parameters, and a dict of what each group has, such as the rate."
        )
    meant = near(name, dir(owner)) if owner is not None else ""
    return f"There is no {name} on this object. Did you mean {meant}?" if meant else ""


def _product(_: BaseException, found: re.Match[str]) -> str:
    return (
        f"A matrix product needs the inner sizes to agree: columns on the left ({found['b']}), rows on the right "
        f"({found['c']}). Print both .shape; one of them may want .T, or a layer another size."
    )


def _broadcast(_: BaseException, found: re.Match[str]) -> str:
    return (
        f"The shapes do not fit together: sizes {found['a']} and {found['b']} meet in dimension {found['d']}, and "
        "only equal sizes, or a 1, can meet. Print both .shape and compare them from the right."
    )


def _read_only(_: BaseException, found: re.Match[str]) -> str:
    return (
        "This file comes with the course and is only to be read, so that each cell finds it as it was. Write into a "
        f"copy in the work folder: shutil.copyfile(live.file('{found['name']}'), '{found['name'].split('/')[-1]}')."
    )


_TABLE: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str, _Words], ...] = (
    (NameError, "", _unknown_name),
    (PermissionError, rf"[/\\]{re.escape(COPIED_TO)}[/\\](?P<name>[^'\"]+)", _read_only),
    (AttributeError, r"'(?P<kind>\w+)' object has no attribute", _unknown_attribute),
    (
        RuntimeError,
        r"mat1 and mat2 shapes cannot be multiplied \((?P<a>\d+)x(?P<b>\d+) and (?P<c>\d+)x(?P<d>\d+)\)",
        _product,
    ),
    (
        RuntimeError,
        r"size of tensor a \((?P<a>\d+)\) must match the size of tensor b \((?P<b>\d+)\).*dimension (?P<d>\d+)",
        _broadcast,
    ),
    (
        RuntimeError,
        r"inconsistent tensor size|size mismatch|[Ee]xpected size|must have same (?:size|shape)|1D tensors expected",
        "Two tensors meet here whose shapes do not fit together. Print both .shape on the line above.",
    ),
    (
        RuntimeError,
        r"shape '(.*)' is invalid for input of size",
        "A reshape keeps every element, so the sizes must multiply to the number of elements. One size may be −1: "
        "torch works it out.",
    ),
    (
        RuntimeError,
        r"view size is not compatible",
        "view needs the elements to lie in memory in this order; after transpose or permute they do not. Use "
        "reshape, or call contiguous() first.",
    ),
    (
        RuntimeError,
        r"leaf Variable that requires grad is being used in an in-place operation",
        "A parameter was changed in place while autograd was recording. Put the update inside "
        "'with torch.no_grad():', as optimizers do.",
    ),
    (
        RuntimeError,
        r"modified by an inplace operation",
        "A tensor that backward() needs was changed in place after it was used. Write x = x + … instead of x += …, "
        "or change it after backward().",
    ),
    (
        RuntimeError,
        r"backward through the graph a second time",
        "The graph of this loss was used up by the first backward(). Compute the loss again in each step, before "
        "backward(); retain_graph=True is seldom what is wanted.",
    ),
    (
        RuntimeError,
        r"grad can be implicitly created only for scalar outputs",
        "backward() starts from one number, and this tensor has several. Reduce it first, with .mean() or .sum().",
    ),
    (
        RuntimeError,
        r"does not require grad and does not have a grad_fn",
        "Nothing that this value was computed from asks for gradients. Check that the parameters have "
        "requires_grad=True, and that no .detach(), .item() or no_grad() stands between them and the loss.",
    ),
    (
        RuntimeError,
        r"Only Tensors of floating point(?: and complex)? dtype can require gradients",
        "Whole numbers have no gradients. Make the tensor a floating one: torch.tensor([1.0, 2.0]), or .float().",
    ),
    (
        RuntimeError,
        r"Can't call numpy\(\) on Tensor that requires grad",
        "NumPy cannot follow gradients. Leave the graph first: x.detach().numpy().",
    ),
    (
        RuntimeError,
        r"Expected all tensors to be on the same device|but got \w+ is on|Input type .*cuda.* weight type",
        "The tensors lie on different devices. Move the model and the data to the same one, with .to(device).",
    ),
    (
        RuntimeError,
        r"can't be cast to the desired output type",
        "An operation in place, such as /=, keeps the dtype of the tensor it writes to, and the result does not fit "
        "into that one. Write x = x / …, or make the tensor a floating one first.",
    ),
    (
        RuntimeError,
        r"einsum\(\): subscript \w has size",
        "A letter of einsum stands for one length, in whichever input it comes. Print the shapes, and write the "
        "letters under them.",
    ),
    (
        RuntimeError,
        r"[Ee]xpected (?:scalar type|m1 and m2 to have the same dtype|.*dtype)|same dtype|Found dtype",
        "Two tensors of different dtypes meet here. Print both .dtype; .float() makes float32, which layers "
        "expect, and .long() whole numbers, which class labels are.",
    ),
    (
        RuntimeError,
        r"mean\(\): could not infer output dtype",
        "The mean of whole numbers is not a whole number. Call .float() first.",
    ),
    (
        RuntimeError,
        r"(?:CUDA|HIP|XPU|MPS backend) out of memory",
        "The GPU's memory is full: of this program's tensors, or of another's, which nvidia-smi names. A smaller batch "
        "takes less. What no variable holds any more is free again: del what is done with, keep loss.item() and not "
        "loss, and measure inside torch.no_grad().",
    ),
    (
        RuntimeError,
        r"Duplicate GPU detected",
        "NCCL wants a GPU of its own for each rank, and two ranks have the same. Start as many as there are GPUs, and "
        "give each its own: torch.accelerator.set_device_index(local_rank). Gloo trains several ranks on one CPU.",
    ),
    (
        RuntimeError,
        r"InvalidCxxCompiler|No working C\+\+ compiler",
        "torch.compile makes a program of this in C++, and there is no compiler for that here. Install one (on Debian "
        "and Ubuntu: apt install g++), or look on with backend='eager', which traces the code and compiles nothing.",
    ),
    (
        RuntimeError,
        r"not enough memory|can't allocate memory|alloc_cpu|out of memory|Storage size calculation overflowed",
        "The tensor is larger than the memory this session may use. Multiply its sizes to see how many numbers it "
        "holds: four bytes each in float32.",
    ),
    (
        StatisticsError,
        r"for empty data|at least one data point|requires at least",
        "There is nothing to compute it from: the list is empty. Look at what should have put something into it, and "
        "whether that is reached.",
    ),
    (MemoryError, "", "This asks for more memory than it may use. Try a smaller size."),
    (
        SystemExit,
        r"^2$",
        "A program says so that it was started without arguments that it needs, or with others than it takes; a cell "
        "has no command line. Give them where they are read, as in parser.parse_args(['--epochs', '3']).",
    ),
    (
        SystemExit,
        "",
        "This asks Python to exit, as sys.exit() and exit() do. Nothing else is lost; remove the call to continue.",
    ),
    (
        RecursionError,
        "",
        "A function calls itself without end. Check the condition under which it should stop.",
    ),
    (
        ModuleNotFoundError,
        "",
        "No module of this name is installed beside the kernel's Python. Check the spelling.",
    ),
    (IndentationError, "", "Lines of one block begin in the same column; spaces at a line's beginning have meaning."),
    (
        SyntaxError,
        r"'(?:return|yield|await|yield from)' outside (?:async )?function|'break' outside loop|'continue' not properly",
        "Python reads this line as standing outside the block that it belongs to. A line above it, or this one, has "
        "lost its indentation, and the block ended there.",
    ),
    (SyntaxError, r"was never closed", "A bracket is opened and not closed. Look for its partner from here on."),
    (SyntaxError, r"expected ':'", "A line that begins a block (if, for, def, class, with) ends in a colon."),
    (SyntaxError, r"unterminated string", "The string has no closing quote."),
    (SyntaxError, r"Maybe you meant '=='", "= gives a name a value; == asks whether two values are equal."),
    (SyntaxError, "", "Python cannot read this line. The mistake is here, or on the line just above."),
    (ZeroDivisionError, "", "Something is divided by zero. Print the value that you divide by."),
    (
        IndexError,
        r"invalid index to scalar variable",
        "Square brackets look inside a value, and this one is a single number. Print it to see where it comes from.",
    ),
    (IndexError, "", "An index lies beyond the end: with n elements the last is n − 1. Print the length or .shape."),
    (
        KeyError,
        r"attribute '.*' already exists",
        "The module already has an attribute of this name. Set it once: a line before this one did so, too.",
    ),
    (KeyError, "", "There is no such key. Print .keys() to see those there are."),
    (TypeError, r"missing \d+ required", "The call leaves out an argument that the function needs."),
    (
        TypeError,
        r"takes .* positional arguments? but",
        "The call has more or fewer arguments than the function takes.",
    ),
    (
        TypeError,
        r"unsupported operand type\(s\) for .*'NoneType'",
        "One of the two is None. A .grad is None until backward() has run, and again after zero_grad(); a function "
        "without a return statement gives None.",
    ),
    *MISUSES,
)
