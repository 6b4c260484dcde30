"""Files that the tests open."""

from __future__ import annotations

import json
from typing import Any

GALLERY = '''"""
A small training
================

It fits a line to points by `gradient descent`_, as in :doc:`another tutorial <other>`.

.. _gradient descent: https://example.org/descent
"""
import torch

######################################################################
# Data
# ----
#
# The model is :math:`y = w x + b`.
#
# .. note::
#    Points on a line.

x = torch.linspace(0, 1, 20)
y = 3 * x + 1

###########################################################################
# Fit
# ---
#
# .. code-block:: python
#
#    loss.backward()
#
# That is all.

w = torch.zeros(2, requires_grad=True)
'''


def notebook(*cells: tuple[str, str | list[str]], **facts: Any) -> bytes:
    """A notebook of format 4 with cells of these kinds and sources."""
    made = [
        {"cell_type": kind, "id": f"c{at}", "metadata": {}, "source": source}
        | (
            {"execution_count": at, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["before\n"]}]}
            if kind == "code"
            else {}
        )
        for at, (kind, source) in enumerate(cells)
    ]
    whole = {"cells": made, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole | facts).encode()
