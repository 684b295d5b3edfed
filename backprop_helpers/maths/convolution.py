"""Convolution as the dense layer that it is: a row of outputs is the kernel's matrix times a band of the image.

A *band* is what the kernel meets along one row of outputs: its kh image rows, each beside itself shifted once for every
kernel column. Inside, an image lies as (rows, channels, columns, batch), so that a band is one wide matrix b and the
three functions are the dense layer's three products: y = W b forward, ∂E/∂W = δ bᵀ and Wᵀ δ backward. There, δ holds
all rows of deltas that come back to one image row, so that the product adds them up. Results leave as a view of that
order, which NumPy's element-wise functions keep, so that inside a network nothing is ever rearranged.
"""

from functools import reduce

import numpy as np

from .arguments import as_common_arrays, as_shape, check_axes, check_shape
from .windows import Windows, infer


def conv2d(x, kernel, bias=None, stride=1, padding=0, dilation=1):
    """Slide a kernel over an image; at each position multiply every weight by the pixel it lies on, and add.

    This is cross-correlation, as in every deep-learning library: the kernel is not flipped. The convolution of
    mathematics is ``conv2d(x, np.flip(kernel, (-2, -1)))``.

    Parameters
    ----------
    x : (H, W), (C, H, W) or (N, C, H, W), the image or a batch of images
    kernel : (kh, kw) for an image (H, W); otherwise (K, C, kh, kw)
    bias : one number for a kernel (kh, kw); otherwise (K,)
    stride, padding, dilation : int or pair, for rows and columns; padding is with zeros

    Returns
    -------
    feature map (H', W'), (K, H', W') or (N, K, H', W'), where H' = floor((H + 2·padding − dilation·(kh − 1) − 1) /
    stride) + 1

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other; the message names the one.

    Notes
    -----
    y[n, k, i, j] = bias[k] + Σ_c Σ_u Σ_v kernel[k, c, u, v] · x[n, c, i·stride + u·dilation, j·stride + v·dilation]

    Examples
    --------
    >>> image = [[1, 2, 3], [4, 5, 6]]
    >>> conv2d(image, [[1, 0], [0, 10]])          # 1 + 10·5, 2 + 10·6
    array([[51., 62.]])
    """
    x, kernel, bias = as_common_arrays(x=x, kernel=kernel, bias=bias, optional=["bias"])
    windows = _windows(x.shape, kernel.shape, stride, padding, dilation)
    rows = _shifted_rows(_lift(x), windows)
    weights = _as_matrix(_lift(kernel))
    (height, width), batch = windows.positions, rows.shape[-1]
    y = np.empty_like(rows, shape=(height, len(weights), width * batch), order="C")
    for i in range(height):
        np.matmul(weights, _band(rows, windows, i), out=y[i])
    y = y.reshape(height, -1, width, batch).transpose(3, 1, 0, 2)
    if bias is not None:
        check_shape("bias", bias.shape, kernel.shape[:-3], f"kernel {kernel.shape} asks for")
        y += bias.reshape(-1, 1, 1)
    return _lower(y, x.ndim)


def conv2d_kernel_gradient(x, delta, kernel_shape=None, stride=1, padding=0, dilation=1):
    """Add up, for every weight, what all the positions at which it was used say about it.

    Parameters
    ----------
    x : (H, W), (C, H, W) or (N, C, H, W), the image that went forward
    delta : shape of ``conv2d``'s result, ∂E/∂(feature map)
    kernel_shape : (kh, kw) or (K, C, kh, kw); needed only where several kernels lead from x to delta's shape
    stride, padding, dilation : as given to ``conv2d``

    Returns
    -------
    ∂E/∂kernel, of the kernel's shape, summed over positions and over the batch

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other, or if the kernel's shape is not unique.

    Notes
    -----
    ∂E/∂kernel[k, c, m, n'] = Σ_n Σ_i Σ_j delta[n, k, i, j] · x[n, c, i·stride + m·dilation, j·stride + n'·dilation]

    Examples
    --------
    >>> image = [[1, 2, 3], [4, 5, 6]]
    >>> conv2d_kernel_gradient(image, [[1, 100]])     # 1 + 200, 2 + 300; 4 + 500, 5 + 600
    array([[201., 302.],
           [504., 605.]])
    """
    x, delta = as_common_arrays(x=x, delta=delta)
    check_axes("x", x.shape, (2, 3, 4), _IMAGE)
    check_axes("delta", delta.shape, (x.ndim,), "as many as x")
    kernel_shape = _kernel_shape(kernel_shape, x.shape, delta.shape, stride, padding, dilation)
    windows = _windows(x.shape, kernel_shape, stride, padding, dilation, delta.shape)
    rows = _shifted_rows(_lift(x), windows)
    deltas = _as_rows(_lift(delta))
    products = (_band(rows, windows, i) @ deltas[i].T for i in range(windows.positions[0]))
    gradient = reduce(np.add, products).T.reshape(-1, windows.size[0], _lift(x).shape[1], windows.size[1])
    return _lower(gradient.transpose(0, 2, 1, 3), len(kernel_shape))


def conv2d_bias_gradient(delta):
    """Add up the deltas of each kernel's feature map, over positions and batch.

    Parameters
    ----------
    delta : (H', W'), (K, H', W') or (N, K, H', W'), ∂E/∂(feature map)

    Returns
    -------
    ∂E/∂bias: one number for a delta (H', W'); otherwise (K,)

    Raises
    ------
    ValueError, TypeError
        If delta is not such an array.

    Notes
    -----
    ∂E/∂bias[k] = Σ_n Σ_i Σ_j delta[n, k, i, j], for the bias was added at every position.

    Examples
    --------
    >>> conv2d_bias_gradient([[[1, 2]], [[3, 5]]])
    array([3., 8.])
    """
    (delta,) = as_common_arrays(delta=delta)
    check_axes("delta", delta.shape, (2, 3, 4), "(H, W), (K, H, W) or (N, K, H, W)")
    return delta.sum(axis=(-2, -1)) if delta.ndim < 4 else delta.sum(axis=(0, 2, 3))


def conv2d_input_delta(kernel, delta, input_shape=None, stride=1, padding=0, dilation=1):
    """Stamp the kernel, times each delta, onto the place where that delta's window stood; what overlaps adds up.

    Parameters
    ----------
    kernel : (kh, kw) or (K, C, kh, kw), as it went forward
    delta : shape of ``conv2d``'s result, ∂E/∂(feature map)
    input_shape : shape of x; needed only where several images lead to delta's shape, as with a stride over 1
    stride, padding, dilation : as given to ``conv2d``

    Returns
    -------
    ∂E/∂x, of shape input_shape, without the padding

    Raises
    ------
    ValueError, TypeError
        If the arguments do not fit each other, or if the input's shape is not unique.

    Notes
    -----
    ∂E/∂x[n, c, p, q] = Σ delta[n, k, i, j] · kernel[k, c, m, n'], over all k, i, j, m, n' with i·stride + m·dilation −
    padding = p and j·stride + n'·dilation − padding = q. With stride 1 this is one full convolution: the kernel
    flipped, the delta in a border of zeros.

    Examples
    --------
    >>> conv2d_input_delta([[1, 0], [0, 10]], [[1, 2]])     # one stamp at column 0, twice as much at column 1
    array([[ 1.,  2.,  0.],
           [ 0., 10., 20.]])
    """
    kernel, delta = as_common_arrays(kernel=kernel, delta=delta)
    check_axes("kernel", kernel.shape, (2, 4), _KERNEL)
    check_axes("delta", delta.shape, (2,) if kernel.ndim == 2 else (3, 4), f"for kernel {kernel.shape}")
    input_shape = _input_shape(input_shape, kernel.shape, delta.shape, stride, padding, dilation)
    windows = _windows(input_shape, kernel.shape, stride, padding, dilation, delta.shape)
    weights, deltas = _lift(kernel).transpose(1, 3, 2, 0), _as_rows(_lift(delta))
    channels, width = weights.shape[:2]
    rows = np.empty_like(delta, shape=(input_shape[-2], channels * width, deltas.shape[2]), order="C")
    for p, row in enumerate(rows):
        positions, cells = windows.meeting(p, 0)
        if cells:
            matrix = weights[:, :, cells].reshape(channels * width, -1)
            np.matmul(matrix, deltas[positions].reshape(matrix.shape[1], -1), out=row)
        else:
            row[...] = 0
    rows = rows.reshape(len(rows), channels, width, windows.positions[1], -1)
    return _lower(_unshifted(rows, windows), len(input_shape))


_IMAGE = "(H, W), (C, H, W) or (N, C, H, W)"
_KERNEL = "(kh, kw) or (K, C, kh, kw)"


def _windows(x, kernel, stride, padding, dilation, delta=None):
    """Check that the shapes of image, kernel and delta fit each other; return where the kernel stands."""
    check_axes("kernel", kernel, (2, 4), _KERNEL)
    check_axes("x", x, (2,) if len(kernel) == 2 else (3, 4), f"for kernel {kernel}")
    if len(kernel) == 4 and x[-3] != kernel[1]:
        hint = "; a batch of images needs a channel axis, images[:, None]" if (len(x), kernel[1]) == (3, 1) else ""
        raise ValueError(f"x {x} has {x[-3]} channels, but kernel {kernel} is for {kernel[1]}{hint}")
    windows = Windows(x[-2:], kernel[-2:], stride, padding, dilation)
    if delta is not None:
        check_shape("delta", delta, x[:-3] + kernel[:-3] + windows.positions, "the feature map has")
    return windows


def _kernel_shape(given, x, delta, stride, padding, dilation):
    if given is not None:
        return as_shape("kernel_shape", given, (2,) if len(x) == 2 else (4,))
    size = infer(delta[-2:], stride, padding, dilation, image=x[-2:])
    return size if len(x) == 2 else (delta[-3], x[-3], *size)


def _input_shape(given, kernel, delta, stride, padding, dilation):
    if given is not None:
        return as_shape("input_shape", given, (len(delta),))
    size = infer(delta[-2:], stride, padding, dilation, size=kernel[-2:])
    return size if len(kernel) == 2 else (*delta[:-3], kernel[1], *size)


def _lift(array):
    return array[(None,) * (4 - array.ndim)]


def _lower(array, axes):
    return array[(0,) * (4 - axes)]


def _shifted_rows(x, windows):
    """Lay the padded images out as (rows, channels, kernel columns, output columns, batch)."""
    image = _rows_first(x)
    if any(windows.padding):
        (top, left), (height, width) = windows.padding, windows.padded
        inner, image = image, np.zeros_like(x, shape=(height, image.shape[1], width, len(x)), order="C")
        image[top : height - top, :, left : width - left] = inner
    return np.stack([image[:, :, windows.met_by(n, 1)] for n in range(windows.size[1])], axis=2)


def _unshifted(rows, windows):
    """Undo ``_shifted_rows``: what came from one pixel adds up there, and the padded columns are cropped."""
    left, width = windows.padding[1], windows.padded[1]
    image = np.zeros_like(rows, shape=(*rows.shape[:2], width, rows.shape[-1]), order="C")
    for n in range(windows.size[1]):
        image[:, :, windows.met_by(n, 1)] += rows[:, :, n]
    return image[:, :, left : width - left].transpose(3, 1, 0, 2)


def _band(rows, windows, i):
    return rows[windows.under(i, 0)].reshape(-1, rows.shape[3] * rows.shape[4])


def _as_matrix(kernel):
    return kernel.transpose(0, 2, 1, 3).reshape(len(kernel), -1)


def _as_rows(delta):
    return _rows_first(delta).reshape(delta.shape[2], delta.shape[1], -1)


def _rows_first(image):
    """Bring (N, C, H, W) into the order (rows, channels, columns, batch)."""
    inner = image.transpose(2, 1, 3, 0)
    if inner.flags.c_contiguous:
        return inner
    result = np.empty_like(inner, order="C")
    for n in range(0, len(image), 16):  # not all at once: a jump from image to image costs a place in the cache
        result[..., n : n + 16] = inner[..., n : n + 16]
    return result
