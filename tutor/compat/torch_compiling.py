"""When torch.compile begins and ends its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch._dynamo.callback


def on_compiling(begins: Callable[[], object], ends: Callable[[], object]) -> None:
    """Call these whenever torch.compile begins to work, and when it is done or has failed."""
    handler: Any = torch._dynamo.callback.callback_handler
    handler.register_start_callback(lambda *_: begins())
    handler.register_end_callback(lambda *_: ends())
