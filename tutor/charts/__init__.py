"""Points become coloured text: the one place that knows plotext; no textual, no torch."""
