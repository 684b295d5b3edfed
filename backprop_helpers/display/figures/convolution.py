"""The convolution in pictures: the sliding window, four views of the kernel gradient, the delta's way to the image."""

import numpy as np

from ...examples import question
from ...maths.arguments import as_pair
from ...maths.convolution import conv2d, conv2d_input_delta, conv2d_kernel_gradient
from ...maths.numerals import decimals_of, number, read
from ...maths.windows import Windows
from ..drawing import SANS_DIGITS, house_style, letter_of, text_width
from ..layout import LARGEST, MARGIN, Layout, Panel, Views, joined, small_array

IMAGE, KERNEL, MAP, DELTA = (
    letter_of("image"),
    letter_of("kernel"),
    letter_of("feature map"),
    letter_of("feature map", back=True),
)
MOST_PATCHES, MOST_READ = 4, 24  # patches side by side, and numbers in all of them


EXACT = question.exact


def window(position=(0, 0), image=EXACT.image, kernel=EXACT.kernel, stride=1, padding=0, unknown=False):
    """Draw one position of the sliding window: patch times kernel, added up, is one entry of the feature map.

    Parameters
    ----------
    position : (row, column) of the entry of the feature map
    image : array_like, shape (rows, columns), at most 8 × 8, with its padding 10 × 10
    kernel : array_like, shape (rows, columns)
    stride, padding : int or pair of int
    unknown : bool, whether the reader is yet to find the other entries of the feature map: they are question marks

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the position is outside the feature map, or the arrays do not fit each other or a card.

    Examples
    --------
    >>> window((0, 1), image=[[1, 2, 3]], kernel=[[4, -5]])  # doctest: +NORMALIZE_WHITESPACE
    Window at row 0, column 1: patch 2 3 times kernel 4 −5 gives products 8 −15; their sum −7 is entry (0, 1) of the
    feature map −6 −7.
    """
    image = small_array("image", image)
    kernel = small_array("kernel", kernel)
    feature_map = conv2d(image, kernel, stride=stride, padding=padding)
    windows = Windows(image.shape, kernel.shape, stride, padding)
    position = _inside("position", position, "feature map", windows.positions)
    edges = [(border, border) for border in windows.padding]
    padded = small_array("the padded image", np.pad(image, edges), LARGEST + 2)
    beyond = np.pad(np.zeros(image.shape, dtype=bool), edges, constant_values=True)
    here = windows.under(position[0], 0), windows.under(position[1], 1)
    products = padded[here] * kernel
    with house_style():
        layout = _window_layout(
            Panel(f"{IMAGE} image, window at {position}", padded, "activation", "receded", here, beyond, framed=False),
            Panel(f"{KERNEL} kernel", kernel, "kernel"),
            Panel("products", products, "activation"),
            _map_panel(feature_map, position, unknown),
        )
        card = layout.draw(foot=22)
        whole, result = (grid for grid in card.grids if grid.panel.state == "receded")
        card.frame(whole, "activation", "receded", windows.padding, image.shape)
        card.frame(whole, "kernel", "lit", (here[0].start, here[1].start), kernel.shape)
        card.frame(result, "feature map", "lit", position, (1, 1))
        _write_sum(card, products, feature_map[position])
        return card.picture(_window_in_words(position, padded[here], kernel, products, feature_map, unknown))


def _map_panel(feature_map, position, unknown):
    others = np.full(feature_map.shape, unknown)
    others[position] = False
    return Panel(f"{MAP} feature map", feature_map, "feature map", "receded", position, unknown=others)


def _inside(name, position, array, shape):
    """Return a position as a pair of ints, both inside an array of this shape."""
    row, column = as_pair(name, position, 0)
    if row >= shape[0] or column >= shape[1]:
        reach = f"rows 0 to {shape[0] - 1}, columns 0 to {shape[1] - 1}"
        raise ValueError(f"{name} ({row}, {column}) is outside the {array} {shape}: {reach}")
    return row, column


def _window_layout(image, kernel, products, feature_map):
    """Return all in one row, in the order of an equation; where that is too wide, in two that are read in a circle."""
    if image.columns + 2 * kernel.columns + feature_map.columns <= 2 * LARGEST:
        return Layout([image, "×", kernel, "=", products, "sum →", feature_map])
    return Layout([image, "×", kernel], [feature_map, "← sum", products])


def _window_in_words(position, patch, kernel, products, feature_map, unknown):
    total = number(feature_map[position], decimals_of(feature_map))
    whole = ", whose other entries are question marks" if unknown else f" {read(feature_map)}"
    return (
        f"Window at row {position[0]}, column {position[1]}: patch {read(patch)} times kernel {read(kernel)} gives "
        f"products {read(products)}; their sum {total} is entry {position} of the feature map{whole}."
    )


def _write_sum(card, products, total):
    """Write the sum of the products in numbers at the foot of the card, where it fits."""
    decimals = decimals_of(products)
    adds_up = np.isclose(sum(np.round(products.ravel(), decimals)), np.round(total, decimals))
    line = f"{_terms(products)} {'=' if adds_up else '≈'} {number(total, decimals).translate(SANS_DIGITS)}"
    if text_width(line) <= card.width - 2 * MARGIN:
        card.caption(line, card.width / 2, card.height - 16)


def _terms(products):
    written = " + ".join(number(product, decimals_of(products)) for product in products.ravel())
    return written.replace("+ −", "− ").translate(SANS_DIGITS)


def _sum_sign(products, most):
    """Return an arrow with the products that are not 0 as a sum over it, where they are few."""
    shown = products[products != 0]
    return f"{_terms(shown)} →" if 0 < len(shown) <= most else "sum →"


def _block(first, shape):
    return tuple(slice(start, start + length) for start, length in zip(first, shape, strict=True))


def kernel_gradient(image=question.published.image, delta=question.published.feature_map_delta, weight=None):
    """Draw four ways to one kernel gradient, with stride 1 and no padding: their equal results share a column.

    Parameters
    ----------
    image : array_like, shape (rows, columns), at most 8 × 8
    delta : array_like, of the feature map's shape; it says how large the kernel is
    weight : (row, column) of the weight that the first view follows, and at whose place the third one stands; None for
        the last of the first row

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the weight is outside the kernel, or the arrays do not fit each other or a card.

    Examples
    --------
    >>> kernel_gradient([[1, 2, 3]], [[10, -1]])  # doctest: +NORMALIZE_WHITESPACE
    Four views of the kernel gradient. a, weight (0, 1) at every position: its patch 2 3 times δ 10 −1 gives products
    20 −3, whose sum is 17. b, one patch for each weight, read where δ is not 0. c, correlate2d(o, δ): δ slides over
    the image. d, convolve2d(rot180(δ), o): turned twice, to −1 10 and back. Each gives 8 17.
    """
    image = small_array("image", image)
    delta = small_array("delta", delta)
    gradient = conv2d_kernel_gradient(image, delta)
    weight = _inside("weight", (0, gradient.shape[1] - 1) if weight is None else weight, "kernel", gradient.shape)
    with house_style():
        card = _gradient_views(image, delta, gradient, weight).draw()
        patch, _, _, one, *_, swept, swept_one, _, _, _, _ = card.grids
        card.frame(patch, "kernel", "lit", weight, delta.shape)
        card.frame(one, "kernel", "plain", weight, (1, 1))
        card.frame(swept, "delta", "receded", (0, 0), delta.shape)
        card.frame(swept, "delta", "lit", weight, delta.shape)
        card.frame(swept_one, "delta", "plain", weight, (1, 1))
        return card.picture(_gradient_in_words(image[_block(weight, delta.shape)], delta, gradient, weight))


def _gradient_views(image, delta, gradient, weight):
    """Return the four views, each a row that ends in the gradient."""
    here = _block(weight, delta.shape)
    zeros = delta == 0
    met = np.zeros(image.shape, dtype=bool)
    met[here] = ~zeros
    patch = Panel(f"patch of {KERNEL}[{weight[0]}, {weight[1]}]", image, "activation", "receded", here)
    products = Panel("products", image[here] * delta, "gradient", dots=image[here] * delta == 0)
    whole = Panel(f"{IMAGE} image", image, "activation", "receded", met)
    moved = Panel(DELTA, delta, "delta")
    back = Panel("turned back", delta, "delta")
    turned = Panel("rot180(δ)", np.rot90(delta, 2), "delta")
    patches = _patches(image, delta, gradient.shape)
    more = "" if len(patches) == gradient.size else f" ({len(patches)} of {gradient.size})"
    return Views(
        Panel(letter_of("kernel", back=True), gradient, "gradient", "lit"),
        ["One weight: its patch times δ", patch, "×", moved, "=", products, "sum →"],
        [f"One patch for each weight, read where δ is not 0{more}", *joined("", patches), "× δ, sum →"],
        ["δ over the image: correlate2d(o, δ)", moved, "over →", whole, _sum_sign(products.values, 4)],
        ["Turned and turned back: convolve2d(rot180(δ), o)", moved, "→", turned, "→", back, f"over {IMAGE} →"],
    )


def _patches(image, delta, shape):
    """Return the patches of the first weights, as many as a card can hold, read where the delta is not 0."""
    read_there = delta != 0
    most = max(2, min(MOST_PATCHES, MOST_READ // max(1, read_there.sum())))
    spots = list(np.ndindex(shape))[:most]
    look = ("activation", "receded", read_there, ~read_there)
    return [Panel(f"{KERNEL}[{spot[0]}, {spot[1]}]", image[_block(spot, delta.shape)], *look) for spot in spots]


def _gradient_in_words(patch, delta, gradient, weight):
    return (
        f"Four views of the kernel gradient. a, weight {weight} at every position: its patch {read(patch)} times δ "
        f"{read(delta)} gives products {read(patch * delta)}, whose sum is {read(gradient[weight])}. b, one patch "
        "for each weight, read where δ is not 0. c, correlate2d(o, δ): δ slides over the image. "
        f"d, convolve2d(rot180(δ), o): turned twice, to {read(np.rot90(delta, 2))} and back. "
        f"Each gives {read(gradient)}."
    )


def scatter(kernel=question.exact.kernel, delta=question.exact.feature_map_delta, entry=None, pixel=None):
    """Draw the delta's way back through a convolution with stride 1: stamp by stamp, and as one full convolution.

    Parameters
    ----------
    kernel : array_like, shape (rows, columns), at most 8 × 8
    delta : array_like, shape (rows, columns), at most 8 × 8, the delta of the feature map
    entry : (row, column) of the entry of delta whose stamp is drawn; None for the first that is not 0
    pixel : (row, column) of the pixel of the image at which the flipped kernel stands; None for the lower left one of
        the stamp

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If the entry is outside delta or the pixel outside the image, or if the arrays do not fit on a card.

    Examples
    --------
    >>> scatter([[1, -2]], [[3, 10]], entry=(0, 1), pixel=(0, 1))  # doctest: +NORMALIZE_WHITESPACE
    Two ways from δ_x 3 10 through the kernel 1 −2 to δ_o 3 4 −20. a, scatter-add: entry (0, 1) of δ_x, 10, stamps
    10 −20 at its place; all stamps are added. b, full convolution: at pixel (0, 1) the flipped kernel −2 1 lies on
    3 10 of δ_x in a border of zeros; the products −6 10 add up to 4.
    """
    kernel = small_array("kernel", kernel)
    delta = small_array("delta", delta)
    image_delta = conv2d_input_delta(kernel, delta)
    entry = divmod(int(np.argmax(delta != 0)), delta.shape[1]) if entry is None else entry
    entry = _inside("entry", entry, "delta", delta.shape)
    pixel = (entry[0] + len(kernel) - 1, entry[1]) if pixel is None else pixel
    pixel = _inside("pixel", pixel, "image", image_delta.shape)
    border = [length - 1 for length in kernel.shape]
    bordered = np.pad(delta, [(width, width) for width in border])
    with house_style():
        card = _scatter_views(kernel, delta, image_delta, bordered, entry, pixel).draw()
        _, _, _, added, whole, _, full = card.grids
        for spot in np.argwhere(delta):
            card.frame(added, "kernel", "receded", spot, kernel.shape)
        card.frame(added, "kernel", "lit", entry, kernel.shape)
        card.frame(whole, "delta", "receded", border, delta.shape)
        card.frame(whole, "kernel", "lit", pixel, kernel.shape)
        card.frame(full, "kernel", "lit", pixel, (1, 1))
        met = bordered[_block(pixel, kernel.shape)]
        return card.picture(_scatter_in_words(kernel, delta, image_delta, entry, pixel, met))


def _scatter_views(kernel, delta, image_delta, bordered, entry, pixel):
    """Return the two views, each a row that ends in the image's delta."""
    words = f"{DELTA} in a border of zeros"
    met = _block(pixel, kernel.shape)
    whole = Panel(words, bordered, "delta", "receded", met, framed=False)
    moved = Panel(DELTA, delta, "delta", "receded", entry)
    stamp = Panel(f"stamp of {entry}", delta[entry] * kernel, "delta")
    forward = Panel(KERNEL, kernel, "kernel")
    flipped = Panel(f"{KERNEL} flipped", np.flip(kernel), "kernel")
    first = "Scatter-add: each entry of δ stamps the kernel, times that entry, at its own place"
    second = "Full convolution: the flipped kernel slides over δ in a border of zeros"
    return Views(
        Panel(letter_of("image", back=True), image_delta, "delta"),
        [first, moved, "×", forward, "=", stamp, "add all →"],
        [second, whole, "×", flipped, _sum_sign(bordered[met] * flipped.values, 2)],
    )


def _scatter_in_words(kernel, delta, image_delta, entry, pixel, met):
    flipped = np.flip(kernel)
    return (
        f"Two ways from δ_x {read(delta)} through the kernel {read(kernel)} to δ_o {read(image_delta)}. a, scatter-add:"
        f" entry {entry} of δ_x, {read(delta[entry])}, stamps {read(delta[entry] * kernel)} at its place; all stamps"
        f" are added. b, full convolution: at pixel {pixel} the flipped kernel {read(flipped)} lies on {read(met)} of"
        f" δ_x in a border of zeros; the products {read(met * flipped)} add up to {read(image_delta[pixel])}."
    )
