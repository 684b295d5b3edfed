"""The one table of layers, from which every “for every layer” test comes.

What the package has is found by its names, in ``discovery.py``. The table adds what names do not tell: arguments to
call the functions with, and PyTorch's twin.
"""

from collections import namedtuple
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

import backprop_helpers as bp

from .inputs import distinct, of_any_shape, tied, uneven, whole, with_gaps

Example = namedtuple("Example", "arrays settings")
FIXED = {"target", "labels"}
"""Arguments that do not learn: there is no derivative by them."""


def given(**arguments):
    """Return arguments of a forward function, its arrays apart from its settings."""
    arrays = {name: value for name, value in arguments.items() if isinstance(value, np.ndarray)}
    return Example(arrays, {name: value for name, value in arguments.items() if name not in arrays})


@dataclass(frozen=True)
class Entry:
    """What the tests know of a layer.

    Attributes
    ----------
    function, layer : the forward function, and the class; a loss has no class, Flatten no function
    twin : the same by PyTorch, a function of torch.nn.functional and of the forward function's arguments as tensors
    calls : examples of small arrays
    neutral : examples in which the layer hardly changes what goes in, so that memory might be shared
    grid : examples for PyTorch, settings in all mixtures; of every so many, PyTorch's answers are stored
    irrational : names of the functions that have no exact result for fractions
    y_range : between which numbers a result lies, where the way back takes the result
    shape_only : arguments of the way back of which only the shape counts
    batch : one more, with a batch on axis 0, of which each is an example itself
    mean : whether a loss is the mean over the batch, not the sum
    """

    function: object = None
    layer: object = None
    twin: object = None
    calls: tuple = ()
    neutral: tuple = ()
    grid: tuple = ()
    every: int = 1
    irrational: tuple = ()
    y_range: tuple = (-np.inf, np.inf)
    shape_only: tuple = ()
    batch: object = None
    mean: bool = False

    def __str__(self):
        return (self.function or self.layer).__name__


def _conv2d_grid():
    settings = list(product([1, 2, (2, 1), (1, 3)], [0, 1, (0, 2), (2, 1)], [1, 2, (1, 2), (2, 1)]))
    images = [((6, 8), None), ((3, 5, 7), 2), ((2, 2, 6, 5), 3)]
    for (image, kernels), size, (stride, padding, dilation) in product(
        images, [(1, 1), (3, 2), (2, 3), (1, 3)], settings
    ):
        channels = () if kernels is None else (kernels, image[-3])
        x, kernel, bias = whole(image), whole(channels + size, 5), whole(channels[:1], 9)
        yield given(x=x, kernel=kernel, bias=bias, stride=stride, padding=padding, dilation=dilation)


def _max_pool2d_grid():
    shapes, strides = [(5, 7), (2, 6, 5), (2, 3, 7, 6)], [None, 1, 2, (1, 3), (3, 2)]
    for make, shape, size, stride in product([distinct, tied, with_gaps], shapes, [1, 2, (2, 3), (3, 2), 3], strides):
        for padding in [0] if size == 1 else [0, 1, (1, 0), (0, 1)]:
            yield given(x=make(shape) - 2, size=size, stride=stride, padding=padding)


def _avg_pool2d_grid():
    shapes, strides = [(5, 7), (2, 6, 5), (2, 3, 7, 6)], [None, 1, 2, (1, 3), (3, 2)]
    for shape, size, stride in product(shapes, [1, 2, (2, 3), (3, 2), 3], strides):
        yield given(x=uneven(shape), size=size, stride=stride)


def _dense_grid():
    for batch, inputs, outputs in product([(), (1,), (4,)], [1, 2, 5], [1, 3]):
        yield given(x=whole((*batch, inputs)), weights=whole((outputs, inputs), 3), bias=whole((outputs,), 7))


def _softmax_cross_entropy_grid():
    for scale, shape in product([1, 30, 1000], [(2,), (5,), (1, 3), (4, 3), (6, 10)]):
        labels = np.arange(np.prod(shape[:-1], dtype=int)) * 7 % shape[-1]
        yield given(logits=scale * uneven(shape), labels=labels.reshape(shape[:-1]))


def _convolution(image, kernel, stride=(1, 2), padding=(1, 0), dilation=(1, 2)):
    x, weights, bias = whole(image), whole(kernel, 1), whole(kernel[:-3], 3)
    return given(x=x, kernel=weights, bias=bias, stride=stride, padding=padding, dilation=dilation)


def _dense(batch):
    return given(x=whole((*batch, 3)), weights=whole((2, 3), 1), bias=whole((2,), 3))


def _as_images(operation):
    """Return an operation of PyTorch's, which wants a channel axis, for images (H, W) too."""

    def twin(F, x, size=2, stride=None, **settings):
        y = getattr(F, operation)(x if x.ndim > 2 else x[None], size, stride, **settings)
        return y if x.ndim > 2 else y[0]

    return twin


def _conv2d_twin(F, x, kernel, bias=None, **settings):
    if kernel.ndim == 4:
        return F.conv2d(x, kernel, bias, **settings)
    return F.conv2d(x[None], kernel[None, None], bias if bias is None else bias[None], **settings)[0]


ROW, ROWS = whole((4,), 6) + 0.5, whole((2, 3)) + 0.5  # of both signs
SPECIAL, EDGES = np.array([-800.0, -0.0, 0, 1e-300, 800]), np.array([-800.0, -40, 0, 40, 800])
PIXEL, SQUARE = np.ones((1, 1)), np.array([[1.0, 2], [3, 4]])

REGISTRY = [
    Entry(
        bp.conv2d,
        bp.Conv2D,
        twin=_conv2d_twin,
        calls=(_convolution((5, 6), (2, 3)), _convolution((2, 5, 6), (3, 2, 2, 3))),
        batch=_convolution((3, 2, 5, 6), (4, 2, 2, 3)),
        neutral=(
            given(x=SQUARE, kernel=PIXEL),
            given(x=SQUARE[None], kernel=PIXEL[None, None], bias=np.zeros(1)),
            given(x=PIXEL, kernel=2 * PIXEL),
        ),
        grid=tuple(_conv2d_grid()),
        every=7,
    ),
    Entry(
        bp.max_pool2d,
        bp.MaxPool2D,
        twin=_as_images("max_pool2d"),
        calls=(
            given(x=whole((5, 6)), size=(2, 3), stride=(1, 2), padding=0),
            given(x=whole((4, 5), 1) - 5, size=(3, 2), stride=2, padding=(1, 0)),
        ),
        batch=given(x=whole((2, 3, 4, 5)), size=2, stride=None, padding=1),
        neutral=(given(x=SQUARE, size=1),),
        grid=tuple(_max_pool2d_grid()),
        every=7,
    ),
    Entry(
        bp.avg_pool2d,
        bp.AveragePool2D,
        twin=_as_images("avg_pool2d"),
        shape_only=("x",),
        calls=(given(x=whole((5, 6)), size=(2, 4), stride=(1, 2)),),
        batch=given(x=whole((2, 3, 4, 5)), size=2, stride=None),
        neutral=(given(x=SQUARE, size=1),),
        grid=tuple(_avg_pool2d_grid()),
        every=7,
    ),
    Entry(
        bp.sigmoid,
        bp.Sigmoid,
        twin=lambda F, x: x.sigmoid(),
        calls=(given(x=ROW),),
        batch=given(x=ROWS),
        neutral=(given(x=SQUARE), given(x=np.zeros(()))),
        grid=[given(x=x) for x in [*of_any_shape(4), EDGES]],
        irrational=("sigmoid",),
        y_range=(0, 1),
    ),
    Entry(
        bp.relu,
        bp.ReLU,
        twin=lambda F, x: x.relu(),
        calls=(given(x=ROW),),
        batch=given(x=ROWS),
        neutral=(given(x=SQUARE),),
        grid=[given(x=x) for x in [*of_any_shape(1), whole((3, 4)), SPECIAL, with_gaps((4, 3))]],
    ),
    Entry(
        bp.leaky_relu,
        bp.LeakyReLU,
        twin=lambda F, x, slope=0.01: F.leaky_relu(x, slope),
        calls=(given(x=ROW, slope=Fraction(1, 4)),),
        batch=given(x=ROWS, slope=Fraction(-1, 2)),
        neutral=(given(x=SQUARE), given(x=SQUARE, slope=1)),
        grid=[
            given(x=x, slope=slope)
            for x in [*of_any_shape(1), whole((3, 4)), SPECIAL, with_gaps((4, 3))]
            for slope in (0.01, 0.5, 0, -2)
        ],
    ),
    Entry(
        bp.tanh,
        bp.Tanh,
        twin=lambda F, x: x.tanh(),
        calls=(given(x=ROW),),
        batch=given(x=ROWS),
        neutral=(given(x=SQUARE), given(x=np.zeros(()))),
        grid=[given(x=x) for x in [*of_any_shape(4), EDGES, 1e-9 * EDGES]],
        irrational=("tanh",),
        y_range=(-1, 1),
    ),
    Entry(
        bp.softmax,
        bp.Softmax,
        twin=lambda F, x: x.softmax(-1),
        calls=(given(x=ROW), given(x=whole((3,)))),
        batch=given(x=ROWS),
        neutral=(given(x=SQUARE), given(x=np.zeros(1))),
        grid=[given(x=scale * uneven(shape)) for scale in (1, 30, 1000) for shape in [(2,), (5,), (1, 3), (4, 3)]],
        irrational=("softmax",),
        y_range=(0, 1),
    ),
    Entry(
        bp.dense,
        bp.Dense,
        twin=lambda F, x, weights, bias=None: F.linear(x, weights, bias),
        calls=(_dense(()),),
        batch=_dense((4,)),
        neutral=(
            given(x=SQUARE, weights=np.eye(2)),
            given(x=SQUARE[0], weights=np.eye(2), bias=np.zeros(2)),
            given(x=whole((4, 1)), weights=PIXEL),
        ),
        grid=tuple(_dense_grid()),
    ),
    Entry(
        layer=bp.Flatten,
        twin=lambda F, x: x.flatten(1 if x.ndim == 4 else 0),
        calls=(given(x=whole((2, 3))), given(x=whole((2, 3, 4)))),
        batch=given(x=whole((2, 3, 1, 2))),
        neutral=(given(x=whole((6,))), given(x=whole((3, 2, 1, 1)))),
        grid=[given(x=x) for x in of_any_shape(1)[1:]],
    ),
    Entry(
        bp.squared_error,
        twin=lambda F, y, target: ((target - y) ** 2).sum() / 2,
        calls=(given(y=whole((3,)), target=whole((3,), 1)),),
        batch=given(y=whole((3, 4)), target=whole((3, 4), 1)),
        neutral=(given(y=SQUARE, target=np.zeros((2, 2))),),
        grid=[given(y=y, target=uneven(y.shape, 3)) for y in of_any_shape(1)],
    ),
    Entry(
        bp.softmax_cross_entropy,
        twin=lambda F, logits, labels: F.cross_entropy(logits, labels),
        calls=(given(logits=whole((3,)), labels=2),),
        batch=given(logits=whole((3, 4)), labels=[2, 0, 1]),
        neutral=(given(logits=SQUARE, labels=[0, 1]),),
        grid=tuple(_softmax_cross_entropy_grid()),
        irrational=("softmax_cross_entropy", "softmax_cross_entropy_input_delta"),
        mean=True,
    ),
]

ENTRIES = {str(entry): entry for entry in REGISTRY}
