"""Processes, limits and threads, as the system has them."""
