"""The way out: as a notebook, a script and Markdown, and back into the script, with what the learner changed."""

from __future__ import annotations

import importlib.util
import json
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import GALLERY, notebook

from tutor.course.catalogue import find_course
from tutor.course.lesson import read_lesson
from tutor.learner.storage import write_atomically
from tutor.opening import exporting, texts
from tutor.opening.lessons import OpenedFile, open_file
from tutor.opening.source import OpeningError
from tutor.opening.writing import write_back

Put = Callable[[str, "str | bytes"], Path]


def opened(path: Path) -> OpenedFile:
    return open_file(path, lambda _: True)


def is_a_notebook(whole: dict[str, Any]) -> None:
    """What the format of notebooks asks for, 4.5, by hand."""
    assert set(whole) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (whole["nbformat"], whole["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in whole["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in whole["cells"]:
        assert re.fullmatch(r"[\w-]{1,64}", cell["id"])
        assert isinstance(cell["metadata"], dict)
        assert all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
        if cell["cell_type"] == "code":
            assert set(cell) == {"cell_type", "id", "metadata", "source", "execution_count", "outputs"}
            assert all(one["output_type"] in ("stream", "display_data", "error") for one in cell["outputs"])
        else:
            assert set(cell) == {"cell_type", "id", "metadata", "source"}


def test_every_lesson_goes_out_as_a_notebook_with_all_its_cells_and_comes_back(tmp_path: Path) -> None:
    for folder in sorted(find_course().iterdir())[:40:8]:
        if not (folder / "lesson.py").is_file():
            continue
        lesson = read_lesson(folder)
        cells = exporting.of_lesson(lesson.path.read_text(encoding="utf-8"), {1: "changed = 1"})
        text = exporting.as_notebook(cells)
        is_a_notebook(json.loads(text))
        path = tmp_path / f"{lesson.slug}.ipynb"
        path.write_text(text)
        back = [cell.source for cell in opened(path).lesson.cells]
        assert back == ["changed = 1", *(cell.source for cell in lesson.cells[1:])]


@pytest.mark.skipif(importlib.util.find_spec("nbformat") is None, reason="nbformat is not installed")
def test_jupyters_own_check_finds_nothing_wrong_with_a_notebook(put: Put) -> None:
    import nbformat

    cells = exporting.of_parts(opened(put("gallery.py", GALLERY)).parts, {})
    nbformat.validate(nbformat.reads(exporting.as_notebook(cells), as_version=4))


def test_a_tutorial_goes_out_with_its_texts_in_markdown(put: Put) -> None:
    file = opened(put("gallery.py", GALLERY))
    cells = exporting.of_parts(file.parts, {2: "x = 1"})
    whole = json.loads(exporting.as_notebook(cells))
    is_a_notebook(whole)
    texts = ["".join(cell["source"]) for cell in whole["cells"] if cell["cell_type"] == "markdown"]
    assert texts[0].startswith("# A small training\n")
    assert "## Data" in texts[1]
    assert "> **Note:** Points on a line." in texts[1]
    assert ["".join(cell["source"]) for cell in whole["cells"] if cell["cell_type"] == "code"][1] == "x = 1"


LINKED = r'''"""
Home ||
Before ||
**Here** ||
Next

A title
=======

See `the docs <https://example.org/a>`_ of :math:`w_1 \\cdot x`, for $5.

.. math::

   a &= b \\\\
   c &= d

.. image:: https://example.org/a.png
   :alt: a cat

.. image:: beside.png
   :alt: a dog
"""
x = 1
'''


@pytest.mark.parametrize("reader", ["docutils", "rough"])
def test_links_formulas_and_pictures_of_the_web_go_out_as_jupyter_shows_them(
    put: Put, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reader == "rough":
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    else:
        pytest.importorskip("docutils")
    file = opened(put("gallery.py", LINKED + "#" * 30 + "\n# Words.\n"))
    text, _, words = [cell.source for cell in exporting.of_parts(file.parts, {})]
    assert text.startswith("# A title\n")
    assert (r"See [the docs](https://example.org/a) of $w_1 \cdot x$, for" in text, "Words." in words) == (True, True)
    assert "\n$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$\n" in text
    assert "![a cat](https://example.org/a.png)" in text
    assert "*(picture: a dog)*" in text
    assert "the docs (https://example.org/a) of `w₁ · x`, for $5" in texts.of_rest(file.parts[0].text)


def test_a_notebook_goes_out_as_it_was_but_for_the_cells_that_were_changed(put: Put) -> None:
    data = notebook(
        ("markdown", ["# A\n", "words"]), ("code", ["%matplotlib inline\n", "x = 1"]), ("raw", "r"), ("code", "y = 2"),
        metadata={"language_info": {"name": "python"}, "own": [1, {"a": None}]},
    )  # fmt: skip
    file = opened(put("some.ipynb", data))
    assert json.loads(exporting.edited_notebook(data, file.parts, {}, None)) == json.loads(data)
    expected = json.loads(data)
    expected["cells"][1] |= {"source": ["%matplotlib inline\n", "x = 7"], "outputs": [], "execution_count": None}
    found = exporting.edited_notebook(data, file.parts, {1: "# %matplotlib inline\nx = 7"}, None)
    assert json.loads(found) == expected


@pytest.mark.parametrize("kind", ["script", "markdown"])
def test_texts_and_cells_are_the_same_after_a_script_or_markdown_and_back(put: Put, kind: str) -> None:
    shown = "```python\nshown = 1\n```\n\n```bash\nls\n```"
    data = notebook(
        ("markdown", f"# A\n\nWords *and* `code`.\n\n- a\n- b\n\n{shown}"),
        ("code", "x = 1\n\ny = '''```'''"),
        ("markdown", "## B\n\n```\n%%bash\nls \\n\n```"),
        ("code", "def f():\n    return 1"),
    )
    parts = opened(put("some.ipynb", data)).parts
    cells = exporting.of_parts(parts, {})
    out = (
        put("out.py", exporting.as_percent(cells)) if kind == "script" else put("out.md", exporting.as_markdown(cells))
    )
    back = opened(out).parts
    assert [(part.text.strip(), part.form) for part in back] == [(part.text, part.form) for part in parts]


def test_what_is_no_python_is_a_comment_in_a_script(put: Put) -> None:
    data = notebook(("code", "%%bash\nls"), ("code", "%%time\nx = 1"), ("code", "!pip install x\ny = 1"))
    text = exporting.as_percent(exporting.of_parts(opened(put("some.ipynb", data)).parts, {}))
    assert text == '# %% language="bash"\n# ls\n\n# %%\n# %time\nx = 1\n\n# %%\n# !pip install x\ny = 1\n'


def test_what_cells_led_to_is_below_them_in_markdown() -> None:
    outputs = ({"output_type": "stream", "name": "stdout", "text": ["1\n", "2\n"]},
               {"output_type": "display_data", "data": {"text/plain": "tensor(3)"}, "metadata": {}},
               {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []})  # fmt: skip
    text = exporting.as_markdown([exporting.ExportedCell("x", code=True, number=1, outputs=outputs)])
    assert text == "```python\nx\n```\n\n```\n1\n2\n```\n\n```\ntensor(3)\n```\n\n```\nValueError: no\n```\n"


SCRIPT = "#!/usr/bin/env python\r\n# %% one\r\nx = 1\r\n\r\n# %%\r\ny = 'ä'\r\ny = 3\r\n\r\n\r\n# %%\r\nz = 4\r\n"


def test_changes_are_written_into_the_script_and_what_it_was_is_kept(put: Put, tmp_path: Path) -> None:
    path = put("train.py", SCRIPT)
    path.chmod(0o755)
    (tmp_path / "train.py.bak").write_text("older")
    link = tmp_path / "link.py"
    link.symlink_to(path)
    backup = write_back(opened(link), {1: "x = 7\nx += 1\n", 3: ""}, write_atomically)
    changed = SCRIPT.replace("x = 1", "x = 7\r\nx += 1").replace("z = 4\r\n", "\r\n")
    assert path.read_bytes() == changed.encode()
    assert backup == tmp_path / "train.py.bak-2"
    assert backup.read_bytes() == SCRIPT.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o755
    assert link.is_symlink()


def test_a_script_that_changed_meanwhile_or_cannot_be_written_is_left_as_it_is(put: Put) -> None:
    path = put("train.py", SCRIPT)
    file = opened(path)

    def fails(_path: Path, _data: bytes) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OpeningError, match=r"cannot be written: No space left on device\."):
        write_back(file, {1: "x = 2"}, fails)
    assert path.read_bytes() == SCRIPT.encode()
    path.chmod(0o444)
    with pytest.raises(OpeningError, match=r"is read-only, and is left as it is; `export` makes another of it\."):
        write_back(file, {1: "x = 2"}, write_atomically)
    assert path.read_bytes() == SCRIPT.encode()
    path.chmod(0o644)
    path.write_text("# %%\nx = 5\n")
    with pytest.raises(OpeningError, match="has changed since it was opened"):
        write_back(file, {1: "x = 2"}, write_atomically)
    assert path.read_text() == "# %%\nx = 5\n"
    with pytest.raises(OpeningError, match="is a notebook, which is not written to"):
        write_back(opened(put("a.ipynb", notebook(("code", "x")))), {1: "y"}, write_atomically)
