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
"""What is said of a single number, in a page too; at {} stand its place, or what was typed."""
OF_ARRAYS = {
    "ragged": "This cannot be read as an array. Are all rows of the same length?",
    "too long": "This text has {} characters, too many to be read.",
    "too deep": "The brackets in your text lie too deep in each other.",
    "not opened": "A bracket closes in your text that was not opened.",
    "brackets": "The brackets in your text do not belong together.",
    "shape": "Your answer is {}; the right one is {}.",
    "an array": "an array of shape {}",
    "no array": "a single number",
    "in a row": "{} number{} in a row",
    "layer's shape": "Your answer is {}, where {}.",
    "shape of": "{} {} is the shape of {}.",
    "differs": "{} of {} entries agree. The first that differs is at {}.",
    "blank": "Right so far. The entry at {} is not given yet.",
    "blanks": "Right so far. The entry at {} and {} more are not given yet.",
    "some of both": ", some rounded and some cut off",
    "place": " at {}",
    "signs": "The sizes are right, the signs{} are not.",
    "factor": "Each number is {} the right one.",
    "entries swapped": "The entries at {} and {} are swapped.",
    "one off": "All entries agree but one. Look again at {}.",
    "chain": "Right to the digits you gave, {}.",
    "rounding": "Right but for a rounding on the way: so it comes out {}.",
    "comes out": "This is what comes out if {}{}. Look at {}.",
    "could be": "This could be what comes out if {}{}. Look at {}.",
    "or": "; or if ",
    "more": "; {} more give the same",
    "lesson": "lesson {}, “{}”",
    "more digits": "{} More digits would tell.",
    "too few": "Give more digits, and it may be told what went wrong.",
    "slip": "{} A slip gives the same: {}",
    "differ": "They differ with {}.",
    "and": " and ",
}
"""What is said of several numbers, and of mistakes, in a page too."""
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
    return OF_ARRAYS["shape"].format(_shape(given), _shape(truth))


def wrong_shape_for(given, asked):
    """Say which shape was given, which is right and why, and what else has the given one."""
    if not (right := right_shape(asked)):
        return wrong_shape(given, asked.truth)
    mine = size(given.shape)
    text = OF_ARRAYS["layer's shape"].format(mine, right)
    like = [name for name, value in (asked.named_arguments or {}).items() if np.shape(value) == given.shape != ()]
    return OF_ARRAYS["shape of"].format(text, f"{mine[:1].upper()}{mine[1:]}", like[0]) if like else text


def right_shape(asked):
    """Say which shape is right and why, of a layer's whole result; "" of another."""
    if asked.function not in _SHAPES or asked.place is not None:
        return ""
    what, why = _SHAPES[asked.function]
    return f"{what} is {size(asked.truth.shape)}: {why}"


def _shape(array):
    return OF_ARRAYS["an array"].format(array.shape) if array.ndim else OF_ARRAYS["no array"]


def size(shape):
    """Return a shape in words.

    Examples
    --------
    >>> size((2, 3)), size((4,)), size(())
    ('2×3', '4 numbers in a row', 'a single number')
    """
    if len(shape) == 1:
        return OF_ARRAYS["in a row"].format(shape[0], "s" * (shape[0] != 1))
    return "×".join(map(str, shape)) or OF_ARRAYS["no array"]


def first_that_differs(agree):
    return list(map(int, np.argwhere(~agree)[0]))


def differs(agree, blank):
    """Say how many entries agree and where the first that differs is."""
    if agree.ndim == 0:
        return SENTENCES["wrong"]
    return OF_ARRAYS["differs"].format((agree & ~blank).sum(), (~blank).sum(), first_that_differs(agree))


def signs_turned(agree):
    """Say which numbers have the right size alone."""
    places = [str(list(map(int, place))) for place in np.argwhere(~agree)]
    return OF_ARRAYS["signs"].format(at(listed(places)) if agree.any() and len(places) < 4 else "")


def at(place):
    """Say where, but nothing of a single number, whose place is empty."""
    return OF_ARRAYS["place"].format(place) if place else ""


def not_given_yet(blank):
    """Say that what is given is right."""
    places = [list(map(int, place)) for place in np.argwhere(blank)]
    if len(places) == 1:
        return OF_ARRAYS["blank"].format(*places)
    return OF_ARRAYS["blanks"].format(places[0], len(places) - 1)


def right_to_the_digits(rounded, cut):
    """Say that the numbers are right, and how they were shortened where that can be told."""
    by_rounding, by_cutting = (rounded & ~cut).any(), (cut & ~rounded).any()
    how = {
        (True, False): SENTENCES["rounded"],
        (False, True): SENTENCES["cut"],
        (True, True): OF_ARRAYS["some of both"],
    }
    return SENTENCES["to the digits"].format(how.get((bool(by_rounding), bool(by_cutting)), ""))


def right_so_far(given, enough):
    """Say that the numbers are right, and which has too few digits for that to say much."""
    first = first_that_differs(enough)
    entry = given.entries[tuple(first)]
    number = entry.strip() if isinstance(entry, str) else f"{given.numbers[tuple(first)]:g}"
    return SENTENCES["so far"].format(f"{number}{at(first)}")


def comes_out(mistakes, could=False):
    """Say of which mistakes these are the numbers, and what to look at."""
    ways = list(dict.fromkeys(OF_ARRAYS["and"].join(each.name for each in together) for together in mistakes))
    others = OF_ARRAYS["more"].format(len(ways) - 3) if len(ways) > 3 else ""
    lessons = dict.fromkeys(where(each) for together in mistakes for each in together)
    said = OF_ARRAYS["could be" if could else "comes out"]
    return said.format(OF_ARRAYS["or"].join(ways[:3]), others, listed(list(lessons)[:2]))


def where(mistake):
    """Say which lesson treats a mistake."""
    return OF_ARRAYS["lesson"].format(mistake.lesson, mistake.heading)


def could_be(mistakes, exact):
    """Say which mistakes may have been made, and that more digits would tell unless there are no more."""
    said = comes_out(mistakes, could=True)
    return said if exact else OF_ARRAYS["more digits"].format(said)


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
