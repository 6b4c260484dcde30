"""What IPython has beside Python in a cell: taken as Python where it means the same, else said to be missing.

Such a line becomes a comment, as Jupytext writes it, so that a cell has as many lines as it had, and `restored` gives
it back to a notebook as it was.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable

from tutor.course.model import Lack
from tutor.opening.source import words

_LINE = re.compile(
    r"^(?P<indent>[ \t]*)"
    r"(?P<said>(?P<mark>%%?|!!?|\?{1,2})\s*(?P<name>[\w.-]*)(?P<rest>.*)|(?P<asked>[\w.]+)\?{1,2})$"
)
_GIVEN = re.compile(r"^\s*(?P<names>[\w, ]+?)\s*=\s*(?P<mark>%|!)\s*(?P<command>\S.*)$")
_COMMENTED = re.compile(
    r"^(?P<indent>[ \t]*)# (?P<said>(?:%%?|!!?)[A-Za-z].*|\?{1,2}[\w.]+|[\w.]+\?{1,2}|[\w, ]+? = [!%]\S.*)$",
    re.MULTILINE,
)
_TIMED = re.compile(r"^(?P<indent>[ \t]*)(?P<code>.*)  # %(?P<name>time|timeit)$", re.MULTILINE)

_CONVERTED = re.compile(
    r"^(?P<indent>[ \t]*)get_ipython\(\)\.(?P<how>run_line_magic|magic|system)\((?P<given>.*)\)$", re.MULTILINE
)
"""What nbconvert makes of such lines in a script."""

_IDLE = words(
    "matplotlib load_ext reload_ext autoreload config pylab precision pdb xmode colors pprint who whos env",
    "tensorboard watermark doctest_mode automagic",
)
"""They set up what there is not here, or show what a cell does without."""
_AROUND = words("time timeit capture prun")
"""Of those that a cell begins with: what is below them is Python and is run as it is."""
_LOOKS = words("nvidia-smi ls pwd echo cat head tail whoami date uname python which df free lscpu du wc tree")
"""Commands that only show something: a cell is the same without them."""
_OPTIONS = words("-q --quiet -U --upgrade -y --yes --user --no-cache-dir --pre -qq -qU -Uq -qqq --force-reinstall")


PACKAGES = {
    "PIL": "pillow", "cv2": "opencv-python", "sklearn": "scikit-learn", "skimage": "scikit-image", "yaml": "pyyaml",
    "bs4": "beautifulsoup4", "attr": "attrs", "dateutil": "python-dateutil",
    "ax": "ax-platform",
}  # fmt: skip
"""What a module's package is called, where that is not its name."""
MODULES = {package: module for module, package in PACKAGES.items()}


def is_python(source: str) -> bool:
    """Whether Python can read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def as_python(source: str, installed: Callable[[str], bool]) -> tuple[str, tuple[Lack, ...]]:
    """A cell with what is not Python in it as comments, and what it lacks without that; `installed` says whether there
    is a module of a name."""
    if "get_ipython()." in source:
        source = _CONVERTED.sub(_unconverted, source)
    if not re.search(r"(?m)^\s*(?:[%!?]|[\w, ]+=\s*[%!])|\?\s*$", source) or is_python(source):
        return source, ()
    lines = source.split("\n")
    lacks: list[Lack] = []
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    if lines[first].lstrip().startswith("%%"):
        name = re.split(r"\s", lines[first].strip()[2:])[0]
        if name == "writefile" and (written := _as_writing(lines[first:])):
            return "\n".join([*lines[:first], written]), ()
        if name not in _AROUND:
            return source, (Lack("magic", _whole(name, lines[first]), first + 1),)
        lines[first] = f"# {lines[first]}"
    for at, line in enumerate(lines):
        lines[at], lack = _line(line, at + 1, installed)
        lacks += [lack] if lack is not None else []
    return "\n".join(lines), tuple(lacks)


def _unconverted(match: re.Match[str]) -> str:
    """The line as it was in the notebook; as it is, where that cannot be told."""
    try:
        given = ast.literal_eval(f"({match['given']},)")
    except (SyntaxError, ValueError):
        return match[0]
    if not all(isinstance(one, str) and "\n" not in one for one in given):
        return match[0]
    return f"{match['indent']}{'!' if match['how'] == 'system' else '%'}{' '.join(given)}".rstrip()


_WRITING = re.compile(
    r"^with open\((?P<name>'[^']*'), '(?P<mode>[wa])', encoding='utf-8'\) as file: file\.write\("
    r"r(?P<quotes>\"{3}|'{3})\n"
    r"(?P<body>.*?)(?P=quotes)\[1:\] \+ '\\n'\)$",
    re.MULTILINE | re.DOTALL,
)


def _as_writing(lines: list[str]) -> str:
    """What `%%writefile` does as Python, line below line; '' where its text has no place in a string."""
    words = lines[0].split()[1:]
    names = [word for word in words if word not in ("-a", "--append")]
    body = "\n".join(lines[1:])
    quotes = next((one * 3 for one in "'\"" if one * 3 not in body and not body.endswith((one, "\\"))), "")
    if len(names) != 1 or not quotes or re.search(r"[\\'{$]", names[0]):
        return ""
    opened = f"with open('{names[0]}', '{'a' if len(words) > 1 else 'w'}', encoding='utf-8') as file"
    return f"{opened}: file.write(r{quotes}\n{body}{quotes}[1:] + '\\n')"


def files_written(source: str) -> list[str]:
    """The files that a cell writes by what was `%%writefile`."""
    return [match["name"].strip("'") for match in _WRITING.finditer(source)]


def _line(line: str, number: int, installed: Callable[[str], bool]) -> tuple[str, Lack | None]:
    """A line as Python, and what is missing with it."""
    if (given := _GIVEN.match(line)) is not None:
        what = f"`{given['mark']}{given['command']}` gives a value to {given['names'].strip()}"
        return f"# {line}", Lack("shell", f"{what}, and the tutor runs no commands of a shell.", number)
    found = _LINE.match(line)
    if found is None:
        return line, None
    commented = f"{found['indent']}# {found['said']}"
    if found["indent"]:
        commented = f"{found['indent']}pass  # {found['said']}"
    if found["mark"] in (None, "?", "??"):
        return commented, None
    if found["mark"].startswith("!"):
        return commented, _command(f"{found['name']}{found['rest']}".strip(), number, installed)
    return _magic(found, commented, number, installed)


def _magic(
    found: re.Match[str], commented: str, number: int, installed: Callable[[str], bool]
) -> tuple[str, Lack | None]:
    name, rest = found["name"], found["rest"].strip()
    if name in ("time", "timeit") and rest:
        code = re.sub(r"^(?:-\w+\s*\d*\s+)*", "", rest) if name == "timeit" else rest
        return f"{found['indent']}{code}  # %{name}", None
    if name in ("pip", "conda"):
        return commented, _command(f"{name} {rest}", number, installed)
    if name in _IDLE or name in _AROUND:
        return commented, None
    return commented, Lack("magic", f"`%{name}` is a command of IPython that the tutor does not have.", number)


def _command(command: str, number: int, installed: Callable[[str], bool]) -> Lack | None:
    """What a cell lacks without a command of a shell."""
    words = command.split()
    while words and words[0] in ("python", "python3", "-m", "sudo", "{sys.executable}"):
        words = words[1:]
    if words[:2] in (["pip", "install"], ["pip3", "install"]):
        asked = [re.split(r"[=<>~!\[;]", word.strip("'\""))[0] for word in words[2:] if word not in _OPTIONS]
        absent = [name for name in asked if name and not installed(MODULES.get(name, name).replace("-", "_"))]
        if not absent:
            return None
        return Lack("module", f"It installs {', '.join(absent)}, and the tutor installs nothing: `{command}`", number)
    if not words or words[0] in _LOOKS:
        return None
    return Lack("shell", f"It has a command for a shell, to be run in a terminal: `{command}`", number)


def _whole(name: str, line: str) -> str:
    if name == "writefile":
        return (
            f"It writes the text below its first line into {line.split()[-1]}, in a form that the tutor does not know."
        )
    if name in ("bash", "sh", "script"):
        return f"It is a script for a shell (`%%{name}`), to be run in a terminal."
    return f"It is not for Python: `%%{name}` is a command of IPython that the tutor does not have."


def restored(source: str) -> str:
    """A cell with what `as_python` made of it as it was."""
    source = _WRITING.sub(
        lambda match: f"%%writefile {'-a ' * (match['mode'] == 'a')}{match['name'][1:-1]}\n{match['body']}", source
    )
    source = _TIMED.sub(lambda match: f"{match['indent']}%{match['name']} {match['code']}", source)
    source = re.sub(r"(?m)^([ \t]+)pass  # ((?:%|!).*)$", r"\1\2", source)
    return _COMMENTED.sub(lambda match: match["indent"] + match["said"], source)
