"""Processes of this machine: what is asked of the system about them, by whatever starts some."""
