"""Points become colored text: the one place that knows plotext; no textual, no torch."""
