"""Devices, compilers, and what a session may use of the machine."""
