"""Images, kernels and feature maps."""
