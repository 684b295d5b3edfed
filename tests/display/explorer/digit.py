"""An explorer of real digits: the lessons' network after some steps, with images to pick from and a pen."""

from functools import cache

from backprop_helpers import explore
from backprop_helpers.examples import digits

COUNT, SHOWN = 12, 3  # images to pick from, and which of them is shown
IMAGES, LABELS = digits.as_input(digits.images[:COUNT]), digits.labels[:COUNT]


@cache
def trained():
    """Return a network that tells most digits, after 60 steps on 400 of them."""
    network = digits.network()
    for _ in range(60):
        network.forward(digits.as_input(digits.images[:400]))
        network.backward(digits.labels[:400])
        network.step(0.5)
    return network


def digit(**options):
    network = trained()
    network.forward(IMAGES[SHOWN])
    network.backward(LABELS[SHOWN])
    return explore(network, **{"target": LABELS[SHOWN], "offer": "step", "images": (IMAGES, LABELS)} | options)
