"""Every use of what Textual, Rich, plotext, pytest and torch do not promise, a module for each thing that is used.

Each module says what it takes, and what the tutor does where that is gone. tests/compat has a test for each, whose
failure says what breaks, and `pytorch-tutor doctor` names what is gone and what that means (commands/fallbacks.py).
Nothing is imported here, so that the tutor's end loads no torch and the kernel no Textual.
"""
