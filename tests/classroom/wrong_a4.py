"""Wrong solutions of A4: what goes wrong, its row in the misconceptions (None: a slip), the cell, old and new code."""

BY_HAND = "[2.4, -1.5, 0.5, -1.25]"
SUM_OVER_PLACES = "(delta * met).sum()"
STAMPS = """\
    image_delta = np.zeros((rows + height - 1, columns + width - 1))
    for i, j in np.ndindex(rows, columns):
        image_delta[i : i + height, j : j + width] += delta[i, j] * kernel
"""
FULL = """\
    border = np.pad(delta, ((height - 1, height - 1), (width - 1, width - 1)))
    image_delta = np.zeros((rows + height - 1, columns + width - 1))
    for i, j in np.ndindex(image_delta.shape):
        image_delta[i, j] = (border[i : i + height, j : j + width] * TURNED).sum()
"""
VALID = """\
    image_delta = np.zeros((max(rows - height + 1, 1), max(columns - width + 1, 1)))
    for i, j in np.ndindex(image_delta.shape):
        image_delta[i, j] = (delta[i : i + height, j : j + width] * kernel[:rows, :columns][::-1, ::-1]).sum()
"""

WRONG = [
    ("turns the delta by hand", 1, "by_hand", BY_HAND, "[-1, 3, 0.5, -1.25]"),
    ("lays the kernel as it stands beside the deltas by hand", 2, "by_hand", "-1.25", "-0.4"),
    ("lets the delta hang over the edge by hand", 4, "by_hand", "2.4, -1.5", "-1.2, 3.3"),
    ("swaps the arguments by hand", 5, "by_hand", BY_HAND, "[-0.7, 1.8, 0.5, -1.25]"),
    ("uses as much of the delta as the kernel is large by hand", 6, "by_hand", "2.4, -1.5", "3, -1.4"),
    ("averages over the places by hand", 7, "by_hand", BY_HAND, "[0.4, -0.25, 0.5, -1.25]"),
    ("takes one place of the six by hand", 8, "by_hand", "2.4, -1.5", "0.8, 0.4"),
    ("takes the mean for the bias by hand", 9, "by_hand", " 0.5,", " 0.0833,"),
    ("takes a bias for a constant by hand", 9, "by_hand", " 0.5,", " 0,"),
    ("takes every delta for 1 by hand", 28, "by_hand", "2.4, -1.5", "8, 11"),
    ("keeps the last stamp by hand", None, "by_hand", "-1.25", "-0.15"),
    ("swaps rows and columns by hand", None, "by_hand", BY_HAND, "[2.4, 1.8, 0.5, 1]"),
    ("drops a sign by hand", None, "by_hand", "-1.5", "1.5"),
    ("takes a step against the gradient by hand", 22, "by_hand", "2.4, -1.5, 0.5", "-2.4, 1.5, -0.5"),
    ("leaves a number out by hand", None, "by_hand", "-1.25", "..."),
    ("turns the delta", 1, "kernel_gradient", SUM_OVER_PLACES, "(delta[::-1, ::-1] * met).sum()"),
    ("flips the delta in one direction", 1, "kernel_gradient", SUM_OVER_PLACES, "(delta[:, ::-1] * met).sum()"),
    (
        "turns the gradient because the way back turns",
        2,
        "kernel_gradient",
        "        gradient[m, n] = (delta * met).sum()\n",
        "        gradient[m, n] = (delta * met).sum()\n    gradient = np.rot90(gradient, 2)\n",
    ),
    (
        "lets the delta hang over the edge, full",
        4,
        "kernel_gradient",
        "    (rows, columns)",
        "    image = np.pad(image, [(size - 1, size - 1) for size in delta.shape])\n    (rows, columns)",
    ),
    (
        "lets the delta hang over the edge, same",
        4,
        "kernel_gradient",
        "    (rows, columns)",
        "    image = np.pad(image, [((size - 1) // 2, size // 2) for size in delta.shape])\n    (rows, columns)",
    ),
    ("slides the image over the delta", 5, "kernel_gradient", "gradient[m, n]", "gradient[-1 - m, -1 - n]"),
    ("turns the result in one direction", 5, "kernel_gradient", "gradient[m, n]", "gradient[-1 - m, n]"),
    (
        "uses as much of the delta as the kernel is large",
        6,
        "kernel_gradient",
        SUM_OVER_PLACES,
        "(delta * met)[: gradient.shape[0], : gradient.shape[1]].sum()",
    ),
    ("takes the mean over the places", 7, "kernel_gradient", ".sum()", ".mean()"),
    ("divides by the rows", 7, "kernel_gradient", ".sum()", ".sum() / height"),
    ("divides by the places that count", 7, "kernel_gradient", ".sum()", ".sum() / np.count_nonzero(delta)"),
    ("takes the first place only", 8, "kernel_gradient", SUM_OVER_PLACES, "(delta * met)[0, 0]"),
    ("takes the last place only", 8, "kernel_gradient", SUM_OVER_PLACES, "(delta * met)[-1, -1]"),
    ("takes the largest of the gradients", 8, "kernel_gradient", ".sum()", ".max()"),
    (
        "keeps one gradient for each place",
        8,
        "kernel_gradient",
        "    gradient = np.zeros((rows - height + 1, columns - width + 1))\n",
        "    return delta * image[:height, :width]\n    gradient = np.zeros((rows, columns))\n",
    ),
    ("adds up pixels, right for a delta of ones", 28, "kernel_gradient", SUM_OVER_PLACES, "met.sum()"),
    (
        "uses the delta's mean, right for a delta of ones",
        28,
        "kernel_gradient",
        SUM_OVER_PLACES,
        "(delta.mean() * met).sum()",
    ),
    ("gives the step in place of the gradient", 22, "kernel_gradient", SUM_OVER_PLACES, "-(delta * met).sum()"),
    ("transposes the gradient", None, "kernel_gradient", "gradient[m, n] = (", "gradient.T[m, n] = ("),
    ("takes every kernel for 2×2", None, "kernel_gradient", "(rows - height + 1, columns - width + 1)", "(2, 2)"),
    (
        "takes every kernel for a square",
        None,
        "kernel_gradient",
        "(rows - height + 1, columns - width + 1)",
        "(rows - height + 1, rows - height + 1)",
    ),
    (
        "forgets one row and column",
        None,
        "kernel_gradient",
        "height + 1, columns - width + 1",
        "height, columns - width",
    ),
    (
        "swaps rows and columns",
        None,
        "kernel_gradient",
        "(rows - height + 1, columns - width + 1)",
        "(columns - width + 1, rows - height + 1)",
    ),
    (
        "gives the gradient the image's kind of number",
        None,
        "kernel_gradient",
        "columns - width + 1))",
        "columns - width + 1), image.dtype)",
    ),
    ("changes the delta", None, "kernel_gradient", "    for m, n", "    delta *= 1.0 + 1e-9\n    for m, n"),
    (
        "multiplies into the image",
        None,
        "kernel_gradient",
        "        gradient[m, n] = (delta * met).sum()",
        "        met *= delta\n        gradient[m, n] = met.sum()",
    ),
    ("correlates δ with the kernel as it stands", 2, "input_delta", STAMPS, FULL.replace("TURNED", "kernel")),
    (
        "turns the kernel in one direction for the single call",
        2,
        "input_delta",
        STAMPS,
        FULL.replace("TURNED", "kernel[::-1]"),
    ),
    ("stamps the turned kernel", 3, "input_delta", "* kernel", "* np.rot90(kernel, 2)"),
    ("stamps the kernel flipped in one direction", 3, "input_delta", "* kernel", "* kernel[:, ::-1]"),
    (
        "turns the result",
        3,
        "input_delta",
        "delta[i, j] * kernel\n",
        "delta[i, j] * kernel\n    image_delta = image_delta[::-1, ::-1]\n",
    ),
    ("keeps the kernel inside, valid", 4, "input_delta", STAMPS, VALID),
    (
        "crops to the delta's size, same",
        4,
        "input_delta",
        "delta[i, j] * kernel\n",
        "delta[i, j] * kernel\n"
        "    top, left = (height - 1) // 2, (width - 1) // 2\n"
        "    image_delta = image_delta[top : top + rows, left : left + columns]\n",
    ),
    ("swaps the arguments of one call", 5, "input_delta", "delta[i, j] * kernel", "delta[-1 - i, -1 - j] * kernel"),
    ("averages a stamp over its weights", 7, "input_delta", "* kernel", "* kernel / kernel.size"),
    ("averages over the places", 7, "input_delta", "delta[i, j] *", "delta[i, j] / delta.size *"),
    ("keeps the last stamp", 8, "input_delta", "+=", "="),
    ("stamps the kernel without the delta", 28, "input_delta", "delta[i, j] * ", ""),
    (
        "stamps the mean of the weights, right in the mean",
        28,
        "input_delta",
        "* kernel",
        "* np.full_like(kernel, kernel.mean())",
    ),
    ("stamps the gradient's sign", 22, "input_delta", "+=", "-="),
    ("transposes the stamps", None, "input_delta", "* kernel", "* np.resize(kernel.T, kernel.shape)"),
    ("forgets the rim", None, "input_delta", "(rows, columns):\n", "(rows - 1, columns - 1):\n"),
    (
        "takes every kernel for a square",
        None,
        "input_delta",
        "kernel.shape, delta.shape",
        "(len(kernel), len(kernel)), delta.shape",
    ),
    (
        "swaps rows and columns",
        None,
        "input_delta",
        "np.zeros((rows + height - 1, columns + width - 1))",
        "np.zeros((columns + width - 1, rows + height - 1))",
    ),
    (
        "gives the stamps the kernel's kind of number",
        None,
        "input_delta",
        "columns + width - 1))",
        "columns + width - 1), kernel.dtype)",
    ),
    (
        "gives the stamps the delta's kind of number",
        None,
        "input_delta",
        "columns + width - 1))",
        "columns + width - 1), delta.dtype)",
    ),
    (
        "multiplies into the kernel",
        None,
        "input_delta",
        "        image_delta[i : i + height, j : j + width] += delta[i, j] * kernel",
        "        kernel *= delta[i, j]\n        image_delta[i : i + height, j : j + width] += kernel",
    ),
    ("changes the kernel", None, "input_delta", "    for i, j", "    kernel *= 1.0 + 1e-9\n    for i, j"),
    (
        "gives the gradient the delta's kind of number",
        None,
        "kernel_gradient",
        "columns - width + 1))",
        "columns - width + 1), delta.dtype)",
    ),
    ("cuts negative gradients off", None, "kernel_gradient", SUM_OVER_PLACES, f"{SUM_OVER_PLACES}.clip(0)"),
]
