"""The words that a learner reads about an answer."""

from textwrap import wrap

import numpy as np

from ...maths.activations import (
    leaky_relu,
    leaky_relu_input_delta,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    tanh,
    tanh_input_delta,
)
from ...maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from ...maths.dense import dense, dense_bias_gradient, dense_input_delta, dense_weights_gradient
from ...maths.losses import softmax_cross_entropy_input_delta, squared_error_input_delta
from ...maths.pooling import avg_pool2d, avg_pool2d_input_delta, max_pool2d, max_pool2d_input_delta
from ...maths.softmax import softmax, softmax_input_delta

SENTENCES = {
    "right": "Right.",
    "wrong": "This is not the right number.",
    "to the digits": "Right to the digits you gave{}.",
    "rounded": ", rounded",
    "cut": ", cut off and not rounded",
    "so far": "Right as far as the digits tell; {} has too few to be sure. Give one more.",
    "sign": "The size{} is right, the sign is not.",
    "point": "The digits{} are right, the decimal point is not.",
    "swapped": "Two digits{} are swapped.",
    "no number": "There is “{}” in your text, where a number is asked for.",
}
"""What is said of a single number, in the explorer's page too; at {} stand its place, or what was typed."""
SHOWN = 20
"""Characters that are shown of a text that is no number."""
LINE = 79
"""Characters of a line of prose in a notebook."""

_INPUT = "it has the shape of what went forward"
_SHAPES = {
    conv2d: ("the feature map", "it has a number for every position of the kernel"),
    conv2d_kernel_gradient: ("the kernel gradient", "it has the kernel's shape"),
    conv2d_bias_gradient: ("the bias gradient", "each kernel has one bias"),
    conv2d_input_delta: ("the image's delta", "it has the image's shape"),
    max_pool2d: ("the pooled array", "it has a number for every window"),
    avg_pool2d: ("the pooled array", "it has a number for every window"),
    dense: ("the layer's result", "it has a number for every output"),
    dense_weights_gradient: ("the weights' gradient", "it has the weights' shape"),
    dense_bias_gradient: ("the bias gradient", "each output has one bias"),
    dense_input_delta: ("the inputs' delta", "it has a number for every input"),
    squared_error_input_delta: ("the output's delta", "it has the output's shape"),
    softmax_cross_entropy_input_delta: ("the scores' delta", "it has a number for every score"),
    softmax: ("softmax", "it has a probability for every score"),
    softmax_input_delta: ("the scores' delta", "it has a number for every score"),
    **dict.fromkeys([max_pool2d_input_delta, avg_pool2d_input_delta], ("the delta", _INPUT)),
    **dict.fromkeys([sigmoid, relu, tanh, leaky_relu], ("the result", _INPUT)),
    **dict.fromkeys(
        [sigmoid_input_delta, relu_input_delta, tanh_input_delta, leaky_relu_input_delta], ("the delta", _INPUT)
    ),
}


def wrong_shape(given, truth):
    """Say which shape was given and which is right."""
    return f"Your answer is {_shape(given)}; the right one is {_shape(truth)}."


def wrong_shape_for(given, asked):
    """Say which shape was given, which is right and why, and what else has the given one."""
    if asked.function not in _SHAPES:
        return wrong_shape(given, asked.truth)
    what, why = _SHAPES[asked.function]
    mine = size(given.shape)
    text = f"Your answer is {mine}, where {what} is {size(asked.truth.shape)}: {why}."
    like = [name for name, value in (asked.named_arguments or {}).items() if np.shape(value) == given.shape != ()]
    return f"{text} {mine[:1].upper()}{mine[1:]} is the shape of {like[0]}." if like else text


def _shape(array):
    return f"an array of shape {array.shape}" if array.ndim else "a single number"


def size(shape):
    """Return a shape in words.

    Examples
    --------
    >>> size((2, 3)), size((4,)), size(())
    ('2×3', '4 numbers in a row', 'a single number')
    """
    if len(shape) == 1:
        return f"{shape[0]} number{'s' * (shape[0] != 1)} in a row"
    return "×".join(map(str, shape)) or "a single number"


def first_that_differs(agree):
    return list(map(int, np.argwhere(~agree)[0]))


def differs(agree, blank):
    """Say how many entries agree and where the first that differs is."""
    if agree.ndim == 0:
        return SENTENCES["wrong"]
    count = f"{(agree & ~blank).sum()} of {(~blank).sum()} entries agree"
    return f"{count}. The first that differs is at {first_that_differs(agree)}."


def signs_turned(agree):
    """Say which numbers have the right size alone."""
    places = [str(list(map(int, place))) for place in np.argwhere(~agree)]
    where = f" at {listed(places)}" if agree.any() and len(places) < 4 else ""
    return f"The sizes are right, the signs{where} are not."


def not_given_yet(blank):
    """Say that what is given is right."""
    places = [list(map(int, place)) for place in np.argwhere(blank)]
    more = f" and {len(places) - 1} more are" if len(places) > 1 else " is"
    return f"Right so far. The entry at {places[0]}{more} not given yet."


def right_to_the_digits(rounded, cut):
    """Say that the numbers are right, and how they were shortened where that can be told."""
    by_rounding, by_cutting = (rounded & ~cut).any(), (cut & ~rounded).any()
    how = {
        (True, False): SENTENCES["rounded"],
        (False, True): SENTENCES["cut"],
        (True, True): ", some rounded and some cut off",
    }
    return SENTENCES["to the digits"].format(how.get((bool(by_rounding), bool(by_cutting)), ""))


def right_so_far(given, enough):
    """Say that the numbers are right, and which has too few digits for that to say much."""
    first = first_that_differs(enough)
    place = f" at {first}" if first else ""
    entry = given.entries[tuple(first)]
    number = entry.strip() if isinstance(entry, str) else f"{given.numbers[tuple(first)]:g}"
    return SENTENCES["so far"].format(f"{number}{place}")


def comes_out(mistakes, could=False):
    """Say of which mistakes these are the numbers, and what to look at."""
    begin = "This could be what comes out if" if could else "This is what comes out if"
    ways = list(dict.fromkeys(" and ".join(each.name for each in together) for together in mistakes))
    others = f"; {len(ways) - 3} more give the same" if len(ways) > 3 else ""
    lessons = dict.fromkeys(where(each) for together in mistakes for each in together)
    return f"{begin} {'; or if '.join(ways[:3])}{others}. Look at {listed(list(lessons)[:2])}."


def where(mistake):
    """Say which lesson treats a mistake."""
    return f"lesson {mistake.lesson}, “{mistake.heading}”"


def could_be(mistakes, exact):
    """Say which mistakes may have been made, and that more digits would tell unless there are no more."""
    return comes_out(mistakes, could=True) + ("" if exact else " More digits would tell.")


TOO_FEW_DIGITS = "Give more digits, and it may be told what went wrong."


def sum_behind(terms):
    """Say which terms a number is the sum of, four of them at most."""
    more = f" and {len(terms) - 3} more terms" if len(terms) > 4 else ""
    if not terms:
        return ""
    shown = terms[:3] if more else terms
    if len(terms) == 1:
        return f"It is {terms[0]}."
    return f"It is the sum of {', '.join(shown)}{more}." if more else f"It is the sum of {listed(shown)}."


def wrapped(text):
    """Return a text whose long lines are broken between words: a notebook's page breaks them anywhere.

    Examples
    --------
    >>> print(wrapped("one two " * 12))
    one two one two one two one two one two one two one two one two one two one two
    one two one two
    """
    lines = (wrap(line, LINE, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(parts) for parts in lines)


def listed(words):
    """Join words with commas, the last with "and"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
