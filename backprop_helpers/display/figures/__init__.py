"""The course's pictures, each with alt text: the network, its layers both ways, arrays side by side, curves."""

from .channel_table import channels
from .convolution import kernel_gradient, scatter, window
from .curves import error_over_steps, gradient_check
from .learning import learning
from .pooling import routing
from .question_network import network
from .side_by_side import arrays

__all__ = [
    "arrays",
    "channels",
    "error_over_steps",
    "gradient_check",
    "kernel_gradient",
    "learning",
    "network",
    "routing",
    "scatter",
    "window",
]
