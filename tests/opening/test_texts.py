"""Texts of others as Markdown that a terminal shows: reST by both ways of reading it, Markdown with HTML, formulas."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest

from tutor.opening import rest_roughly
from tutor.opening.formulas import in_unicode
from tutor.opening.matrices import set_out
from tutor.opening.pictures import unmarked
from tutor.opening.texts import addresses_in, folded, of_markdown, of_rest, with_addresses

REST: list[Callable[[str], str]] = [rest_roughly.in_markdown]
if importlib.util.find_spec("docutils") is not None:
    from tutor.opening import rest_by_docutils

    REST.append(rest_by_docutils.in_markdown)


@pytest.fixture(params=["roughly", "docutils"])
def read(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """Both ways to read reST."""
    if request.param == "docutils" and len(REST) < 2:
        pytest.skip("docutils is not installed: pip install '.[open]'")
    reader = REST[-1] if request.param == "docutils" else REST[0]
    return lambda text: unmarked(reader(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("``torch.ones`` and *this*", "`torch.ones` and *this*"),
        (":class:`~torch.nn.Linear` and :func:`torch.mean`", "`Linear` and `torch.mean`"),
        (":doc:`the other <other_tutorial>`", "the other"),
        ("see `the docs <https://example.org/a>`__", "see the docs (https://example.org/a)"),
        ("see `the docs`_\n\n.. _the docs: https://example.org/a", "see the docs (https://example.org/a)"),
        ("a rate :math:`\\eta_t` of", "a rate `ηₜ` of"),
        (".. math:: y = x^2", "```\ny = x²\n```"),
        (".. note:: Mind this.", "> **Note:** Mind this."),
        (".. warning::\n\n   Mind this,\n   and that.", "> **Warning:** Mind this,\n> and that."),
        (".. image:: /_static/a.png\n   :alt: a curve that falls", "*(picture: a curve that falls)*"),
        (".. note :: Mind this.", "> **Note:** Mind this."),
        (".. note::\n  - Mind this\n    and\n  - that.", "> **Note:**\n>\n> - Mind this\n>   and\n> - that."),
        (".. note::\n\n  1. Mind this.\n  2. And that.", "> **Note:**\n>\n> 1. Mind this.\n> 2. And that."),
        (".. note:: Mind\n          this.\n\n   And that.", "> **Note:** Mind\n> this.\n>\n> And that."),
        (".. image:: a.png\n   :alt: a curve\n         that falls\n   :width: 3", "*(picture: a curve that falls)*"),
        (":func:`f``", "`f`"),
        (".. figure:: /_static/a.png", "*(picture: a.png)*"),
        (".. figure:: a.png\n   :alt: a curve\n\n   a curve", "*(picture: a curve)*"),
        (".. figure:: a.png\n   :alt: a curve\n\n   Falling.", "*(picture: a curve)*\n\nFalling."),
        (".. code-block:: python\n   :linenos:\n\n   x = 1", "```python\nx = 1\n```"),
        (r".. math:: \begin{bmatrix} a \\ b \end{bmatrix}", "```\n⎡a⎤\n⎣b⎦\n```"),
        ("So::\n\n    x = 1", "So:\n\n```python\nx = 1\n```"),
        (".. code-block:: python\n\n   >>> x\n   1", "```pycon\n>>> x\n1\n```"),
        ("So::\n\n    >>> x\n    1", "So:\n\n```pycon\n>>> x\n1\n```"),
        ("- one\n- two", "- one\n- two"),
        (".. raw:: html\n\n   <b>no</b>\n\nWords.", "Words."),
        (".. toctree::\n   :hidden:\n\n   a\n   b", ""),
        (".. include:: /etc/hostname", ""),
        (".. grid:: 2\n\n   .. grid-item-card:: What you learn\n\n      * this", "**What you learn**\n\n"),
        ("``layer2``\\ 's and ``i``\\ th", "`layer2`'s and `i`th"),
        ("Looks like: ::\n\n    x = 1", "Looks like:\n\n```python\nx = 1\n```"),
        (
            "``__init__``, `__len__` and __getitem__ of x_i",
            "`__init__`, *\\_\\_len\\_\\_* and \\_\\_getitem\\_\\_ of x_i",
        ),
        ("**Calls ``f``**", "**Calls `f`**"),
        ("**the *meaning* of it**", "**the *meaning* of it**"),
        ("A paper [1]_.\n\n.. [1] By *them*.", "A paper [1].\n\n[1] By *them*."),
        ("A paper [Them]_.\n\n.. [Them] Of 2020.", "A paper [Them].\n\n[Them] Of 2020."),
        ("With |it|.\n\n.. |it| replace:: the *tool*", "With the *tool*."),
        ("so\n- which is one", "so\n\\- which is one"),
        ("so:\n* one\n* two", "so:\n* one\n* two"),
        (".. grid-item-card:: :octicon:`x;1em;` You *learn*\n\n   * this", "**You *learn***\n\n"),
        ("**Author:** `Some One <https://example.org>`_", "**Author:** Some One (https://example.org)"),
    ],
)
def test_rest_is_read_the_same_with_docutils_and_without(read: Callable[[str], str], text: str, said: str) -> None:
    found = read(text)
    assert found.startswith(said) if said.endswith("\n\n") else found == said


@pytest.mark.parametrize(
    "text",
    [
        "=====  =====\nname   count\n=====  =====\n*a*    1|2\n       x\n=====  =====\n",
        "+------+-------+\n| name | count |\n+======+=======+\n| *a*  | 1|2   |\n|      | x     |\n+------+-------+\n",
        ".. list-table:: Called\n   :widths: 1 2\n\n   * - name\n     - count\n   * - *a*\n     - 1|2\n       x\n",
    ],
)
def test_a_rest_table_is_a_table_with_docutils_and_without(read: Callable[[str], str], text: str) -> None:
    assert read(text).endswith("| name | count |\n| --- | --- |\n| *a* | 1\\|2 x |")


@pytest.mark.parametrize(
    "text",
    [
        "=====  =====\nover both\n------------\na      1\n=====  =====",
        "+---+---+\n| a     |\n+---+---+\n| b | c |\n+---+---+",
    ],
)
def test_a_table_with_a_cell_over_several_columns_is_left_as_it_is_drawn_without_docutils(text: str) -> None:
    assert rest_roughly.in_markdown(text) == f"```\n{text}\n```"


def test_lines_that_were_set_as_lines_stay_apart(read: Callable[[str], str]) -> None:
    assert read("| one *two*\n| three\n  four") in ("one *two*\n\nthree\nfour", "one *two*\\\nthree\n  four")


def test_what_is_escaped_in_rest_is_a_character_and_no_mark_of_docutils() -> None:
    pytest.importorskip("docutils", reason="docutils is not installed: pip install '.[open]'")
    from tutor.opening.rest_by_docutils import in_markdown

    assert in_markdown(r"the \_ suffix") == "the _ suffix"


def test_what_a_link_and_an_abbreviation_stand_for_may_stand_in_another_text() -> None:
    far = addresses_in(["See below.\n\n.. _the docs:\n    https://example.org/a\n", ".. |it| replace:: the tool"])
    assert of_rest(with_addresses("`the docs`_ of |it|", far)) == "the docs (https://example.org/a) of the tool"
    assert with_addresses("neither", far) == "neither"


def test_rest_that_cannot_be_parsed_is_still_read() -> None:
    assert "words" in of_rest("Title\n\n  .. broken::: \n\n`unclosed ``both\n\nwords |subst| :role:`x\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a [page](https://example.org/x) here", "a page (https://example.org/x) here"),
        ("[https://example.org](https://example.org/)", "https://example.org"),
        ("[below](#here)", "below"),
        ("![a cat](cat.png)", "*(picture: a cat)*"),
        ("![](data:image/png;base64,AAAA)", "*(picture: without a description)*"),
        ('<img src="b.png" alt="two lines" width=3>', "*(picture: two lines)*"),
        ('<a href="https://example.org/x">page</a><br>', "page (https://example.org/x)"),
        ("<div align=center>words</div>", "words"),
        ("<!-- hidden -->words", "words"),
        ("[![badge](https://a/b.svg)](https://a/b) words", "words"),
        ("so $x_i^2$ is", "so `xᵢ²` is"),
        ("it costs $5 or $6", "it costs $5 or $6"),
        ("$$\\frac{1}{n}$$", "```\n1/n\n```"),
        ("`$x$` and `[a](b)`", "`$x$` and `[a](b)`"),
        ("```python\n[a](https://b) $x$\n```", "```python\n[a](https://b) $x$\n```"),
        ("x[0](1) < y > z", "x[0](1) < y > z"),
        ("a paper[^1]\n\n[^1]: By them.", "a paper[1]\n\n[1] By them."),
    ],
)
def test_foreign_markdown_says_in_words_what_a_terminal_does_not_show(text: str, said: str) -> None:
    assert of_markdown(text) == said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"y_\text{pred} = x_{ab}^{2}", "y_pred = x_ab²"),
        (r"\theta_{t+1} = \theta_t - \eta\, \nabla L(\theta_t)", "θₜ₊₁ = θₜ − η ∇L(θₜ)"),
        (r"\frac{\partial y}{\partial x_1}", "∂y/∂x₁"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\mathbf{x} \in \mathbb{R}^n", "x ∈ ℝⁿ"),
        (r"a \cdot b=\epsilon * c", "a · b = ε * c"),
        (r"\frac{\partial L}{\partial y}\frac{\partial M(x)}{\partial x}", "∂L/∂y ∂M(x)/∂x"),
        (r"\frac{1}{2}\left(x^3-1\right)", "1/2 (x³−1)"),
        (r"\frac{1}{2a}", "1/(2a)"),
        (r"\frac{\exp(x_i)}{\sum_j \exp(x_j)}", "exp(xᵢ)/(∑ⱼ exp(xⱼ))"),
        (r"\eta \nabla_\theta L(\theta_{online})", "η ∇_θ L(θ_online)"),
        (r"\sum_{w \in C} \max_a'\ Q", "∑_(w∈C) maxₐ′ Q"),
        (r"\left[ 1, 2 \right] ( x )", "[1, 2] (x)"),
        (r"\| a \| \| b_i \|", "‖a‖ ‖bᵢ‖"),
        (r"data\_grad", "data_grad"),
        (r"\text{for } x, \textrm{vjp}_o, \bf{y}", "for x, vjpₒ, y"),
        (r"\underset{G}{\text{min}} V = \overbrace{2.3}^\text{can run}", "min_G V = 2.3 (can run)"),
        (r"\hat{y} = \sigma(w^\top x)", "ŷ = σ(wᵀx)"),
        (r"\begin{align} a &= b \\ c &= d \end{align}", "a = b\nc = d"),
        (r"x^{ab\gamma}", "x^(abγ)"),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", None),
        (r"\mystery{x}", None),
        (r"{", None),
        (r"x^", None),
    ],
)
def test_simple_formulas_are_a_line_of_unicode_and_others_stay_as_they_are(tex: str, said: str | None) -> None:
    assert in_unicode(tex) == said


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (
            r"J^{T}=\left(\begin{array}{cc} \frac{dy}{dx} & \cdots\\ \vdots & \ddots \end{array}\right)v",
            "Jᵀ = ⎛dy/dx  ⋯⎞v\n     ⎝⋮      ⋱⎠",
        ),
        (
            r"\begin{bmatrix} \vec{a} \\ b \\ c_\text{of} \end{bmatrix}^T \begin{pmatrix} 1 & 2 \end{pmatrix}",
            "⎡a⃗   ⎤\n⎢b   ⎥ᵀ (1  2)\n⎣c_of⎦",
        ),
        (r"L = \begin{cases} 1 & \text{for } |x| \le 1, \\ 0 & \text{otherwise.} \end{cases}",
         "L = ⎰1  for |x| ≤ 1,\n    ⎱0  otherwise."),
        (r"\begin{pmatrix} \mystery & 1 \\ 2 & 3 \end{pmatrix}", None),
    ],
)  # fmt: skip
def test_a_matrix_is_set_in_rows_between_brackets_as_high_as_it_is(tex: str, said: str | None) -> None:
    assert set_out(tex) == said


def test_a_matrix_of_one_row_stands_in_a_line_of_text_and_a_higher_one_as_it_is_written() -> None:
    column = r"\begin{pmatrix} a \\ b \end{pmatrix}"
    assert of_rest(r":math:`v=\left(\begin{array}{cc} a & b \end{array}\right)^T`") == "`v = (a  b)ᵀ`".replace(
        "  ", " "
    )
    assert of_rest(f":math:`{column}`") == f"`{column}`"


def test_a_long_text_is_folded_between_two_paragraphs_and_loses_nothing() -> None:
    blocks = [f"Paragraph {n}. " + "word " * 48 + "end." for n in range(6)]
    seen, more = folded("\n\n".join(blocks))
    assert seen == "\n\n".join(blocks[:2])
    assert more == "\n\n".join(blocks[2:])
    assert folded("short") == ("short", "")
    few = "\n\n".join(blocks[:3])
    assert folded(few) == (few, "")


def test_a_block_of_code_and_a_list_are_not_torn_apart_by_a_fold() -> None:
    code = "```python\n" + "\n\n".join(f"x{n} = 1" for n in range(100)) + "\n```"
    items = "- one\n\n  more of it\n\n- two"
    words = ("word " * 100).strip()
    seen, more = folded(f"{words}\n\n{code}\n\n{items}\n\n{words}")
    assert seen == words
    assert more.startswith(code)
    assert items in more
