"""A tensor taken apart: shape, strides, memory, values."""
