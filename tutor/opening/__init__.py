"""Other people's files as lessons: tutorials, notebooks, Markdown and scripts, read without running them."""

SUFFIXES = (".py", ".ipynb", ".md", ".markdown")
"""What a file's name ends in that is looked for in a folder, and that no lesson's name ends in."""
