"""A convolution over channels as a table: a column for every input channel, a row for every kernel."""

from ...maths.convolution import conv2d, conv2d_input_delta, conv2d_kernel_gradient
from ...maths.numerals import read
from ...tracing.notation import SIGNS
from ..drawing import house_style, letter_of
from ..layout import Layout, Panel, in_words, joined, small_array

ARRAYS = ("image", "kernel", "feature map")
FORWARD = {letter_of(array): SIGNS[array].role for array in ARRAYS}
BACKWARD = {
    letter_of(array, back=True): role for array, role in zip(ARRAYS, ("delta", "gradient", "delta"), strict=True)
}


def channels(image, kernel, delta=None, bias=None):
    """Draw a convolution over channels: under a channel its slice of every kernel, at the right what a kernel adds up.

    Parameters
    ----------
    image : array_like, shape (C, H, W), each at most 8
    kernel : array_like, shape (K, C, kh, kw), each at most 8
    delta : array_like, shape (K, H', W'), the deltas of the feature maps; with them the way back is drawn, in the same
        table: each delta in the place of its array, each gradient in that of its slice
    bias : array_like, shape (K,), added on the way forward; it has no part in the way back

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the arrays do not fit each other or a card.

    Examples
    --------
    >>> image, kernel = [[[1, 2]], [[3, 4]]], [[[[1]], [[-1]]]]
    >>> channels(image, kernel, bias=[7])  # doctest: +NORMALIZE_WHITESPACE
    A column for each channel, a row for each kernel. o[0]: 1 2. o[1]: 3 4. w[0, 0]: 1. + w[0, 1]: −1. sum + 7 → x[0]:
    5 5.
    >>> channels(image, kernel, delta=[[[10, 5]]])  # doctest: +NORMALIZE_WHITESPACE
    A column for each channel, a row for each kernel. δ_o[0]: 10 5. δ_o[1]: −10 −5. ∂E/∂w[0, 0]: 20. ∂E/∂w[0, 1]: 50.
    ← to each δ_x[0]: 10 5.
    """
    image = small_array("image", image, axes="(C, H, W)")
    kernel = small_array("kernel", kernel, axes="(K, C, kh, kw)")
    feature_maps = conv2d(image, kernel, bias)
    if delta is None:
        added = [""] * len(kernel) if bias is None else [f" + {read(one)}".replace("+ −", "− ") for one in bias]
        rows = _table(FORWARD, image, kernel, feature_maps, "+", [f"sum{one} →" for one in added])
    else:
        delta = small_array("delta", delta, axes="(K, H', W')")
        gradient = conv2d_kernel_gradient(image, delta, kernel.shape)
        image_delta = conv2d_input_delta(kernel, delta, image.shape)
        rows = _table(BACKWARD, image_delta, gradient, delta, "", ["← to each"] * len(kernel))
    with house_style():
        words = " ".join(map(in_words, rows))
        return Layout(*rows).draw().picture(f"A column for each channel, a row for each kernel. {words}")


def _table(looks, tops, slices, results, between, signs):
    """Return the rows of a table: the input's channels; then, for every kernel, its slices, a sign and its result."""
    (top, top_role), (inner, inner_role), (result, result_role) = looks.items()
    rows = [joined("", [Panel(f"{top}[{c}]", channel, top_role) for c, channel in enumerate(tops)])]
    for k, sign in enumerate(signs):
        row = joined(between, [Panel(f"{inner}[{k}, {c}]", one, inner_role) for c, one in enumerate(slices[k])])
        rows.append([*row, sign, Panel(f"{result}[{k}]", results[k], result_role)])
    return rows
