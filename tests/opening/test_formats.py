"""Files as lessons: which kind they are, what becomes a text, a cell and a screen, and where that stands."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import GALLERY, notebook

from tutor.course.model import Code, Lesson, Prose
from tutor.learner.opened import FOLDER
from tutor.opening import scripts
from tutor.opening.lessons import CELLS, PREFIX, ROWS, OpenedFile, open_file
from tutor.opening.source import OpeningError
from tutor.opening.texts import in_markdown

Put = Callable[[str, "str | bytes"], Path]


def opened(path: Path, *there: str) -> OpenedFile:
    """The file where only these modules are installed."""
    return open_file(path, lambda name: name in ("torch", "math", "os", *there))


def sources(lesson: Lesson) -> list[str]:
    return [cell.source for cell in lesson.cells]


def titles(lesson: Lesson) -> list[str]:
    """Of the screens, without the one about the file."""
    return [screen.title for screen in lesson.screens[1:]]


def lines_of(path: Path, lesson: Lesson) -> bool:
    """Whether each cell begins on the line of the file that it says."""
    lines = path.read_text().split("\n")
    return all(lines[cell.line - 1].strip() == cell.source.split("\n")[0].strip() for cell in lesson.cells)


def test_a_tutorial_of_sphinx_gallery_has_a_screen_at_each_heading_and_keeps_its_lines(put: Put) -> None:
    path = put("gallery.py", GALLERY)
    found = opened(path)
    lesson = found.lesson
    assert found.format == "gallery"
    assert (lesson.title, titles(lesson)) == ("A small training", ["A small training", "Data", "Fit"])
    assert lesson.summary.startswith("It fits a line to points")
    assert sources(lesson) == [
        "import torch",
        "x = torch.linspace(0, 1, 20)\ny = 3 * x + 1",
        "w = torch.zeros(2, requires_grad=True)",
    ]
    assert lines_of(path, lesson)
    assert lesson.script == "gallery.py"


def test_a_script_in_cells_keeps_texts_titles_and_what_stands_above_the_first_marker(put: Put) -> None:
    text = (
        '"""About lines."""\nimport math\n\n# %% [markdown]\n# # First\n# Some words.\n\n# %% a title\nx = 1\n\n'
        '# %% [markdown]\n"""\n## Second\n\nMore.\n"""\n# %%\ny = 2\n'
    )
    path = put("cells.py", text)
    found = opened(path)
    assert (found.format, titles(found.lesson)) == ("percent", ["import math", "First", "Second"])
    assert sources(found.lesson) == ["import math", "x = 1", "y = 2"]
    assert [cell.title for cell in found.lesson.cells] == ["", "a title", ""]
    assert lines_of(path, found.lesson)


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Learns :math:`y`.", "rest"),
        (".. _a page:\n   https://example.org", "rest"),
        ("See `a page <https://example.org>`_.", "rest"),
        ("Calls ``f``.", "rest"),
        ("Calls `f`, see [a page](https://example.org).", "markdown"),
        ("Words.", "markdown"),
    ],
)
@pytest.mark.parametrize("below", ["", "# %% a cell\n"])
def test_the_docstring_of_a_script_is_read_as_what_it_is_written_in(
    put: Put, below: str, words: str, form: str
) -> None:
    lesson = opened(put("script.py", f'"""\nTitle\n-----\n\n{words}\n"""\n{below}x = 1\n')).lesson
    assert titles(lesson) == ["Title"]
    assert [block.form for block in lesson.screens[1].blocks if isinstance(block, Prose)] == [form]


def test_a_script_is_cut_between_its_top_level_paragraphs_and_nowhere_else(put: Put) -> None:
    text = (
        "import math\n\nimport os\n\n\n# Long.\n\ndef area(r):\n\n    a = math.pi\n\n    b = r * r\n    return a * b\n"
        "\n\n"
        'text = """one\n\ntwo"""\nprint(text)\nprint(1)\nprint(2)\n\n@decorated\n\n\ndef other():\n    pass\n'
    ).replace("@decorated\n\n\n", "@area\n")
    path = put("script.py", text)
    found = opened(path)
    assert found.format == "script"
    assert [source.split("\n")[0] for source in sources(found.lesson)] == [
        "import math", "# Long.", 'text = """one', "@area",
    ]  # fmt: skip
    assert "import os" in sources(found.lesson)[0]
    assert lines_of(path, found.lesson)
    assert "".join(sources(found.lesson)).replace("\n", "") == text.replace("\n", "")


def test_a_notebook_gives_its_cells_in_order_and_a_line_of_ipython_is_a_comment(put: Put) -> None:
    data = notebook(
        ("markdown", ["# Title\n", "Words."]),
        ("code", ["%matplotlib inline\n", "x = 1"]),
        ("code", ""),
        ("raw", "as it is"),
        ("markdown", "## Next"),
        ("code", "%time y = x"),
    )
    found = opened(put("some.ipynb", data))
    assert (found.format, found.lesson.title) == ("notebook", "Title")
    assert titles(found.lesson) == ["Title", "Next"]
    assert sources(found.lesson) == ["# %matplotlib inline\nx = 1", "y = x  # %time"]
    assert all(not cell.lacks for cell in found.lesson.cells)


@pytest.mark.parametrize("info", ["python", "py", "{.python .input}", "{code-cell} ipython3", "python title='x'"])
def test_blocks_of_python_are_the_cells_of_markdown_and_other_blocks_are_shown(put: Put, info: str) -> None:
    text = f"# A\n\nWords.\n\n```{info}\nx = 1\n```\n\n```sh\nls\n```\n\n## B\n\n~~~python\ny = 2\n~~~\n"
    path = put("text.md", text)
    found = opened(path)
    assert (found.format, titles(found.lesson), sources(found.lesson)) == ("markdown", ["A", "B"], ["x = 1", "y = 2"])
    assert lines_of(path, found.lesson)
    shown = [block.text for block in found.lesson.screens[1].blocks if isinstance(block, Prose)]
    assert "```sh\nls\n```" in shown[1]


def test_a_heading_with_nothing_below_it_is_part_of_the_next(put: Put) -> None:
    found = opened(put("text.md", "# A\n\n## B\n\nWords.\n\n```python\nx = 1\n```\n"))
    assert titles(found.lesson) == ["A: B"]


def test_what_looks_like_a_heading_in_code_or_below_a_list_is_none(put: Put) -> None:
    text = "# A\n\n```\n# no\n```\n\n- item\n---\n\n```python\n# neither\nx = 1\n```\n"
    assert titles(opened(put("text.md", text)).lesson) == ["A"]


def test_texts_with_no_code_between_them_are_one(put: Put) -> None:
    ruler = "#" * 40
    text = f'"""\nTitle\n=====\n\nOne.\n"""\n\n{ruler}\n# Two.\n#\n\n{ruler}\n# Three.\n\nx = 1\n'
    (screen,) = opened(put("texts.py", text)).lesson.screens[1:]
    assert [getattr(block, "text", "") for block in screen.blocks] == ["One.\n\nTwo.\n\nThree.", ""]


def test_a_text_that_is_set_in_is_no_part_of_the_one_above(put: Put) -> None:
    head = '"""\nTitle\n=====\n\n.. figure:: a.png\n   :alt: a cat\n"""\n'
    text = f"{head}\n{'#' * 40}\n#\n#  .. note:: Mind this.\n\nx = 1\n{'#' * 40}\n# End.\n"
    (screen,) = opened(put("texts.py", text)).lesson.screens[1:]
    prose = next(block for block in screen.blocks if isinstance(block, Prose))
    assert in_markdown(prose.text, prose.form) == "*(picture: a cat)*\n\n> **Note:** Mind this."


def test_many_cells_below_one_heading_are_several_screens(put: Put) -> None:
    cells: list[tuple[str, str | list[str]]] = [("code", f"x{n} = {n}\n" * 4) for n in range(40)]
    lesson = opened(put("many.ipynb", notebook(*cells))).lesson
    for screen in lesson.screens:
        assert len(screen.cells) <= CELLS
        assert sum(cell.source.count("\n") + 1 for cell in screen.cells) <= ROWS
    assert len(lesson.cells) == 40
    assert [cell.number for cell in lesson.cells] == [*range(1, 41)]


def test_each_state_of_a_file_is_kept_by_itself(put: Put) -> None:
    first = opened(put("a.py", "x = 1\n")).lesson.slug
    assert opened(put("a.py", "x = 1\n")).lesson.slug == first
    assert opened(put("a.py", "x = 2\n")).lesson.slug != first
    assert first.startswith("opened/a-")
    assert PREFIX == FOLDER


def test_a_lesson_of_a_course_opens_as_a_file_with_its_controls_and_questions(put: Put) -> None:
    text = (
        '# /// lesson\n# title = "Own"\n# ///\nfrom tutor import live\n\n# %%\nrate = live.slider("rate", 1.0, '
        'low=0.0, high=2.0)\n\n# %%\nlive.quiz("Why?", right=("so", "because"), wrong=[("not", "no")])\n'
    )
    lesson = opened(put("lesson.py", text), "tutor").lesson
    assert lesson.title == "Own"
    assert [control.name for control in lesson.controls] == ["rate"]
    assert sum(isinstance(block, Code) for screen in lesson.screens for block in screen.blocks) == len(lesson.cells)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ipynb", notebook(("code", "x = 1"))[:-40], "no whole notebook: it is cut off"),
        ("a.ipynb", b"not json", "is no notebook: it does not begin as JSON does"),
        ("a.ipynb", b'{"cells": [], }', "no whole notebook: its JSON is wrong"),
        ("a.ipynb", b'{"a": 1}', "no notebook: it has no cells"),
        ("a.ipynb", b"[1, 2]", "is no notebook: it is JSON, but has no cells"),
        (
            "a.ipynb",
            b'{"cells": [1]}',
            "is no notebook that can be read: cells[0] should be an object, and is a number",
        ),
        ("a.ipynb", b'{"cells": [{"source": 5}]}', "read: cells[0].source should be text, and is a number"),
        ("a.ipynb", notebook(("code", "x = 1")).decode().encode("utf-16"), "is UTF-16"),
        ("a.ipynb", b'{"nbformat": 3, "worksheets": [{"cells": []}]}', "in format 3, which is too old"),
        (
            "a.ipynb",
            notebook(("code", "x <- 1"), metadata={"kernelspec": {"name": "ir", "language": "R"}}),
            "in R; the",
        ),
        ("a.ipynb", notebook(("code", None)), "has no cell with code"),
        ("a.ipynb", notebook(("markdown", "# A")), "has no cell with code"),
        ("a.py", "x = 1\n".encode("utf-16"), "is UTF-16"),
        ("a.py", b"x = '\xe4'\n", "UTF-8"),
        ("a.py", b"\x7fELF\0\0", "no text: it has NUL bytes"),
        ("a.py", b"print 1\n", "no Python that can be read: line 1"),
        ("a.py", b"<!DOCTYPE html>\n<html></html>", "is a web page"),
        ("a.py", b"", "is empty"),
        ("a.md", b"# Words\n", "has no Python in it"),
        ("a.rst", b"Words\n=====\n", "without cells"),
        ("a.txt", b"Words and other words\n", "no Python that can be read"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_one_sentence(put: Put, name: str, content: str | bytes, said: str) -> None:
    path = put(name, content)
    with pytest.raises(OpeningError) as refused:
        opened(path)
    words = str(refused.value)
    assert said in words
    assert words.startswith(str(path))
    assert words.endswith(".")
    assert "\n" not in words


def test_ten_thousand_cells_are_opened_and_far_more_refused(put: Put) -> None:
    lesson = open_file(put("many.ipynb", notebook(*(("code", f"x{n} = {n}") for n in range(10_000))))).lesson
    assert [cell.number for cell in lesson.cells] == list(range(1, 10_001))
    with pytest.raises(OpeningError, match=r"more\.ipynb has 20,001 cells; files of up to 20,000 can be opened\.$"):
        opened(put("more.ipynb", notebook(*[("code", "1")] * 20_001)))


def test_what_is_no_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OpeningError, match=r"There is no file .*none\.py\."):
        opened(tmp_path / "none.py")
    with pytest.raises(OpeningError, match=r"is a folder\."):
        opened(tmp_path)
    loop = tmp_path / "loop.py"
    loop.symlink_to(loop)
    with pytest.raises(OpeningError, match=r"is a link that leads back to itself\."):
        opened(loop)


def test_a_file_in_another_encoding_that_it_names_is_read(put: Put) -> None:
    path = put("old.py", "# -*- coding: latin-1 -*-\nx = 'ä'\n".encode("latin-1"))
    assert "ä" in sources(opened(path).lesson)[0]


def test_what_a_notebook_has_written_is_passed_over_and_not_kept(put: Put) -> None:
    long = {"output_type": "stream", "text": "x" * 40_000_000}
    head = notebook(("code", "x = 1"))
    whole = json.loads(head)
    whole["cells"][0]["outputs"] = [long]
    path = put("large.ipynb", json.dumps(whole))
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom tutor.opening.lessons import open_file\n"
        f"before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\nopen_file(Path({str(path)!r}))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    kilobytes = int(done.stdout) / (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 60_000  # the file once, 39,000, and not its text beside it


def test_what_a_notebook_has_of_an_earlier_run_is_told_in_words(put: Put) -> None:
    whole = json.loads(notebook(*[("code", f"x{at}") for at in range(6)]))
    stored: list[Any] = [
        [
            {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
            {"output_type": "error", "ename": "E", "evalue": "no"},
        ],
        [{"output_type": "execute_result", "data": {"text/plain": ["tensor(1)"], "text/html": "<b>"}}],
        [{"output_type": "display_data", "data": {"image/png": "AAAA", "text/plain": "<Figure>"}}],
        [{"output_type": "stream", "text": "line\n" * 40}],
        [{"output_type": "stream", "text": "x" * 3_000_000}],
        {"not": "a list"},
    ]
    for cell, outputs in zip(whole["cells"], stored, strict=True):
        cell["outputs"] = outputs
    told = [cell.stored for cell in opened(put("run.ipynb", json.dumps(whole))).lesson.cells]
    assert told[:3] == ["a\nb\nE: no", "tensor(1)", "(a picture)"]
    assert told[3].endswith("… 26 lines more")
    assert told[4:] == ["(3.0 MB of output)", ""]


def test_what_draws_a_figure_in_a_script_is_one_cell_up_to_where_it_is_shown() -> None:
    text = "import matplotlib.pyplot as plt\nimport torch\na = 1\nb = 2\n"
    text += "\nplt.plot([1, 2])\n\nplt.title('x')\nplt.show()\n"
    text += "\nprint(1)\nprint(2)\nprint(3)\nprint(4)\n\nplt.plot([3])\n"
    parts = scripts.script(text)
    assert [part.line for part in parts] == [1, 6, 11, 16]
    assert parts[1].text == "plt.plot([1, 2])\n\nplt.title('x')\nplt.show()"


def test_a_tutorial_with_a_single_ruler_is_one_and_a_line_of_signs_in_a_script_is_none(put: Put) -> None:
    head = '"""\nTitle\n=====\n"""\nimport torch\n\n'
    ruler = "#" * 60
    assert opened(put("one.py", f"{head}{ruler}\n# More text.\n\nx = 1\n")).format == "gallery"
    assert opened(put("script.py", f"{head}x = 1\n{ruler}\ny = 2\n")).format == "script"


def test_a_text_above_the_first_heading_goes_below_it_and_links_to_other_pages_of_a_series_go(put: Put) -> None:
    links = "`One <one.html>`_ ||\n**Two** ||\n`Three <three.html>`_ ||\n`Four <four.html>`_\n"
    text = f'"""\n{links}\nBefore.\n\nTitle\n=====\n\nWords.\n"""\n\n{"#" * 40}\n# More\n# ----\n#\n# Text.\n\nx = 1\n'
    lesson = opened(put("series.py", text)).lesson
    assert titles(lesson) == ["Title", "More"]
    said = "".join(block.text for block in lesson.screens[1].blocks if isinstance(block, Prose))
    assert "Before." in said
    assert "Words." in said
    assert "||" not in said
    assert "Four" not in said
