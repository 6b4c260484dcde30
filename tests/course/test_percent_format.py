from __future__ import annotations

import pytest

from tutor.course.percent import has_code, head, split


def test_cells_begin_at_markers_and_lose_the_blank_lines_around_them() -> None:
    before, cells = split("import this\n# %%\n\n\na = 1\n\nb = 2\n\n# %%\nc = 3\n")
    assert before == "import this"
    assert [(cell.text, cell.line) for cell in cells] == [("a = 1\n\nb = 2", 5), ("c = 3", 10)]


def test_a_marker_carries_title_kind_and_tags() -> None:
    _, cells = split(
        '# %% six rates tags=["sweep", "hidden"]\nx\n'
        '# %% [markdown] tags=["laboratory"]\n"""a"""\n'
        "#%%\ny\n# %% plain\nz"
    )
    assert [(cell.title, cell.markdown, cell.tags) for cell in cells] == [
        ("six rates", False, {"sweep", "hidden"}),
        ("", True, {"laboratory"}),
        ("", False, frozenset()),
        ("plain", False, frozenset()),
    ]


def test_an_empty_cell_stands_on_its_marker() -> None:
    _, cells = split("# %%\n\n# %%\n")
    assert [(cell.text, cell.line) for cell in cells] == [("", 1), ("", 3)]


def test_a_script_without_cells_is_all_head() -> None:
    assert split("x = 1\n# 50 %% of nothing") == ("x = 1\n# 50 %% of nothing", ())


def test_a_form_feed_in_a_string_ends_no_line() -> None:
    _, cells = split("# %%\na = '\x0c'\n# %%\nb")
    assert [cell.line for cell in cells] == [2, 4]


def test_line_ends_of_windows_are_line_ends() -> None:
    _, cells = split("# %%\r\na = 1\r\nb = 2\r\n")
    assert cells[0].text == "a = 1\nb = 2"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("x = 1\n# %%\n1 + 1\n", True),
        ('#%% a title tags=["hidden"]\n\n \n  1\n', True),
        ("# %%\r\n1\r\n", True),
        ("# %% [markdown]\n'no code'\n# %%\n\n# %%\n2", True),
        ("# %% [markdown]\n'no code'\n", False),
        ("# %%\n\n# %%\n \n#%%\n", False),
        ("# %%", False),
        ("# 50 %% of nothing\n1\n", False),
        ("", False),
    ],
)
def test_the_head_and_whether_there_is_code_are_known_without_the_cells(script: str, code: bool) -> None:
    before, cells = split(script)
    assert head(script).replace("\r\n", "\n").rstrip("\n") == before.rstrip("\n")
    assert has_code(script) == code == any(cell.text and not cell.markdown for cell in cells)
