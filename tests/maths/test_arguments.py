"""What all layers have in common: what they accept, what they refuse and in which words, and what they give back."""

import re
from fractions import Fraction

import numpy as np
import pytest

import backprop_helpers as bp

from .calls import CALLS, NEUTRAL

every_call = pytest.mark.parametrize("call", CALLS, ids=str)
every_array = pytest.mark.parametrize(
    ("call", "name"), [pytest.param(call, name, id=f"{call} {name}") for call in CALLS for name in call.arrays]
)


def refused(call, name, value, error, *words):
    """Call a function with a wrong argument; it must refuse it with all of these words."""
    with pytest.raises(error) as caught:
        call(**{name: value})
    missing = [word for word in words if word not in str(caught.value)]
    assert not missing, f"{str(caught.value)!r} lacks {missing}"


# Arrays that are refused


@every_array
@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        ([[1, 2], [3]], ValueError, ["is ragged", "same length"]),
        (np.array([[1, 2], [3]], object), TypeError, ["must be real numbers", "[1, 2] (list) at [0]"]),
        (np.zeros((0, 3)), ValueError, ["is empty", "(0, 3)", "at least one entry"]),
        ([], ValueError, ["is empty", "(0,)"]),
        ("12", TypeError, ["must be real numbers", "text"]),
        (["1", "2"], TypeError, ["must be real numbers", "text"]),
        (b"12", TypeError, ["must be real numbers", "bytes"]),
        (np.array([1, "2"], object), TypeError, ["must be real numbers", "'2' (str) at [1]"]),
        ([1, 2j], TypeError, ["must be real numbers", "complex numbers"]),
        (np.array([1, 2j], object), TypeError, ["must be real numbers", "2j (complex) at [1]"]),
        ([[1, None]], TypeError, ["must be real numbers", "None (NoneType) at [0, 1]"]),
        (..., TypeError, ["must be real numbers", "Ellipsis (ellipsis)"]),
        (np.array(["2020-01-01"], "datetime64[D]"), TypeError, ["must be real numbers", "datetime64[D]"]),
        (np.zeros((1, 2)).view(np.matrix), TypeError, ["must be a plain array", "matrix"]),
        (np.ma.masked_array([1, 2], [True, False]), TypeError, ["must be a plain array", "MaskedArray"]),
    ],
    ids=lambda value: repr(value) if isinstance(value, list) else "",
)
def test_only_arrays_of_real_numbers_are_accepted(call, name, value, error, words):
    refused(call, name, value, error, name, *words)


@every_array
def test_none_is_no_array_except_for_a_bias(call, name):
    if name == "bias":
        assert call(bias=None).shape == call().shape
    else:
        refused(call, name, None, TypeError, name, "must be real numbers", "None (NoneType)")


# Settings that are refused

SETTINGS = [("stride", 1), ("padding", 0), ("dilation", 1), ("size", 1)]


@pytest.mark.parametrize(
    ("call", "name", "least"),
    [
        pytest.param(call, name, least, id=f"{call} {name}")
        for call in CALLS
        for name, least in SETTINGS
        if name in call.settings
    ],
)
@pytest.mark.parametrize(
    "value",
    [-1, (1, -1), 1.5, 2.0, (1, 2.0), "2", "22", (1,), (1, 2, 3), True, (True, 2), [[1, 2]], [1, [2, 3]], {}, np.nan],
)
def test_a_setting_is_an_integer_or_a_pair_of_them(call, name, least, value):
    wanted = f"must be an integer of at least {least}, or a pair of them"
    refused(call, name, value, ValueError, name, wanted, f"got {value!r}")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        pytest.param(call, name, id=f"{call} {name}")
        for call in CALLS
        for name in ("stride", "dilation", "size")
        if name in call.settings
    ],
)
@pytest.mark.parametrize("value", [0, (0, 1), (1, 0)])
def test_a_setting_other_than_padding_is_at_least_1(call, name, value):
    refused(call, name, value, ValueError, name, "at least 1", f"got {value!r}")


@pytest.mark.parametrize("call", [call for call in CALLS if call.settings.get("stride") == (1, 2)], ids=str)
@pytest.mark.parametrize("pair", [[1, 2], np.array([1, 2]), (np.int8(1), np.uint64(2))])
def test_a_pair_may_be_a_list_or_an_array(call, pair):
    np.testing.assert_array_equal(call(stride=pair), call())


@pytest.mark.parametrize("call", [call for call in CALLS if "shape" in " ".join(call.settings)], ids=str)
def test_a_shape_is_a_tuple_of_integers(call):
    (name,) = [name for name in call.settings if name.endswith("_shape")]
    axes = len(call.settings[name])
    refused(call, name, 3, ValueError, f"{name} must be a tuple of integers; got 3")
    refused(call, name, "33", ValueError, f"{name} must be a tuple of integers; got '33'")
    refused(call, name, (2.0,) * axes, ValueError, f"{name} must be a tuple of integers; got (2.0, ")
    refused(call, name, (2,) * (axes + 1), ValueError, f"{name} must have {axes} entries of at least 1; got (2, ")
    refused(call, name, (2,) * (axes - 1) + (0,), ValueError, f"{name} must have {axes} entries of at least 1", ", 0)")
    refused(call, name, (), ValueError, f"{name} must have {axes} entries of at least 1; got ()")


# Shapes that do not fit


def zeros(*shape):
    return np.zeros(shape)


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        # the number of axes
        (bp.conv2d, (zeros(3), zeros(2, 2)), "x must have 2 axes, for kernel (2, 2); got shape (3,)"),
        (bp.conv2d, (zeros(1, 3, 3), zeros(2, 2)), "x must have 2 axes, for kernel (2, 2); got shape (1, 3, 3)"),
        (
            bp.conv2d,
            (zeros(3, 3), zeros(1, 1, 2, 2)),
            "x must have 3 or 4 axes, for kernel (1, 1, 2, 2); got shape (3, 3)",
        ),
        (
            bp.conv2d,
            (zeros(3, 3), zeros(2)),
            "kernel must have 2 or 4 axes, (kh, kw) or (K, C, kh, kw); got shape (2,)",
        ),
        (bp.conv2d, (zeros(1, 3, 3), zeros(1, 2, 2)), "kernel must have 2 or 4 axes, (kh, kw) or (K, C, kh, kw)"),
        (bp.conv2d_kernel_gradient, (zeros(3), zeros(2)), "x must have 2 or 3 or 4 axes, (H, W), (C, H, W) or"),
        (
            bp.conv2d_kernel_gradient,
            (zeros(3, 3), zeros(1, 2, 2)),
            "delta must have 2 axes, as many as x; got shape (1, 2, 2)",
        ),
        (bp.conv2d_kernel_gradient, (zeros(1, 1, 3, 3), zeros(1, 2, 2)), "delta must have 4 axes, as many as x"),
        (bp.conv2d_bias_gradient, (zeros(3),), "delta must have 2 or 3 or 4 axes, (H, W), (K, H, W) or (N, K, H, W)"),
        (bp.conv2d_bias_gradient, (zeros(1, 1, 1, 1, 1),), "delta must have 2 or 3 or 4 axes"),
        (bp.conv2d_input_delta, (zeros(2, 2, 2), zeros(3, 3)), "kernel must have 2 or 4 axes"),
        (bp.conv2d_input_delta, (zeros(2, 2), zeros(1, 3, 3)), "delta must have 2 axes, for kernel (2, 2)"),
        (
            bp.conv2d_input_delta,
            (zeros(1, 1, 2, 2), zeros(3, 3)),
            "delta must have 3 or 4 axes, for kernel (1, 1, 2, 2)",
        ),
        (bp.max_pool2d, (zeros(4),), "x must have at least 2 axes, (…, H, W); got shape (4,)"),
        (bp.max_pool2d, (4,), "x must have at least 2 axes, (…, H, W); got shape ()"),
        (bp.max_pool2d_input_delta, (zeros(4), zeros(2)), "x must have at least 2 axes"),
        (
            bp.dense,
            (zeros(1, 1, 2), zeros(3, 2)),
            "x must have 1 or 2 axes, one vector, or a batch of them; got shape (1, 1, 2)",
        ),
        (bp.dense, (3, zeros(3, 2)), "x must have 1 or 2 axes, one vector, or a batch of them; got shape ()"),
        (bp.dense, (zeros(2), zeros(2)), "weights must have 2 axes, (outputs, inputs); got shape (2,)"),
        (bp.dense_weights_gradient, (zeros(1, 1, 2), zeros(2)), "x must have 1 or 2 axes"),
        (bp.dense_weights_gradient, (zeros(2), zeros(1, 2)), "delta must have 1 axes, as many as x; got shape (1, 2)"),
        (bp.dense_bias_gradient, (zeros(1, 1, 2),), "delta must have 1 or 2 axes"),
        (bp.dense_input_delta, (zeros(2, 3), zeros(1, 1, 2)), "delta must have 1 or 2 axes"),
        (bp.dense_input_delta, (zeros(2), zeros(2)), "weights must have 2 axes"),
        (bp.softmax_cross_entropy, (zeros(1, 1, 2), 0), "logits must have 1 or 2 axes, (classes,) or (N, classes)"),
        (bp.softmax_cross_entropy_input_delta, (3, 0), "logits must have 1 or 2 axes, (classes,) or (N, classes)"),
        # channels and entries
        (
            bp.conv2d,
            (zeros(3, 4, 4), zeros(1, 2, 2, 2)),
            "x (3, 4, 4) has 3 channels, but kernel (1, 2, 2, 2) is for 2",
        ),
        (
            bp.conv2d,
            (zeros(5, 1, 4, 4), zeros(1, 2, 2, 2)),
            "x (5, 1, 4, 4) has 1 channels, but kernel (1, 2, 2, 2) is for 2",
        ),
        (bp.conv2d, (zeros(3, 3), zeros(2, 2), [1]), "bias has shape (1,), but kernel (2, 2) asks for ()"),
        (bp.conv2d, (zeros(1, 3, 3), zeros(2, 1, 2, 2), 1), "bias has shape (), but kernel (2, 1, 2, 2) asks for (2,)"),
        (
            bp.conv2d,
            (zeros(1, 3, 3), zeros(2, 1, 2, 2), [1]),
            "bias has shape (1,), but kernel (2, 1, 2, 2) asks for (2,)",
        ),
        (bp.dense, (zeros(3), zeros(3, 2)), "x (3,) does not fit weights (3, 2): its last axis must have 2 entries"),
        (
            bp.dense,
            (zeros(3, 4), zeros(4, 3)),
            "x (3, 4) does not fit weights (4, 3): its last axis must have 3 entries",
        ),
        (bp.dense, (zeros(2), zeros(3, 2), zeros(2)), "bias has shape (2,), but weights (3, 2) ask for (3,)"),
        (bp.dense, (zeros(2), zeros(3, 2), zeros(1)), "bias has shape (1,), but weights (3, 2) ask for (3,)"),
        (
            bp.dense_input_delta,
            (zeros(3, 2), zeros(2)),
            "delta (2,) does not fit weights (3, 2): its last axis must have 3",
        ),
        (bp.squared_error, (zeros(2), zeros(1)), "target has shape (1,), but y has (2,)"),
        (bp.squared_error_input_delta, (zeros(2), zeros(2, 1)), "target has shape (2, 1), but y has (2,)"),
        # windows larger than what they stand on
        (bp.conv2d, (zeros(2, 5), zeros(3, 3)), "kernel (3, 3) does not fit into image (2, 5) with padding 0"),
        (
            bp.conv2d,
            (zeros(2, 5), zeros(3, 8), None, 1, (1, 0)),
            "kernel (3, 8) does not fit into image (2, 5) with padding (1, 0)",
        ),
        (
            bp.conv2d,
            (zeros(5, 5), zeros(3, 3), None, 1, 0, (1, 3)),
            "kernel (3, 3) does not fit into image (5, 5) with padding 0 and dilation (1, 3)",
        ),
        (
            bp.conv2d_kernel_gradient,
            (zeros(2, 5), zeros(1, 3), (3, 3)),
            "kernel (3, 3) does not fit into image (2, 5) with padding 0",
        ),
        (
            bp.conv2d_input_delta,
            (zeros(3, 3), zeros(1, 3), (2, 5)),
            "kernel (3, 3) does not fit into image (2, 5) with padding 0",
        ),
        (bp.max_pool2d, (zeros(1, 5),), "pool (2, 2) does not fit into image (1, 5)"),
        (bp.max_pool2d, (zeros(1, 5), 4, 1, (1, 2)), "pool (4, 4) does not fit into image (1, 5) with padding (1, 2)"),
        (bp.avg_pool2d, (zeros(4, 1, 5), (1, 6)), "pool (1, 6) does not fit into image (1, 5)"),
        (bp.avg_pool2d, (zeros(4),), "x must have at least 2 axes, (…, H, W); got shape (4,)"),
        (
            bp.avg_pool2d_input_delta,
            (zeros(4, 4), zeros(2, 1)),
            "delta has shape (2, 1), but the pooled array has (2, 2)",
        ),
        (bp.leaky_relu_input_delta, (zeros(3), zeros(3, 1)), "delta has shape (3, 1), but x has (3,)"),
        (bp.tanh_input_delta, (zeros(3), zeros(1)), "delta has shape (1,), but y has (3,)"),
        (
            bp.tanh_input_delta,
            ([0.5, -2], zeros(2)),
            "y must lie between -1 and 1: it is the output, tanh(x), not x; got",
        ),
        (
            bp.max_pool2d_input_delta,
            (zeros(4, 1, 5), zeros(4, 1, 2), (1, 6)),
            "pool (1, 6) does not fit into image (1, 5)",
        ),
        # deltas that are not of the forward result's shape
        (
            bp.conv2d_kernel_gradient,
            (zeros(4, 5), zeros(3, 3), (2, 2)),
            "delta has shape (3, 3), but the feature map has (3, 4)",
        ),
        (
            bp.conv2d_kernel_gradient,
            (zeros(2, 1, 4, 5), zeros(1, 3, 3, 4), (3, 1, 2, 2)),
            "delta has shape (1, 3, 3, 4), but the feature map has (2, 3, 3, 4)",
        ),
        (
            bp.conv2d_kernel_gradient,
            (zeros(2, 1, 4, 5), zeros(2, 1, 3, 4), (3, 1, 2, 2)),
            "delta has shape (2, 1, 3, 4), but the feature map has (2, 3, 3, 4)",
        ),
        (
            bp.conv2d_kernel_gradient,
            (zeros(2, 4, 5), zeros(3, 3, 4), (3, 1, 2, 2)),
            "x (2, 4, 5) has 2 channels, but kernel (3, 1, 2, 2) is for 1",
        ),
        (
            bp.conv2d_kernel_gradient,
            (zeros(2, 1, 4, 5), zeros(3, 3, 3, 4)),
            "delta has shape (3, 3, 3, 4), but the feature map has (2, 3, 3, 4)",
        ),
        (
            bp.conv2d_input_delta,
            (zeros(2, 2), zeros(3, 3), (4, 5)),
            "delta has shape (3, 3), but the feature map has (3, 4)",
        ),
        (
            bp.conv2d_input_delta,
            (zeros(3, 1, 2, 2), zeros(1, 3, 4), (1, 4, 5)),
            "delta has shape (1, 3, 4), but the feature map has (3, 3, 4)",
        ),
        (
            bp.conv2d_input_delta,
            (zeros(3, 1, 2, 2), zeros(3, 3, 4), (2, 4, 5)),
            "x (2, 4, 5) has 2 channels, but kernel (3, 1, 2, 2) is for 1",
        ),
        (
            bp.conv2d_input_delta,
            (zeros(3, 1, 2, 2), zeros(2, 4, 3, 4)),
            "delta has shape (2, 4, 3, 4), but the feature map has (2, 3, 3, 4)",
        ),
        (
            bp.max_pool2d_input_delta,
            (zeros(4, 4), zeros(2, 1)),
            "delta has shape (2, 1), but the pooled array has (2, 2)",
        ),
        (
            bp.max_pool2d_input_delta,
            (zeros(1, 4, 4), zeros(2, 2)),
            "delta has shape (2, 2), but the pooled array has (1, 2, 2)",
        ),
        (bp.sigmoid_input_delta, (zeros(3), zeros(1)), "delta has shape (1,), but y has (3,)"),
        (bp.sigmoid_input_delta, (zeros(3), 1), "delta has shape (), but y has (3,)"),
        (bp.relu_input_delta, (zeros(3), zeros(3, 1)), "delta has shape (3, 1), but x has (3,)"),
        (bp.dense_weights_gradient, (zeros(3, 2), zeros(1, 4)), "delta has shape (1, 4), but x asks for (3, 4)"),
        # labels
        (bp.softmax_cross_entropy, (zeros(3), 3), "labels must lie between 0 and 2; got 3 to 3"),
        (bp.softmax_cross_entropy, (zeros(2, 3), [0, -1]), "labels must lie between 0 and 2; got -1 to 0"),
        (bp.softmax_cross_entropy, (zeros(3), [1]), "labels has shape (1,), but the logits ask for ()"),
        (bp.softmax_cross_entropy, (zeros(2, 3), 1), "labels has shape (), but the logits ask for (2,)"),
        (bp.softmax_cross_entropy, (zeros(2, 3), [0]), "labels has shape (1,), but the logits ask for (2,)"),
        (bp.softmax_cross_entropy, (zeros(2, 3), [[0, 1]]), "labels has shape (1, 2), but the logits ask for (2,)"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", ""),
)
def test_shapes_that_do_not_fit_are_named(function, arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        function(*arguments)


ONE_HOT = "labels must be class numbers such as 2; got one-hot rows: np.argmax(labels, axis=-1) makes numbers of them"


def test_one_hot_rows_become_labels_as_the_message_says():
    """The powers are 1 and 3, so the shares 1/4 and 3/4."""
    logits, row = np.log([1, 3]), [0, 1]
    with pytest.raises(ValueError, match=re.escape(ONE_HOT)):
        bp.softmax_cross_entropy(logits, row)
    assert bp.softmax_cross_entropy(logits, np.argmax(row, axis=-1)) == pytest.approx(np.log(4 / 3), rel=1e-15)


@pytest.mark.parametrize("function", [bp.softmax_cross_entropy, bp.softmax_cross_entropy_input_delta])
@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([[0, 1, 0], [0, 0, 1]], ValueError, ONE_HOT),
        ([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], ValueError, ONE_HOT),
        ([[False, True, False], [True, False, False]], ValueError, ONE_HOT),
        (
            [[0.5, 0.5, 0], [0, 0, 1]],
            TypeError,
            "labels must be integers, class numbers such as 2; got the type float64",
        ),
        ([[0, 1, 1], [0, 0, 1]], ValueError, "labels has shape (2, 3), but the logits ask for (2,)"),
        ([0.0, 1.0], TypeError, "labels must be integers, class numbers such as 2; got the type float64"),
        ([True, False], TypeError, "labels must be integers, class numbers such as 2; got the type bool"),
        (["0", "1"], TypeError, "labels must be real numbers; got text"),
        ([None, 1], TypeError, "labels must be real numbers; got None (NoneType) at [0]"),
        (bp.trace([[0, 1, 0], [0, 0, 1]], "t"), ValueError, ONE_HOT),
        (bp.trace([0.5, 1], "t"), TypeError, "labels must be integers, class numbers such as 2; got the type float64"),
        (bp.trace([np.nan, 1], "t"), TypeError, "labels must be integers, class numbers such as 2; got the type"),
        (bp.trace([0, 3], "t"), ValueError, "labels must lie between 0 and 2; got 0 to 3"),
        ([Fraction(0), 1], TypeError, "labels must be integers, class numbers such as 2; got"),
        ([[0], [1, 2]], ValueError, "labels is ragged"),
        ([0, 3], ValueError, "labels must lie between 0 and 2; got 0 to 3"),
    ],
)
def test_labels_are_integers_within_the_classes(function, labels, error, message):
    with pytest.raises(error, match=re.escape(message)):
        function(zeros(2, 3), labels)


# What is accepted, and of which kind the results are


def rounded(array, kind):
    return np.asarray(np.floor(array)).astype(int).astype(kind)


def agree(result, expected, rtol):
    return np.shape(result) == np.shape(expected) and np.allclose(result, expected, rtol=rtol, atol=rtol)


@every_call
def test_lists_and_tuples_are_accepted_where_arrays_are(call):
    lists = {name: array.tolist() for name, array in call.arrays.items()}
    np.testing.assert_array_equal(call(**lists), call())


@every_call
@pytest.mark.parametrize(("kind", "rtol"), [(np.float32, 1e-5), (np.float64, 0), (np.longdouble, 1e-15)])
def test_results_keep_the_floating_type(call, kind, rtol):
    result = call(**{name: array.astype(kind) for name, array in call.arrays.items()})
    assert np.asarray(result).dtype == kind
    assert agree(result, call(), rtol)


@every_call
def test_float16_is_calculated_as_float32_and_stays_it(call):
    narrow = {name: array.astype(np.float16) for name, array in call.arrays.items()}
    result = call(**narrow)
    assert np.asarray(result).dtype == np.float32
    np.testing.assert_array_equal(result, call(**{name: array.astype(np.float32) for name, array in narrow.items()}))


def test_a_sum_of_many_float16_does_not_stop_growing():
    """float16 has no 2049, so 2048 + 1 is 2048 there."""
    ones = np.ones((64, 64), np.float16)
    assert bp.conv2d(ones, ones) == bp.conv2d_bias_gradient(ones) == 4096
    assert bp.conv2d_bias_gradient(ones.astype(">f2")) == 4096
    assert bp.conv2d_kernel_gradient(ones, ones) == 4096
    assert (
        bp.dense(ones.ravel(), ones.reshape(1, -1)) == bp.dense_input_delta(ones.reshape(-1, 1), ones.ravel()) == 4096
    )
    assert bp.dense_bias_gradient(ones.reshape(-1, 1)) == 4096
    assert bp.squared_error(ones, 0 * ones) == 2048
    assert bp.softmax_cross_entropy(0 * ones.ravel(), 0) == pytest.approx(np.log(4096), rel=1e-6)


@every_call
@pytest.mark.parametrize("kind", [np.int8, np.int64, np.uint16, bool])
def test_whole_numbers_become_float64(call, kind):
    whole_numbers = {name: rounded(abs(array), kind) for name, array in call.arrays.items()}
    result = call(**whole_numbers)
    assert np.asarray(result).dtype == np.float64
    np.testing.assert_array_equal(result, call(**{name: array.astype(float) for name, array in whole_numbers.items()}))


@pytest.mark.parametrize(
    ("call", "name"),
    [pytest.param(call, name, id=f"{call} {name}") for call in CALLS if len(call.arrays) > 1 for name in call.arrays],
)
def test_one_array_of_float64_or_integers_among_float32_makes_the_result_float64(call, name):
    narrow = {other: array.astype(np.float32) for other, array in call.arrays.items()}
    result = call(**narrow | {name: call.arrays[name]})
    assert np.asarray(result).dtype == np.float64
    assert agree(result, call(), 1e-6)
    assert np.asarray(call(**narrow | {name: rounded(call.arrays[name], int)})).dtype == np.float64


every_rational_call = pytest.mark.parametrize("call", [call for call in CALLS if call.rational], ids=str)


@every_rational_call
def test_fractions_give_fractions(call):
    """Every number is a whole number of eighths, so that floats are exact too, but for a division's last place."""
    eighths = {name: np.floor(array * 8) / 8 for name, array in call.arrays.items()}
    result = np.asarray(
        call(**{name: np.vectorize(Fraction, [object])(array) for name, array in eighths.items()}), object
    )
    assert all(isinstance(value, Fraction | int) for value in result.flat)
    np.testing.assert_allclose(result.astype(float), call(**eighths), rtol=4 * np.finfo(float).eps, atol=0)


@pytest.mark.parametrize("call", [call for call in CALLS if not call.rational], ids=str)
@pytest.mark.parametrize("exact", [Fraction(1, 2), 10**30])
def test_where_there_is_no_exact_result_exact_numbers_are_refused_and_floats_named(call, exact):
    name, array = next(iter(call.arrays.items()))
    numbers = np.full(array.shape, exact, object)
    refused(call, name, numbers, TypeError, f"{name} must be floats, for exp has no exact value; got {exact!r}")
    call(**{name: np.array(numbers, dtype=float)})


@every_rational_call
@pytest.mark.parametrize("kind", [int, bool, object])
def test_fractions_in_one_array_keep_the_whole_numbers_in_the_others_exact(call, kind):
    whole_numbers = {name: rounded(array, kind) for name, array in call.arrays.items()}
    for name in call.arrays:
        thirds = np.vectorize(lambda value: Fraction(int(value), 3), [object])(whole_numbers[name])
        result = np.asarray(call(**whole_numbers | {name: thirds}), object)
        assert all(isinstance(value, Fraction | int) for value in result.flat)
        floats = {other: array.astype(float) for other, array in whole_numbers.items()}
        assert agree(result.astype(float), call(**floats | {name: floats[name] / 3}), 1e-12)


@every_call
@pytest.mark.parametrize("order", ["C", "F", "strided", "read-only"])
def test_inputs_are_not_changed_and_their_memory_is_not_shared(call, order):
    given = {name: in_order(array, order) for name, array in call.arrays.items()}
    result = call(**given)
    assert agree(result, call(), 1e-15)
    for name, array in given.items():
        np.testing.assert_array_equal(array, call.arrays[name])
        assert not np.shares_memory(result, array)


@pytest.mark.parametrize("call", NEUTRAL, ids=str)
def test_a_call_that_hardly_changes_its_arguments_returns_memory_of_its_own_all_the_same(call):
    result = call()
    for array in call.arrays.values():
        assert not np.shares_memory(result, array)


def in_order(array, order):
    if order == "strided":
        return np.stack([array, array], axis=-1)[..., 1]
    result = array.copy(order="F" if order == "F" else "C")
    result.flags.writeable = order != "read-only"
    return result


@every_call
def test_the_same_call_gives_the_same_again(call):
    np.testing.assert_array_equal(call(), call())


@every_call
def test_results_can_be_changed_without_changing_the_next_ones(call):
    expected = np.array(call())
    result = call()
    if isinstance(result, np.ndarray):
        result[...] = 99
    np.testing.assert_array_equal(call(), expected)


def test_single_numbers_are_accepted_where_any_shape_is():
    assert bp.sigmoid(0) == 0.5
    assert bp.relu(-3) == 0
    assert bp.sigmoid_input_delta(0.5, 4) == 1
    assert bp.relu_input_delta(2, 7) == 7
    assert bp.leaky_relu(-3, 0.5) == -1.5
    assert bp.leaky_relu_input_delta(-3, 7, 0.5) == 3.5
    assert bp.tanh(0) == 0
    assert bp.tanh_input_delta(0.5, 4) == 3
    assert bp.squared_error(1, 4) == 4.5
    assert bp.squared_error_input_delta(1, 4) == -3
