"""A convolution, forward, kernel gradient and input delta, beside the bare matrix products, im2col and PyTorch."""

from importlib.util import find_spec

import numpy as np

from backprop_helpers import conv2d, conv2d_input_delta, conv2d_kernel_gradient
from tests.bench.measure import measure, print_row

SIZES = [
    ((64, 1, 28, 28), (6, 1, 5, 5)),
    ((64, 6, 12, 12), (16, 6, 5, 5)),
    ((64, 16, 14, 14), (32, 16, 3, 3)),
    ((32, 64, 32, 32), (64, 64, 3, 3)),
]
SECONDS = 12
"""How long one size is measured in one order."""

WHAT_IS_MEANT = """
A convolution, forward + kernel gradient + input delta, float32: milliseconds of processor time, taking turns, medians.
  layers        this package
  bare, whole   NumPy's three matrix products alone, W b, b δᵀ and Wᵀ δ, one of each, b being all windows at once
  bare, bands   the same products, one for each row of outputs
  im2col        all windows copied into one matrix, the three products, and the copies added back
  PyTorch       conv2d and autograd
Arrays “as they flow” lie in memory as the layers return them: rows, channels, columns, batch; others N first."""


def report():
    print(WHAT_IS_MEANT)
    heads = ["layers", "bare, whole", "bare, bands", "im2col", "PyTorch", "layers / whole", "/ bands", "/ PyTorch"]
    for flowing, order in ((True, "as they flow"), (False, "N first")):
        print()
        print_row(f"arrays {order}", heads)
        for image, kernel in SIZES:
            times = measure(contenders(image, kernel, flowing), SECONDS)
            shares = [
                times["layers"] / (times[name] or float("nan")) for name in ("bare, whole", "bare, bands", "PyTorch")
            ]
            size = f"{'×'.join(map(str, image))}, {kernel[0]} of {kernel[2]}×{kernel[3]}"
            cells = [f"{1000 * times[head]:.2f}" for head in heads[:5]] + [f"{share:.2f}" for share in shares]
            print_row(size, cells)


def contenders(image, kernel, flowing):
    """Return what is measured, each a list of steps without arguments, all on the same numbers."""
    numbers = np.random.default_rng(0)
    x, weights = numbers.standard_normal(image, np.float32), numbers.standard_normal(kernel, np.float32)
    delta = numbers.standard_normal(conv2d(x, weights).shape, np.float32)
    if flowing:
        x, delta = map(as_they_flow, (x, delta))

    layers = (
        lambda: conv2d(x, weights),
        lambda: conv2d_kernel_gradient(x, delta, kernel),
        lambda: conv2d_input_delta(weights, delta, image),
    )
    results = zip((step() for step in layers), im2col(x, weights, delta), strict=True)
    assert all(np.allclose(*pair, rtol=1e-3, atol=1e-2) for pair in results)
    return {
        "layers": layers,
        "bare, whole": bare_products(kernel, delta.shape, numbers, by_bands=False),
        "bare, bands": bare_products(kernel, delta.shape, numbers, by_bands=True),
        "im2col": [lambda: im2col(x, weights, delta)],
        "PyTorch": [pytorch(x, weights, delta)] if find_spec("torch") else [],
    }


def as_they_flow(array):
    """Return an array (N, C, H, W) that lies in memory as (H, C, W, N)."""
    return np.ascontiguousarray(array.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2)


def bare_products(kernel, delta, numbers, by_bands):
    batch, kernels, height, width = delta
    rows, columns = (height, width * batch) if by_bands else (1, height * width * batch)
    weights = numbers.standard_normal((kernels, np.prod(kernel[1:])), np.float32)
    band = numbers.standard_normal((rows, weights.shape[1], columns), np.float32)
    deltas = numbers.standard_normal((rows, kernels, columns), np.float32)

    return (
        lambda: [weights @ b for b in band],
        lambda: [b @ d.T for b, d in zip(band, deltas, strict=True)],
        lambda: [weights.T @ d for d in deltas],
    )


def im2col(x, weights, delta):
    (kernels, channels, height, width), (batch, _, rows, columns) = weights.shape, delta.shape
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), (2, 3))
    matrix = windows.transpose(0, 2, 3, 1, 4, 5).reshape(batch * rows * columns, -1)
    flat, deltas = weights.reshape(kernels, -1), delta.transpose(0, 2, 3, 1).reshape(-1, kernels)
    y = (matrix @ flat.T).reshape(batch, rows, columns, kernels).transpose(0, 3, 1, 2)
    shares = (deltas @ flat).reshape(batch, rows, columns, channels, height, width).transpose(4, 5, 0, 3, 1, 2)
    input_delta = np.zeros(x.shape, x.dtype)
    for m, n in np.ndindex(height, width):
        input_delta[:, :, m : m + rows, n : n + columns] += shares[m, n]
    return y, (deltas.T @ matrix).reshape(weights.shape), input_delta


def pytorch(x, weights, delta):
    import torch

    x, weights, delta = (torch.tensor(np.ascontiguousarray(array)) for array in (x, weights, delta))
    x.requires_grad_(), weights.requires_grad_()

    def run():
        y = torch.nn.functional.conv2d(x, weights)
        return torch.autograd.grad(y, (x, weights), delta)

    return run
