# expects: '1' in it is not a number
def xor():
    return (
        ("1", "1", "-0.5"),
        ("1", "1", "-1.5"),
        ("1", "-1", "-0.5"),
    )
