def fewest(inputs, outputs, pairs):
    per_unit = inputs + 1 + outputs
    width, rest = divmod((pairs - 1) * outputs, per_unit)
    if rest:
        width += 1
    return width or 1
