"""What lesson 09 says of PyTorch and SciPy is asked of them."""

from importlib.util import find_spec

import numpy as np
import pytest
from scipy.signal import correlate2d

from backprop_helpers import conv2d_input_delta, question


@pytest.fixture
def functional(oracle):
    """PyTorch's functions, or a skipped test that says why there are none."""
    if find_spec("torch") is None:
        oracle.not_asked("PyTorch, live", "not installed")
        pytest.skip("PyTorch is not installed")
    from torch.nn import functional

    return functional


def tensor(array):
    from torch import tensor

    return tensor(np.array(array))[None, None]


def test_the_delta_of_the_image_is_a_transposed_convolution(functional, oracle):
    kernel, delta = np.array([[1, 0, -1], [2, 0.5, 0], [0, -1, 1]]), np.array([[0.4, -0.1], [0.2, 0.3]])
    transposed = functional.conv_transpose2d(tensor(delta), tensor(kernel), stride=2)[0, 0]
    np.testing.assert_allclose(conv2d_input_delta(kernel, delta, (5, 5), stride=2), transposed, rtol=1e-14)
    oracle("PyTorch, live")


def zero_at_the_end(image, kernel):
    return correlate2d(np.pad(image, ((0, 1), (0, 1))), kernel, "valid")


def test_scipys_same_puts_the_zero_of_an_even_kernel_at_the_end(oracle):
    image, kernel = question.image, question.kernel
    np.testing.assert_allclose(correlate2d(image, kernel, "same"), zero_at_the_end(image, kernel), rtol=1e-14)
    oracle("SciPy")


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
def test_pytorchs_same_puts_it_there_too(functional, oracle):
    same = functional.conv2d(tensor(question.image), tensor(question.kernel), padding="same")[0, 0]
    np.testing.assert_allclose(same, zero_at_the_end(question.image, question.kernel), rtol=1e-14)
    oracle("PyTorch, live")
