"""1,797 handwritten digits of 8×8 numbers from 0 to 16, with their labels, and a small network for them.

They are the test images of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak (UCI Machine
Learning Repository, https://doi.org/10.24432/C50P49, CC BY 4.0), in the order of that file; `digits.txt` beside this
file says more.
"""

import zipfile
import zlib
from pathlib import Path

import numpy as np

from ..maths.arguments import as_real_array, as_whole_number, check_between, check_shape
from ..maths.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from ..maths.losses import softmax_cross_entropy
from ..maths.network import Network
from ..maths.training import initial_weights

FILE = Path(__file__).with_name("digits.npz")
COUNT, SIZE, LARGEST = 1797, (8, 8), 16
LAST_FORMS = 382  # images of the last three forms that were filled in


def load(file=FILE):
    """Return the images and the labels of a file of digits.

    Parameters
    ----------
    file : path of the `.npz`; without it, the package's own

    Returns
    -------
    images, labels : (1797, 8, 8) and (1797,), both uint8

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it was cut short, or holds anything else.

    Examples
    --------
    >>> images, labels = load()
    >>> images.shape, labels[:12].tolist()
    ((1797, 8, 8), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    """
    file = Path(file)
    if not file.is_file():
        raise FileNotFoundError(f"there is no file of digits at {file}: install backprop_helpers again")
    try:
        with file.open("rb") as opened, np.lib.npyio.NpzFile(opened, allow_pickle=False) as arrays:
            found = arrays["images"], arrays["labels"]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError) as reason:
        raise ValueError(f"{file.name} is cut short, or no file of digits: {reason}") from None
    _check(file.name, *found)
    return found


def _check(name, images, labels):
    told = f"{name} is no file of digits: it must hold"
    for array, kind, shape, largest in ((images, "images", (COUNT, *SIZE), LARGEST), (labels, "labels", (COUNT,), 9)):
        if array.shape != shape or array.dtype != np.uint8 or array.max() > largest:
            raise ValueError(f"{told} {kind} {shape} of uint8 from 0 to {largest}; got {array.dtype} {array.shape}")


def as_input(images):
    """Return images as the network takes them: float32 from 0 to 1, with a channel axis.

    Parameters
    ----------
    images : (..., 8, 8), numbers from 0 to 16

    Returns
    -------
    (..., 1, 8, 8)

    Raises
    ------
    ValueError, TypeError
        If they are no images of that size with such numbers.

    Examples
    --------
    >>> as_input(images[:3]).shape, float(as_input(images[0]).max())
    ((3, 1, 8, 8), 0.9375)
    """
    images = as_real_array("images", images)
    check_shape("each of the images", images.shape[-2:], SIZE, "a digit has")
    check_between("images", images, 0, LARGEST, "they are the file's numbers, not yet divided")
    return (images[..., None, :, :] / LARGEST).astype(np.float32)


def random_split(seed, held_out=LAST_FORMS):
    """Return images to learn from, and as many at random as are to be held out.

    Parameters
    ----------
    seed : int, which says which images are held out
    held_out : how many

    Returns
    -------
    two pairs (x, labels): x of shape (N, 1, 8, 8), float32 from 0 to 1, and labels of shape (N,)

    Raises
    ------
    ValueError
        If none or all of the images were held out.

    Examples
    --------
    >>> [x.shape for x, labels in random_split(seed=0)]
    [(1415, 1, 8, 8), (382, 1, 8, 8)]
    """
    return _split(np.random.default_rng(seed).permutation(COUNT), held_out)


def split_by_order(held_out=LAST_FORMS):
    """Return the first images to learn from, and the last ones, which other people wrote, to be held out.

    Parameters
    ----------
    held_out : how many; 382 are the last three forms that were filled in

    Returns
    -------
    two pairs (x, labels): x of shape (N, 1, 8, 8), float32 from 0 to 1, and labels of shape (N,)

    Raises
    ------
    ValueError
        If none or all of the images were held out.

    Examples
    --------
    >>> _, (x, held_out) = split_by_order()
    >>> bool((held_out == labels[1415:]).all())
    True
    """
    return _split(np.arange(COUNT), held_out)


def _split(order, held_out):
    held_out = as_whole_number("held_out", held_out)
    if held_out >= COUNT:
        raise ValueError(f"held_out must be below {COUNT}, or no image is left to learn from; got {held_out}")
    first, last = np.split(order, [COUNT - held_out])
    return (as_input(images[first]), labels[first]), (as_input(images[last]), labels[last])


def network(seed=0):
    """Return a new network for the digits: 16 kernels of 3×3, ReLU, a pool of 2×2, and a dense layer with ten logits.

    Parameters
    ----------
    seed : int, which says what its first weights are

    Returns
    -------
    Network, its parameters float32

    Examples
    --------
    >>> network().forward(as_input(images[:5])).shape
    (5, 10)
    """
    generator = np.random.default_rng(seed)
    layers = [*_convolution(generator, 16, 1), Flatten(), _dense(generator, 10, 16 * 4 * 4)]
    return Network(layers, softmax_cross_entropy, SIZE)


def deeper_network(seed=0):
    """Return a new network as LeNet is built: twice convolution, ReLU and pool, then two dense layers.

    Parameters
    ----------
    seed : int, which says what its first weights are

    Returns
    -------
    Network, its parameters float32

    Examples
    --------
    >>> network = deeper_network()
    >>> network.forward(as_input(images[:5])).shape
    (5, 10)
    >>> [layer.output.shape[1:] for layer in network.layers[2::3]]      # both pools, and the last ReLU
    [(8, 4, 4), (16, 2, 2), (32,)]
    """
    generator = np.random.default_rng(seed)
    layers = [*_convolution(generator, 8, 1), *_convolution(generator, 16, 8), Flatten()]
    layers += [_dense(generator, 32, 16 * 2 * 2), ReLU(), _dense(generator, 10, 32)]
    return Network(layers, softmax_cross_entropy, SIZE)


def _convolution(generator, kernels, channels):
    kernel = initial_weights(generator, kernels, channels, 3, 3)
    return [Conv2D(kernel, np.zeros(kernels, np.float32), padding=1), ReLU(), MaxPool2D()]


def _dense(generator, outputs, inputs):
    return Dense(initial_weights(generator, outputs, inputs), np.zeros(outputs, np.float32))


images, labels = load()
images.flags.writeable = labels.flags.writeable = False
