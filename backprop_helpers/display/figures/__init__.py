"""The course's pictures, each with alt text: the network, its layers both ways, arrays side by side, curves."""

from .channel_table import channels
from .confusion_matrix import confusion
from .convolution import kernel_gradient, scatter, window
from .curves import error_over_steps, gradient_check
from .learning import learning
from .pooling import routing
from .question_network import network
from .side_by_side import arrays
from .tiles import digits, image_delta, kernels

__all__ = [
    "arrays",
    "channels",
    "confusion",
    "digits",
    "error_over_steps",
    "gradient_check",
    "image_delta",
    "kernel_gradient",
    "kernels",
    "learning",
    "network",
    "routing",
    "scatter",
    "window",
]
