"""The one table of layers, from which every “for every layer” test comes.

What the package has is found by its names: every ``…_input_delta`` and ``…_gradient``, the forward functions that they
belong to, and every subclass of ``Layer``. The table adds what names do not tell: arguments to call them with, and
PyTorch's twin. ``missing`` says by name what a layer lacks, here or in the package.
"""

import inspect
import pkgutil
from collections import namedtuple
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from itertools import product
from types import FunctionType

import numpy as np

import backprop_helpers as bp
from backprop_helpers import maths
from backprop_helpers.maths.layers import Layer
from backprop_helpers.maths.network import LOSSES

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


ROW, ROWS = whole((4,)) + 0.5, whole((2, 3)) + 0.5
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


# What the package has


def defined(kind):
    """Return what the rooms of the mathematics define and do not hide, by name."""
    rooms = [f"{maths.__name__}.{room.name}" for room in pkgutil.iter_modules(maths.__path__)]
    values = [(value, room) for room in rooms for value in vars(import_module(room)).values()]
    own = [value for value, room in values if isinstance(value, kind) and value.__module__ == room]
    return {value.__name__: value for value in own if not value.__name__.startswith("_")}


FUNCTIONS = defined(FunctionType)
BACKWARD = {name: value for name, value in FUNCTIONS.items() if name.endswith(("_input_delta", "_gradient"))}
LAYERS = {name: value for name, value in defined(type).items() if issubclass(value, Layer) and value is not Layer}


def forward_of(name):
    """Return the name of the forward function that a way back belongs to, or None."""
    found = [other for other in FUNCTIONS.keys() - BACKWARD.keys() if name.startswith(f"{other}_")]
    return next((other for other in found if FUNCTIONS[other].__module__ == BACKWARD[name].__module__), None)


def public_calculations():
    """Return the names of the functions of arrays that can be imported from the package, the ways back left out."""
    return sorted(
        name
        for name in FUNCTIONS.keys() - BACKWARD.keys() - {"check_gradients"}
        if name in bp.__all__ or name in map(forward_of, BACKWARD)
    )


ENTRIES = {str(entry): entry for entry in REGISTRY}


def missing(name):
    """Return in sentences what a forward function or a class lacks."""
    if name not in ENTRIES:
        return [f"{name} has no entry in tests/maths/registry.py"]
    entry = ENTRIES[name]
    lacks = {f"{name} has no twin of PyTorch's": not entry.twin, f"{name} has no grid for PyTorch": not entry.grid}
    lacks |= {f"{name} has no calls to test it with": not entry.calls or not entry.batch}
    lacks |= {f"{name} has no call that hardly changes its arguments": not entry.neutral}
    if entry.function:
        lacks |= {f"there is no {backward}": backward not in BACKWARD for backward in _ways_back_needed(entry)}
        lacks |= {f"{name} has no class, and no place in LOSSES": not entry.layer and entry.function not in LOSSES}
    public = {value.__name__: value for value in (entry.function, entry.layer) if value} | ways_back(name)
    lacks |= {f"{each} cannot be imported from backprop_helpers": not _exported(each, public[each]) for each in public}
    return [sentence for sentence, is_lacking in lacks.items() if is_lacking]


def _ways_back_needed(entry):
    others = list(inspect.signature(entry.function).parameters)[1:]
    arrays = {array for example in entry.calls for array in example.arrays} - FIXED
    return [f"{entry}_input_delta", *(f"{entry}_{array}_gradient" for array in others if array in arrays)]


def _exported(name, value):
    return name in bp.__all__ and getattr(bp, name, None) is value


def ways_back(name):
    """Return the ways back that belong to a forward function, by their names."""
    return {backward: BACKWARD[backward] for backward in sorted(BACKWARD) if forward_of(backward) == name}


# Calling a way back


def way_back(function, example, y, delta):
    """Return what the package says of ∂(Σ delta·y)/∂argument, y being the function's result, by the argument's name."""
    results = {}
    for name, backward in ways_back(function.__name__).items():
        argument = _argument(function, name, example)
        if argument in example.arrays:
            known = arguments_of_a_way_back(backward, example, y, delta)
            result = backward(**known.arrays, **known.settings)
            results[argument] = result if "delta" in known.arrays else delta * result
    return results


def _argument(function, backward, example):
    argument = backward.removeprefix(f"{function.__name__}_").removesuffix("_gradient")
    return next(iter(example.arrays)) if argument == "input_delta" else argument


def arguments_of_a_way_back(backward, example, y, delta):
    """Return those arguments that a way back asks for."""
    first, *_ = example.arrays.values()
    shapes = {f"{name}_shape": np.shape(array) for name, array in example.arrays.items()}
    known = {"y": y, "delta": delta, "input_shape": np.shape(first), **shapes, **example.arrays, **example.settings}
    wanted = [name for name in inspect.signature(backward).parameters if name in known]
    arrays = {name: known[name] for name in wanted if name in ("y", "delta", *example.arrays)}
    return Example(arrays, {name: known[name] for name in wanted if name not in arrays})
