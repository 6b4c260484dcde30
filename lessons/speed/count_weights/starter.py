def count_parameters(widths: list[int]) -> int:
    """How many parameters linear layers of these widths have."""
    raise NotImplementedError
