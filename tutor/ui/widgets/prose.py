"""The lessons' prose. Only text that came with a course is given to it; a learner's never is."""

from __future__ import annotations

from markdown_it import MarkdownIt
from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, highlight
from textual.widgets import Markdown
from textual.widgets.markdown import MarkdownFence


def _parser() -> MarkdownIt:
    """Markdown as GitHub has it, without links that are guessed: README.md and train.py are files, and no sites."""
    parser = MarkdownIt("gfm-like")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


class CodeColors(HighlightTheme):
    """Code in prose has the colors of code in cells."""

    STYLES = {  # noqa: RUF012 - Textual declares it as a variable of instances
        Token.Comment: "$syntax-comment italic",
        Token.Keyword: "$syntax-keyword",
        Token.Operator.Word: "$syntax-keyword",
        Token.Literal.Number: "$syntax-number",
        Token.Keyword.Constant: "$syntax-number",
        Token.Literal.String: "$syntax-string",
        Token.Name.Function: "$syntax-function",
        Token.Name.Class: "$syntax-type",
    }


class Fence(MarkdownFence):
    """Code and formulas; a line that is too long goes on in the next, for nothing here can be scrolled sideways."""

    @classmethod
    def highlight(cls, code: str, language: str, ansi: bool = False, dark: bool = False) -> Content:
        """The code in our colors; what is in no language, as formulas are, as it is."""
        del ansi, dark  # the theme's own names stand for its colors
        return highlight(code, language=language, theme=CodeColors) if language else Content(code)


class ProseView(Markdown):
    """Markdown, set closely: one blank line between paragraphs, headings where the text begins."""

    BLOCKS = {**Markdown.BLOCKS, "fence": Fence, "code_block": Fence}  # noqa: RUF012 - as Textual declares it
    DEFAULT_CSS = """
    ProseView { height: auto; padding: 0; margin: 0; background: transparent; color: $foreground; }
    ProseView > MarkdownBlock:last-child { margin-bottom: 0; }
    ProseView MarkdownParagraph { margin: 0 0 1 0; }
    ProseView MarkdownH1, ProseView MarkdownH2, ProseView MarkdownH3 {
        content-align: left middle; color: $accent; background: transparent; text-style: bold;
        margin: 0 0 1 0; padding: 0; border: none; width: 1fr;
    }
    ProseView MarkdownH3 { color: $foreground; }
    ProseView MarkdownBulletList, ProseView MarkdownOrderedList { margin: 0 0 1 0; padding: 0; }
    ProseView MarkdownList MarkdownParagraph, ProseView MarkdownBlockQuote > MarkdownBlock:last-child { margin: 0; }
    ProseView MarkdownBullet { color: $accent; }
    ProseView MarkdownFence { margin: 0 0 1 0; padding: 0 1; background: $surface; border: none; max-height: 999; }
    ProseView MarkdownFence > Label { width: 1fr; height: auto; padding: 0; }
    ProseView MarkdownBlockQuote {
        margin: 0 0 1 0; padding: 0 0 0 1; border-left: solid $accent; background: transparent;
    }
    ProseView MarkdownTable { margin: 0 0 1 0; }
    ProseView MarkdownHorizontalRule { margin: 0 0 1 0; border-bottom: solid $rule; }
    ProseView MarkdownBlock > .code_inline { color: $secondary; background: $panel; text-style: $code-style; }
    """

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, classes=classes, parser_factory=_parser, open_links=False)
