def fewest(inputs: int, outputs: int, pairs: int) -> int:
    """The smallest width that can store so many pairs."""
    raise NotImplementedError
