import re
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, Sigmoid, check_gradients, squared_error
from backprop_helpers.maths.difference import AGREES

from .calls import CALLS
from .inputs import distinct, uneven


def network():
    """Return a small network; every call gives the same."""
    layers = [Conv2D(uneven((2, 3)), 0.1), Sigmoid(), MaxPool2D(), Flatten(), Dense(uneven((2, 2), 1), uneven((2,), 2))]
    return Network(layers, squared_error)


IMAGE, TARGET = uneven((5, 4), 3), np.array([0.5, -1])


# Right gradients


@pytest.mark.parametrize("call", [call for call in CALLS if call.is_forward], ids=str)
def test_the_packages_gradients_are_right_for_every_argument_that_has_one(call):
    checked = check_gradients(call.function, *map(spread, call.arrays.values()), **call.settings)
    assert checked.verdict == "right"
    expected = {name: array.size for name, array in call.arrays.items() if name != "target"}
    assert sizes(checked) == expected


def spread(array):
    """Make whole numbers differ, all of them, so that there are no kinks."""
    return array + uneven(array.shape, 6) / 4


def sizes(checked):
    names = [entry.argument for entry in checked.entries]
    return {name: names.count(name) for name in names}


def test_a_network_is_checked_entry_by_entry_in_its_input_and_parameters():
    checked = check_gradients(network(), IMAGE, TARGET)
    assert checked.verdict == "right"
    assert sizes(checked) == {
        "x": 5 * 4,
        "layers[0].kernel": 2 * 3,
        "layers[0].bias": 1,
        "layers[4].weights": 2 * 2,
        "layers[4].bias": 2,
    }
    assert repr(checked) == "33 of 33 entries agree with finite differences (ε = 1e-6)"


def test_an_entry_shows_both_values():
    """E = 10·(3·1 + 4·2): along the first input the slope is 10·3."""
    first = check_gradients(bp.dense, [1, 2], [[3, 4]], delta=[10]).entries[0]
    assert (first.argument, first.index, first.analytic, first.kink) == ("x", (0,), 30, False)
    assert first.numerical == pytest.approx(30, rel=1e-8)
    assert first.relative_error < 1e-8
    assert first.agrees
    assert str(first) == "x[0] analytic 30.000000, numerical 30.000000"


def test_the_relative_error_is_a_share_of_the_larger_of_the_two_values():
    [entry] = check_gradients(lambda x: 8 * x, [1.0], delta=[1], gradients={"x": [10]}).entries
    assert entry.relative_error == pytest.approx((10 - 8) / 10)
    [entry] = check_gradients(lambda x: 8 * x, [1.0], delta=[1], gradients={"x": [-2]}).entries
    assert entry.relative_error == pytest.approx((8 + 2) / 8)
    [entry] = check_gradients(lambda x: 0 * x, [1.0], delta=[1], gradients={"x": [0]}).entries
    assert entry.relative_error == 0


@pytest.mark.parametrize("epsilon", [0.5, 0.1, 1e-3])
def test_differences_are_central(epsilon):
    """((x + ε)³ − (x − ε)³) / 2ε = 3x² + ε²; and on a square a central difference is right whatever the step."""
    [cubed] = check_gradients(lambda x: x**3, [2.0], delta=[1], gradients={"x": [12]}, epsilon=epsilon).entries
    assert cubed.numerical == pytest.approx(12 + epsilon**2, rel=1e-12)
    [squared] = check_gradients(lambda x: x**2, [2.0], delta=[1], gradients={"x": [4]}, epsilon=epsilon).entries
    assert squared.numerical == pytest.approx(4, rel=1e-12)


def test_without_a_delta_one_is_taken_whose_entries_all_differ():
    """With a delta of ones, a layer that mixes up its outputs would pass."""
    checked = check_gradients(bp.relu, np.full((3, 4), 2.0))
    slopes = [entry.numerical for entry in checked.entries]
    assert len({round(slope, 6) for slope in slopes}) == 12
    assert min(map(abs, slopes)) > 0.01
    assert min(slopes) < 0 < max(slopes)


def test_lists_whole_numbers_float32_and_fractions_are_checked_in_float64():
    kernel = [[Fraction(1, 3), 2]]
    for image in ([[1, 2, 3]], np.array([[1, 2, 3]], np.int8), np.array([[1, 2, 3]], np.float32)):
        checked = check_gradients(bp.conv2d, image, kernel)
        assert checked.verdict == "right"
        assert max(entry.relative_error for entry in checked.entries) < 1e-7
    layers = [Conv2D(np.float32([[1.5, 2]])), Flatten(), Dense(np.float32([[1, 3]]))]
    assert check_gradients(Network(layers, squared_error), [[1, 2, 3]], [1]).verdict == "right"


@pytest.mark.parametrize("scale", [1e-8, 1, 1e8])
def test_rounding_in_large_and_small_numbers_is_no_error(scale):
    """At 10⁸ a double shows a nudge of 10⁻⁶ to two digits, so not every entry can be judged there."""
    convolution = check_gradients(bp.conv2d, scale * uneven((4, 5)), uneven((2, 2), 1))
    layer = check_gradients(bp.dense, uneven((4,)), scale * uneven((2, 4), 1))
    loss = check_gradients(bp.squared_error, scale * uneven((4,)), uneven((4,), 1))
    entries = [entry for checked in (convolution, layer, loss) for entry in checked.entries]
    assert {entry.verdict for entry in entries} == {"right", *(["too small to judge"] if scale == 1e8 else [])}
    large = [entry for entry in convolution.entries if entry.argument == "kernel"]
    large += [entry for entry in layer.entries if entry.argument == "x"]
    assert {entry.verdict for entry in large} == {"right"}


@pytest.mark.parametrize("epsilon", [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (bp.sigmoid, (3 * uneven((40,)),)),
        (bp.sigmoid, (10 * uneven((40,)),)),
        (bp.squared_error, (uneven((5,)), uneven((5,), 1))),
        (bp.softmax_cross_entropy, (5 * uneven((4, 5)), [0, 1, 2, 3])),
        (bp.conv2d, (uneven((2, 4, 4)), uneven((2, 2, 2, 2), 1), uneven((2,), 2))),
        (
            Network([Dense(2 * uneven((3, 4))), Sigmoid(), Dense(uneven((2, 3), 1))], squared_error),
            (uneven((4,), 2), TARGET),
        ),
    ],
    ids=["sigmoid", "wide sigmoid", "squared error", "cross-entropy", "conv2d", "network"],
)
def test_a_smooth_function_is_right_and_has_no_kinks_whatever_the_step(function, arguments, epsilon):
    checked = check_gradients(function, *arguments, epsilon=epsilon)
    assert checked.verdict in (["right"] if epsilon >= 1e-6 else ["right", "too small to judge"])
    assert not any(entry.kink for entry in checked.entries)


def test_a_large_step_shows_what_the_slope_tends_to_as_it_shrinks():
    """((x + ε)⁵ − (x − ε)⁵) / 2ε = 5x⁴ + 10x²ε² + ε⁴, at x = 2 and ε = 2 it is 80 + 160 + 16, and tends to 80."""
    [right] = check_gradients(lambda x: x**5, [2.0], delta=[1], gradients={"x": [80]}, epsilon=2).entries
    assert (right.numerical, right.limit, right.verdict) == (256, 80, "right")
    [wrong] = check_gradients(lambda x: x**5, [2.0], delta=[1], gradients={"x": [81]}, epsilon=2).entries
    assert wrong.verdict == "wrong"


def test_a_curve_that_is_too_steep_for_the_step_is_no_error():
    """exp rises to its sevenfold within ε = 2: the limit is right to three digits only."""
    for slope, verdict in [(1, "right"), (1.0015, "too small to judge"), (1.01, "wrong")]:
        [entry] = check_gradients(np.exp, [0.0], delta=[1], gradients={"x": [slope]}, epsilon=2).entries
        assert entry.verdict == verdict


# Too small to judge


@pytest.mark.parametrize("sign", [1, -1])
def test_a_difference_below_what_finite_differences_see_is_not_judged(sign):
    """σ(20) is 1 − 2.06·10⁻⁹, of which a double sees steps of 10⁻¹⁶, over ε = 10⁻⁶ a slope of 10⁻¹⁰."""
    slope = sign * 2.0611536e-9
    checked = check_gradients(bp.sigmoid, [20, 0.0], delta=[1, 1], gradients={"x": [slope, 0.25]})
    assert [entry.verdict for entry in checked.entries] == ["too small to judge", "right"]
    assert checked.verdict == "too small to judge"
    first, second = repr(checked).splitlines()
    assert first == "1 of 2 entries agree with finite differences (ε = 1e-6)"
    assert second.startswith(f"1 too small to judge here: x[0] analytic {sign * 2.061:.3f}e-9, numerical 2.")


def test_of_a_slope_that_rounding_hides_in_part_three_digits_are_asked():
    """A double sees steps of 10⁻¹⁶ at σ(12) ≈ 1, over ε = 10⁻⁶ slopes to 10⁻¹⁰, of 6·10⁻⁶ four digits."""
    x = np.linspace(12, 12.9, 9)
    slopes = np.exp(-x) / (1 + np.exp(-x)) ** 2
    for factor, verdict in [(1, "right"), (1.01, "too small to judge"), (0.5, "wrong")]:
        checked = check_gradients(bp.sigmoid, x, delta=np.ones(9), gradients={"x": factor * slopes})
        assert {entry.verdict for entry in checked.entries} == {verdict}


def test_a_small_slope_beside_a_large_error_is_not_judged_until_the_error_is_small():
    """E = ½ (2000² + 0.002²): the slopes are 2000 and 0.002, and E has ten digits before the point and six after."""
    y, wrong = [2000, 0.002], {"y": [2000, 0]}
    checked = check_gradients(bp.squared_error, y, [0, 0], gradients=wrong)
    assert [entry.verdict for entry in checked.entries] == ["right", "too small to judge"]
    assert check_gradients(bp.squared_error, y, [2000, 0], gradients={"y": [0, 0]}).verdict == "wrong"


def test_what_does_not_move_brings_no_rounding_into_the_slopes_of_the_others():
    """E = 2·10⁹·x₀ + x₁: in their sum x₁ would keep no digit of a nudge of 10⁻⁶."""
    checked = check_gradients(lambda x: np.array([2e9, 1]) * x, [1.0, 1], delta=[1, 1], gradients={"x": [2e9, 1]})
    assert checked.verdict == "right"


def test_of_many_entries_too_small_to_judge_one_is_shown_and_all_are_counted():
    checked = check_gradients(bp.sigmoid, [20.0, 21, 0, 22], delta=np.ones(4), gradients={"x": [0, 0, 1, 0]})
    first, second, third = repr(checked).splitlines()
    assert first.startswith("0 of 4 entries agree")
    assert second == "differs: x[2] analytic 1.000000, numerical 0.250000"
    assert third.startswith("3 too small to judge here, as x[0] analytic 0.000000, numerical 2.")
    assert checked.verdict == "wrong"


def test_an_entry_on_which_nothing_depends_agrees_with_0_and_with_nothing_else():
    checked = check_gradients(bp.max_pool2d, [[1.0, 5]], (1, 2), delta=[[2e9]], gradients={"x": [[0, 2e9]]})
    assert checked.verdict == "right"
    assert checked.entries[0].numerical == 0
    assert check_gradients(lambda x: 0 * x, [1.0], delta=[1], gradients={"x": [1e-9]}).verdict == "wrong"


@pytest.mark.parametrize("y", [0.0, 0.3, 1, 1e3])
def test_where_the_error_is_smallest_its_slope_is_0(y):
    """E = ½ (y − t)² at y = t: y + ε and y − ε are not rounded alike, so that E's difference is not quite 0."""
    assert check_gradients(bp.squared_error, [y, 2], [y, 3]).verdict == "right"
    assert check_gradients(bp.squared_error, [y], [y]).verdict == "right"
    assert check_gradients(bp.squared_error, [y], [y], gradients={"y": [1e-6]}).verdict == "wrong"


def test_kinks_are_named_before_what_is_too_small_to_judge():
    gradients = {"x": [1, 1e-11]}  # 10⁻¹² is the second one
    checked = check_gradients(lambda x: [1, 1e-12] * abs(x) + [0, 1], [0.0, 3], delta=[1, 1], gradients=gradients)
    assert [entry.verdict for entry in checked.entries] == ["kink", "too small to judge"]
    assert checked.verdict == "kink"


def test_a_function_that_calculates_in_float32_is_judged_by_its_digits():
    """float32 shows no step below 10⁻⁷ at 1, over ε = 10⁻⁶ a tenth of the slope; over 10⁻² it shows five digits."""

    def narrow(x):
        return (x * x).astype(np.float32)

    right, wrong = ({"delta": [1], "gradients": {"x": [slope]}} for slope in (2, 2.5))
    assert check_gradients(narrow, [1.0], **right).verdict == "too small to judge"
    assert check_gradients(narrow, [1.0], **right, epsilon=0.25).verdict == "right"
    assert check_gradients(narrow, [1.0], **wrong, epsilon=0.25).verdict == "wrong"


def test_more_digits_than_a_double_has_are_not_counted_on():
    slope = {"delta": [1], "gradients": {"x": [-2e-9]}}
    checked = check_gradients(lambda x: bp.sigmoid(x.astype(np.longdouble)), [20.0], **slope)
    assert checked.verdict == "too small to judge"


# Wrong gradients


@pytest.mark.parametrize("factor", [1 + 1e-3, 0.5, -1, 0])
def test_one_wrong_entry_is_named(factor):
    x, weights = uneven((3,)), uneven((2, 3), 1)
    gradient = bp.dense_weights_gradient(x, [2, 3])
    gradient[1, 2] *= factor
    checked = check_gradients(bp.dense, x, weights, delta=[2, 3], gradients={"weights": gradient})
    assert checked.verdict == "wrong"
    assert [(entry.argument, entry.index) for entry in checked.entries if not entry.agrees] == [("weights", (1, 2))]
    first, second = repr(checked).splitlines()
    assert first == "5 of 6 entries agree with finite differences (ε = 1e-6)"
    assert second.startswith(f"differs: weights[1, 2] analytic {gradient[1, 2]:.6f}, numerical {3 * x[2]:.6f}")


def test_of_many_wrong_entries_three_are_shown():
    checked = check_gradients(bp.sigmoid, uneven((8,)), delta=np.ones(8), gradients={"x": np.ones(8)})
    assert checked.verdict == "wrong"
    assert [line.partition(":")[0] for line in repr(checked).splitlines()[1:]] == ["differs"] * 3


def test_a_wrong_entry_of_a_network_is_named():
    subject = network()
    subject.forward(IMAGE)
    subject.backward(TARGET)
    kernel_gradient = subject.layers[0].gradients["kernel"]
    assert check_gradients(subject, IMAGE, TARGET, gradients={"layers[0].kernel": kernel_gradient}).verdict == "right"
    wrong = np.flip(kernel_gradient)
    checked = check_gradients(subject, IMAGE, TARGET, gradients={"layers[0].kernel": wrong})
    assert checked.verdict == "wrong"
    assert "differs: layers[0].kernel[" in repr(checked)


def test_somebody_elses_function_and_gradient_are_checked():
    def power(base, exponent):
        return base**exponent

    x = np.array([1.0, 2, 3])
    ones = np.ones(3)
    right = check_gradients(power, x, [3, 2, 1], delta=ones, gradients={"base": [3, 4, 1]})
    assert right.verdict == "right"
    assert check_gradients(power, x, [3, 2, 1], delta=ones, gradients={"base": [3, 4, 2]}).verdict == "wrong"
    cubed = check_gradients(partial(power, exponent=3), x, delta=ones, gradients={"base": 3 * x**2})
    assert cubed.verdict == "right"


def test_a_function_that_belongs_to_no_module_is_checked():
    names = {}
    exec("def square(x):\n    return x * x", names)
    assert names["square"].__module__ is None
    checked = check_gradients(names["square"], [1.0, 2], delta=[1, 3], gradients={"x": [2, 12]})
    assert checked.verdict == "right"


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_a_number_is_never_right(value):
    checked = check_gradients(bp.relu, [1.0, 2], delta=[1, 1], gradients={"x": [1, value]})
    assert checked.verdict == "wrong"
    assert not checked.entries[1].relative_error < np.finfo(float).max


@pytest.mark.filterwarnings("ignore:invalid value")
def test_an_error_that_becomes_infinite_within_the_step_is_never_right():
    """0.5 over the step of 10⁻⁶ is where it leaves."""
    checked = check_gradients(lambda x: np.where(x < 1 + 0.9e-6, x, np.inf), [1.0], delta=[1], gradients={"x": [1]})
    assert checked.verdict == "wrong"


@pytest.mark.filterwarnings("ignore:invalid value")
def test_an_input_that_is_not_a_number_is_never_right():
    assert check_gradients(bp.sigmoid, [1.0, np.nan]).verdict == "wrong"


# Kinks

STEPS = [1e-2, 1e-4, 1e-6, 1e-8]
WITHIN = [0, 0.1, 0.5, 0.9]


@pytest.mark.parametrize("epsilon", STEPS)
@pytest.mark.parametrize("share", WITHIN)
def test_a_near_tie_within_the_step_is_a_kink(share, epsilon):
    checked = check_gradients(bp.max_pool2d, [[1, 1 + share * epsilon, 3], [0, -1, -2]], (2, 2), epsilon=epsilon)
    assert [entry.index for entry in checked.entries if entry.kink] == [(0, 0), (0, 1)]
    assert checked.verdict == "kink"
    assert repr(checked).splitlines()[0].startswith("4 of 4 entries without a kink agree")
    assert repr(checked).splitlines()[1].startswith("kink, no verdict: x[0, 0]")


def test_where_every_entry_has_a_kink_the_check_says_so_and_counts_no_agreement():
    checked = check_gradients(bp.max_pool2d, [[0.5, 0.5]], (1, 2), epsilon=1e-4)
    assert repr(checked).splitlines()[0] == "no entry is without a kink (ε = 0.0001)"
    assert len(repr(checked).splitlines()) == 3


@pytest.mark.parametrize("epsilon", STEPS)
@pytest.mark.parametrize("share", [1.1, 2, 100])
def test_a_near_tie_beyond_the_step_is_none(share, epsilon):
    checked = check_gradients(bp.max_pool2d, [[1, 1 + share * epsilon], [-2, -3]], epsilon=epsilon)
    assert checked.verdict == "right"


@pytest.mark.parametrize("epsilon", STEPS)
@pytest.mark.parametrize("share", [*WITHIN, *(-share for share in WITHIN)])
def test_relu_near_0_is_a_kink(share, epsilon):
    checked = check_gradients(bp.relu, [2, share * epsilon, -2], epsilon=epsilon)
    assert [entry.index for entry in checked.entries if entry.kink] == [(1,)]
    assert checked.verdict == "kink"


@pytest.mark.parametrize("epsilon", STEPS)
@pytest.mark.parametrize("share", [1.1, -1.1, 100, -100])
def test_relu_further_from_0_is_none(share, epsilon):
    assert check_gradients(bp.relu, [share * epsilon], epsilon=epsilon).verdict == "right"


@pytest.mark.parametrize("places", [(-0.9, 0.9), (-0.5, 0.5), (0.1, 0.6), (0.2, 0.3), (-0.8, 0, 0.7)])
def test_several_kinks_within_one_step_are_seen(places):
    """E = Σ max(w − place, 0) over the places, as where one weight leads to several ReLUs."""
    step = 1e-3
    biases = [-place * step for place in places]
    subject = Network(
        [Dense(np.ones((len(places), 1)), biases), ReLU(), Dense(np.ones((1, len(places))))], squared_error
    )
    checked = check_gradients(subject, [0.0], [-1], epsilon=step, gradients={"x": [0.3]})
    assert checked.verdict == "kink"


def test_a_kink_on_a_curve_is_seen_through_layers():
    """The first window of the pool has two equal numbers; the image is 1 column of 4, the kernel 1 weight."""
    subject = Network([Conv2D([[2]]), MaxPool2D((2, 1)), Sigmoid(), Flatten(), Dense([[1, 3]])], squared_error)
    checked = check_gradients(subject, [[0.5], [0.5], [0.1], [0.3]], [1])
    kinks = [(entry.argument, entry.index) for entry in checked.entries if entry.kink]
    assert kinks == [("x", (0, 0)), ("x", (1, 0))]
    assert checked.verdict == "kink"


def test_beside_a_kink_a_wrong_entry_is_still_wrong():
    checked = check_gradients(bp.relu, [0, 3, -2], delta=[1, 1, 1], gradients={"x": [0, 2, 0]})
    assert checked.verdict == "wrong"
    assert "differs: x[1] analytic 2" in repr(checked)
    assert "no verdict: x[0]" in repr(checked)


# The errors over a range of steps


def test_errors_over_steps_draw_a_v():
    """Right of its lowest point E's curve counts, as ε²; left of it rounding, as 1/ε."""
    checked = check_gradients(bp.sigmoid, 2 * uneven((30,)))
    assert slope(checked, [1e-1, 1e-2, 1e-3]) == pytest.approx(2, abs=0.1)
    assert slope(checked, 10.0 ** -np.arange(7, 13)) == pytest.approx(-1, abs=0.3)
    errors = checked.errors_over([1e-1, 1e-5, 1e-12])
    assert errors[1] < 1e-9 < 1e-6 < min(errors[0], errors[2])


def test_errors_over_steps_draw_a_v_for_a_network():
    checked = check_gradients(network(), IMAGE, TARGET)
    assert slope(checked, [1e-2, 1e-3, 1e-4]) == pytest.approx(2, abs=0.2)
    assert slope(checked, 10.0 ** -np.arange(7, 13)) == pytest.approx(-1, abs=0.3)


def slope(checked, epsilons):
    """Return how many decades the error rises where ε rises by one."""
    return np.polyfit(np.log10(epsilons), np.log10(checked.errors_over(epsilons)), 1)[0]


def test_errors_are_a_share_of_the_largest_analytic_value():
    """Where E = x, the numerical value is 1: half of 2 is missing."""
    checked = check_gradients(lambda x: x, [7.0], delta=[1], gradients={"x": [2]})
    np.testing.assert_allclose(checked.errors_over([0.5, 0.25]), [1 / 2, 1 / 2])
    checked = check_gradients(lambda x: x, [7.0], delta=[1], gradients={"x": [0]})
    np.testing.assert_allclose(checked.errors_over([0.5]), [1])


def test_errors_leave_kinks_out():
    checked = check_gradients(bp.relu, [0, 3], delta=[1, 1])
    assert checked.errors_over([1e-3])[0] < 1e-9
    with pytest.raises(ValueError, match="every entry has a kink"):
        check_gradients(bp.relu, [0]).errors_over([1e-3])


# What is given is left alone


def test_a_network_is_not_changed_by_its_check():
    subject, untouched = network(), network()
    subject.forward(IMAGE)
    subject.backward(TARGET)
    before = [dict(vars(layer)) for layer in subject.layers]
    parameters = [dict(layer.parameters) for layer in subject.layers]
    check_gradients(subject, 2 * IMAGE, 2 * TARGET).errors_over([1e-3])
    for layer, old, arrays in zip(subject.layers, before, parameters, strict=True):
        assert all(vars(layer)[name] is value for name, value in old.items())
        assert all(layer.parameters[name] is value for name, value in arrays.items())
    subject.step(0.1)
    check_gradients(untouched, IMAGE, TARGET)
    with pytest.raises(RuntimeError, match="backward needs a way forward"):
        untouched.backward(TARGET)


def test_arguments_are_not_changed():
    x, kernel, delta = uneven((4, 5)), uneven((2, 2), 1), uneven((3, 4), 2)
    given = [x, kernel, delta]
    before = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False
    check_gradients(bp.conv2d, x, kernel, delta=delta)
    assert all(map(np.array_equal, given, before))


def test_a_check_once_made_does_not_follow_later_changes():
    x = np.array([0.5, -1.0])
    checked = check_gradients(bp.sigmoid, x)
    x[:] = 99
    assert checked.errors_over([1e-4])[0] < AGREES


def doubled_in_place(x, factor):
    x *= factor[0]
    factor[0] = 99
    return x


def test_a_function_that_changes_its_arguments_in_place_is_judged_on_copies_and_the_change_is_named():
    x, factor = np.array([1.0, 3]), [2]
    checked = check_gradients(doubled_in_place, x, factor, delta=[1, 10], gradients={"x": [2, 20]})
    assert (x.tolist(), factor) == ([1, 3], [2])
    assert checked.verdict == "right"
    assert checked.changed == ("factor", "x")
    assert repr(checked).splitlines() == [
        "2 of 2 entries agree with finite differences (ε = 1e-6)",
        "the function changed factor and x in place; it was given copies",
    ]
    wrong = check_gradients(doubled_in_place, x, factor, delta=[1, 10], gradients={"x": [1, 10]})
    assert [entry.verdict for entry in wrong.entries] == ["wrong", "wrong"]


def test_a_change_in_place_is_seen_in_nested_lists_and_beside_what_is_not_a_number():
    def forgetful(x, pairs, scale=1):
        pairs["weights"][0][:] = 0
        return x * scale

    pairs = {"weights": [np.array([1.0, np.nan])]}
    checked = check_gradients(forgetful, [1.0], pairs, scale=3, delta=[1], gradients={"x": [3]})
    assert checked.changed == ("pairs",)
    np.testing.assert_array_equal(pairs["weights"][0], [1, np.nan])
    untouched = check_gradients(lambda x, pairs: x, [1.0], pairs, delta=[1], gradients={"x": [1]})
    assert untouched.changed == ()


@pytest.mark.parametrize("place", [0, 1])
def test_a_loss_that_changes_the_target_in_place_is_judged_on_copies_and_named(place):
    def in_place(function):
        def changing(y, target):
            result = function(y, target)
            target[...] = 99
            return result

        return changing

    loss = [squared_error, bp.squared_error_input_delta]
    loss[place] = in_place(loss[place])
    target = np.array([0.5])
    checked = check_gradients(Network([Dense([[2.0]])], tuple(loss)), [1.0], target)
    assert (checked.verdict, checked.changed, target.tolist()) == ("right", ("target",), [0.5])


def test_later_changes_of_what_is_not_checked_are_not_followed_either():
    target = np.array([0.5, -1])
    checked = check_gradients(bp.squared_error, [2.0, 3], target)
    trained = check_gradients(network(), IMAGE, target)
    target[:] = 99
    assert checked.errors_over([1e-4])[0] < AGREES
    assert trained.errors_over([1e-4])[0] < AGREES


# Wrong arguments


@pytest.mark.parametrize(
    ("arguments", "settings", "error", "message"),
    [
        ((bp.conv2d, [[1, 2]]), {}, TypeError, "missing a required argument: 'kernel'"),
        ((bp.conv2d, [[1, 2]], [[1]]), {"strides": 1}, TypeError, "strides"),
        ((bp.conv2d, None, [[1]]), {}, TypeError, "x must be real numbers; got None"),
        ((bp.conv2d, [[1, 2], [3]], [[1]]), {}, ValueError, "x is ragged"),
        ((bp.conv2d, [["a"]], [[1]]), {}, TypeError, "x must be real numbers; got text"),
        ((bp.conv2d, [[1, 2]], [[1], [2]]), {}, ValueError, "kernel (2, 1) does not fit into image (1, 2)"),
        ((bp.relu, [1, 2]), {"delta": [1]}, ValueError, "delta has shape (1,), but the function's result has (2,)"),
        ((bp.relu, [1, 2]), {"delta": ["a", "b"]}, TypeError, "delta must be real numbers; got text"),
        (
            (bp.relu, [1, 2]),
            {"delta": [1, 1], "gradients": {"x": [1]}},
            ValueError,
            "gradients['x'] has shape (1,), but x has (2,)",
        ),
        (
            (bp.relu, [1, 2]),
            {"delta": [1, 1], "gradients": {"x": None}},
            TypeError,
            "gradients['x'] must be real numbers; got None",
        ),
        (
            (bp.relu, [1, 2]),
            {"delta": [1, 1], "gradients": {"y": [1, 2]}},
            ValueError,
            "gradients names 'y'; the arguments are x",
        ),
        (
            (bp.relu, [1, 2]),
            {"gradients": [1, 2]},
            TypeError,
            "gradients must be a dict from names of arguments to arrays",
        ),
        ((bp.relu, [1, 2]), {"gradients": {}}, TypeError, "gradients must be a dict from names of arguments to arrays"),
        ((bp.relu, [1, 2]), {"gradients": {"x": [1, 1]}}, ValueError, "delta is needed"),
        (
            (lambda x: None, [1]),
            {"gradients": {"x": [1]}},
            TypeError,
            "the function's result must be real numbers; got None",
        ),
        ((lambda x: x, [1, 2]), {}, ValueError, "has no gradients in the package: give gradients={argument: array}"),
        (
            (partial(bp.relu), [1, 2]),
            {},
            ValueError,
            "has no gradients in the package: give gradients={argument: array}",
        ),
        ((3, [1, 2]), {}, TypeError, "3 is not a callable object"),
        ((network(), IMAGE), {}, TypeError, "a network is checked with its input and its target"),
        ((network(), IMAGE, TARGET), {"stride": 2}, TypeError, "a network is checked with its input and its target"),
        (
            (network(), IMAGE, TARGET),
            {"delta": [1, 2]},
            TypeError,
            "a network is checked with its input and its target",
        ),
        ((network(), IMAGE, [1]), {}, ValueError, "target has shape (1,), but y has (2,)"),
        ((network(), [[1]], TARGET), {}, ValueError, "x does not fit layer 0"),
        (
            (network(), IMAGE, TARGET),
            {"gradients": {"kernel": [1]}},
            ValueError,
            "the arguments are x, layers[0].kernel, ",
        ),
    ],
)
def test_wrong_arguments_are_named(arguments, settings, error, message):
    with pytest.raises(error, match=re.escape(message)):
        check_gradients(*arguments, **settings)


@pytest.mark.parametrize("epsilon", [0, -1e-6, np.nan, np.inf, None, "1e-6", 1j, [1e-6]])
def test_the_step_is_a_number_above_0(epsilon):
    message = re.escape(f"epsilon must be a number above 0; got {epsilon!r}")
    with pytest.raises(ValueError, match=message):
        check_gradients(bp.relu, distinct((3,)) + 1, epsilon=epsilon)
    with pytest.raises(ValueError, match=message):
        check_gradients(bp.relu, distinct((3,)) + 1).errors_over([1e-3, epsilon])


def test_gradients_of_one_number_need_no_delta():
    """E = (x₀ + 2x₁)², so ∂E/∂x = 2 (1 + 4) · (1, 2)."""
    assert check_gradients(lambda x: (x[0] + 2 * x[1]) ** 2, [1.0, 2], gradients={"x": [10, 20]}).verdict == "right"
    assert check_gradients(bp.squared_error, [1.0, 5], [4, 1], gradients={"y": [-3, 4]}).verdict == "right"


def test_whole_numbers_that_are_not_checked_reach_the_function_as_they_are():
    every_other = lambda x, step: x[::step].sum()  # noqa: E731
    assert check_gradients(every_other, [1.0, 2, 3], 2, gradients={"x": [1, 0, 1]}).verdict == "right"
