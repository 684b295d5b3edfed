"""Where a window stands as it slides over an image: one geometry for convolution and pooling, no arithmetic."""

from itertools import groupby, product
from math import gcd

from .arguments import as_pair


class Windows:
    """The positions of a window that slides over an image (…, H, W).

    Parameters
    ----------
    image : (H, W), the image's size without its padding
    size : (rows, columns) of the window
    stride : steps between neighbouring positions, an int or a pair
    padding : rows and columns added on each side, an int or a pair
    dilation : steps between neighbouring cells of the window, an int or a pair
    name : what the window is called in an error

    Attributes
    ----------
    padded : size of the image with its padding
    positions : number of positions along each axis, floor((padded − reach) / stride) + 1

    Raises
    ------
    ValueError
        If a setting is no integer or too small, or if the window does not fit into the image.
    """

    def __init__(self, image, size, stride=1, padding=0, dilation=1, name="kernel"):
        self.image = tuple(image)
        self.size = as_pair(f"{name} size", size, 1)
        self.stride = as_pair("stride", stride, 1)
        self.padding = as_pair("padding", padding, 0)
        self.dilation = as_pair("dilation", dilation, 1)
        self.padded = tuple(length + 2 * border for length, border in zip(image, self.padding, strict=True))
        self.positions = tuple(map(_positions, self.padded, self.size, self.stride, self.dilation))
        if min(self.positions) < 1:
            border = f" with padding {_short(self.padding)}" if name == "kernel" or any(self.padding) else ""
            spread = f" and dilation {_short(self.dilation)}" if self.dilation != (1, 1) else ""
            raise ValueError(f"{name} {self.size} does not fit into image {self.image}{border}{spread}")

    def met_by(self, cell, axis):
        """Return the rows (axis 0) or columns (axis 1) that one cell of the window meets, position after position."""
        first = cell * self.dilation[axis]
        step = self.stride[axis]
        return slice(first, first + step * (self.positions[axis] - 1) + 1, step)

    def inside(self, axis):
        """Return where the same cells of the window lie in the image and not in its padding: one pair without padding.

        A list of pairs: neighbouring positions as a slice; and for each of these cells the image's rows (axis 0) or
        columns (axis 1) that it meets there, as a slice.
        """
        if not self.padding[axis]:
            return [(slice(0, self.positions[axis]), [self.met_by(cell, axis) for cell in range(self.size[axis])])]
        result, step = [], self.stride[axis]
        for cells, group in groupby(range(self.positions[axis]), lambda position: self._cells_inside(position, axis)):
            positions = list(group)
            first, last = positions[0], positions[-1]
            rows = [slice(self._met(first, cell, axis), self._met(last, cell, axis) + 1, step) for cell in cells]
            result.append((slice(first, last + 1), rows))
        return result

    def _cells_inside(self, position, axis):
        return [cell for cell in range(self.size[axis]) if 0 <= self._met(position, cell, axis) < self.image[axis]]

    def _met(self, position, cell, axis):
        """Return the image's row or column that a cell meets at a position; in the padding there is none such."""
        return position * self.stride[axis] + cell * self.dilation[axis] - self.padding[axis]

    def meeting(self, row, axis):
        """Return the positions at which the window covers a row (axis 0) or column (axis 1), and its cell that does.

        A slice of positions, and a list with the cell of each; the row is counted without the padding.
        """
        cells = {}
        for cell in reversed(range(self.size[axis])):
            position, rest = divmod(row + self.padding[axis] - cell * self.dilation[axis], self.stride[axis])
            if rest == 0 and 0 <= position < self.positions[axis]:
                cells[position] = cell
        step = self.dilation[axis] // gcd(self.stride[axis], self.dilation[axis])
        return slice(min(cells, default=0), max(cells, default=-1) + 1, step), list(cells.values())

    def under(self, position, axis):
        """Return the rows or columns that the whole window covers at one position, as a slice."""
        first = position * self.stride[axis]
        step = self.dilation[axis]
        return slice(first, first + step * (self.size[axis] - 1) + 1, step)


def infer(positions, stride, padding, dilation, image=(None, None), size=(None, None)):
    """Return the image (H, W) or the window's size, whichever is not given, if these positions leave only one."""
    settings = as_pair("stride", stride, 1), as_pair("padding", padding, 0), as_pair("dilation", dilation, 1)
    choices = list(product(*map(_fitting, positions, *settings, image, size)))
    name, known = (
        ("kernel_shape", f"image {tuple(image)}") if None in size else ("input_shape", f"kernel {tuple(size)}")
    )
    given = f"{known} with delta {tuple(positions)}"
    if not choices:
        raise ValueError(f"no {name} fits {given}, this stride, padding and dilation")
    if len(choices) > 1:
        shown = ", ".join(map(str, choices[:4])) + (" …" if len(choices) > 4 else "")
        raise ValueError(f"several shapes fit {given}: {shown}; say which with {name}")
    return choices[0]


def _fitting(count, stride, padding, dilation, image, size):
    """Return, along one axis, every length of the unknown one of the two that gives this count of positions."""
    images = range(1, dilation * size + stride * count) if image is None else [image]
    sizes = range(1, image + 2 * padding + 1) if size is None else [size]
    fits = [(i, k) for i in images for k in sizes if _positions(i + 2 * padding, k, stride, dilation) == count]
    return [i if image is None else k for i, k in fits]


def _positions(padded, size, stride, dilation):
    return (padded - dilation * (size - 1) - 1) // stride + 1


def _short(pair):
    return pair[0] if pair[0] == pair[1] else pair
