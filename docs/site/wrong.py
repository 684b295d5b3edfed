"""What went wrong: each symptom with the lesson that treats it, and the mistakes behind it with their numbers."""

import re

import numpy as np

from backprop_helpers import question
from backprop_helpers.maths import activations, convolution, dense, losses, pooling
from backprop_helpers.practice.mistakes import CATALOGUE
from backprop_helpers.practice.mistakes.mistake import is_layer
from backprop_helpers.practice.trials import trials

_CHAIN = question.published
_QUESTION = {
    convolution.conv2d: (_CHAIN.image, _CHAIN.kernel),
    convolution.conv2d_kernel_gradient: (_CHAIN.image, _CHAIN.feature_map_delta),
    convolution.conv2d_bias_gradient: (_CHAIN.feature_map_delta,),
    convolution.conv2d_input_delta: (_CHAIN.kernel, _CHAIN.feature_map_delta),
    pooling.max_pool2d: (_CHAIN.feature_map,),
    pooling.max_pool2d_input_delta: (_CHAIN.feature_map, _CHAIN.pooled_delta),
    activations.sigmoid: (_CHAIN.pooled,),
    activations.sigmoid_input_delta: (_CHAIN.activations, _CHAIN.activations_delta),
    dense.dense: (_CHAIN.activations.ravel(), _CHAIN.dense_weights),
    dense.dense_weights_gradient: (_CHAIN.activations.ravel(), _CHAIN.hidden_delta),
    dense.dense_input_delta: (_CHAIN.dense_weights, _CHAIN.hidden_delta),
    losses.squared_error: (_CHAIN.output, _CHAIN.target),
    losses.squared_error_input_delta: (_CHAIN.output, _CHAIN.target),
}


def headings_with_mistakes(lessons, table):
    """Return each heading of a lesson that treats a symptom or a mistake, in the lessons' order.

    Parameters
    ----------
    lessons : paths of the lessons, whose names begin with their numbers
    table : Markdown rows of symptom, lesson and heading

    Returns
    -------
    list of dicts with "lesson", "title", "page", "heading", "symptoms" and "rows"
    """
    paths = {path.stem[:2]: path for path in lessons}
    symptoms = [re.fullmatch(r"\| (.+) \| \[(\d\d)\].* \| (.+) \|", row).groups() for row in table.splitlines()[2:]]
    treated = {(lesson, heading) for _, lesson, heading in symptoms} | {
        (each.lesson, each.heading) for each in CATALOGUE
    }
    texts = {lesson: path.read_text(encoding="utf-8") for lesson, path in paths.items()}
    ordered = sorted(treated, key=lambda place: (place[0], texts[place[0]].index(f"## {place[1]}")))
    return [
        {
            "lesson": lesson,
            "page": f"notebooks/{paths[lesson].name}",
            "heading": heading,
            "symptoms": [words for words, *place in symptoms if place == [lesson, heading]],
            "rows": [_row(each) for each in CATALOGUE if (each.lesson, each.heading) == (lesson, heading)],
        }
        for lesson, heading in ordered
    ]


def _row(found):
    """Return a mistake's row: what is seen, a number of the question's, what went wrong and the truth."""
    right, wrong, is_of_the_question = _shown(found)
    seen = described(right, wrong) if right is not None else "other numbers"
    number = _first_difference(right, wrong) if is_of_the_question else ""
    return {"stage": found.stage, "seen": seen, "number": number, "name": found.name, "truth": found.truth}


def _shown(found):
    """Return right and wrong numbers of the first call that tells them apart, and whether it is the question's."""
    calls = [(_QUESTION[found.function], {}, True)] if found.function in _QUESTION else []
    calls += [(*call, False) for call in trials(found.function)] if is_layer(found.function) else []
    for arguments, settings, is_of_the_question in calls:
        right = np.asarray(found.function(*arguments, **settings), float)
        try:
            wrong = found.apply(*arguments, **settings)
        except ValueError:
            continue
        if wrong.shape != right.shape or not np.allclose(wrong, right, rtol=1e-5, atol=1e-9):
            return right, wrong, is_of_the_question
    return None, None, False


def described(right, wrong):
    """Return in words what wrong numbers look like beside the right ones.

    Examples
    --------
    >>> described(np.array([[1.0, 2], [3, 5]]), np.array([[5.0, 3], [2, 1]]))
    'the right numbers, rotated by 180°'
    >>> described(np.array([1.0, 2, 4]), np.array([0.5, 1, 2]))
    'every number 0.5 times as large'
    """
    if right.shape != wrong.shape:
        return f"the wrong shape: {_by(wrong.shape)}, not {_by(right.shape)}"
    for words, turned in _turned(right):
        if turned.shape == wrong.shape and np.allclose(turned, wrong):
            return f"the right numbers, {words}"
    if np.allclose(abs(right), abs(wrong)):
        return "a sign that is wrong" if np.any(np.isclose(right, wrong) & (right != 0)) else "every sign turned"
    factors = wrong[right != 0] / right[right != 0]
    if np.allclose(wrong[right == 0], 0) and factors.size and np.allclose(factors, factors[0]):
        return f"every number {factors[0]:.4g} times as large".replace("-", "−")
    agree = np.isclose(right, wrong)
    return f"{agree.sum()} of {agree.size} numbers right" if agree.any() else "no number right"


def _turned(right):
    if right.ndim > 1 and right.shape[-1] * right.shape[-2] > 1:
        yield "rotated by 180°", np.flip(right, (-2, -1))
        yield "upside down", np.flip(right, -2)
        yield "mirrored", np.flip(right, -1)
        yield "rows and columns swapped", np.swapaxes(right, -2, -1)
    elif right.size > 1:
        yield "in reversed order", np.flip(right)


def _first_difference(right, wrong):
    if right.shape != wrong.shape:
        return ""
    place = tuple(np.argwhere(~np.isclose(right, wrong))[0])
    index = f" at [{', '.join(map(str, place))}]" if place else ""
    return f"{wrong[place]:.6g}, not {right[place]:.6g},{index}".rstrip(",").replace(", at", " at").replace("-", "−")


def _by(shape):
    return "×".join(map(str, shape)) or "one number"
