"""Any value, as text."""
