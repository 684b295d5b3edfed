"""diagnose: which mistakes have an answer's numbers, how sure that is; slips, shapes and roundings on the way."""

import re

import numpy as np
import pytest

import backprop_helpers as bp
from backprop_helpers import (
    conv2d,
    conv2d_bias_gradient,
    conv2d_kernel_gradient,
    diagnose,
    question,
)
from backprop_helpers.practice.diagnosis import Diagnosis, judge
from backprop_helpers.practice.diagnosis.evidence import BOUND
from backprop_helpers.practice.mistakes import mistakes_of

exact, rounded, published = question.exact, question.rounded, question.published
GRADIENT = conv2d_kernel_gradient, exact.image, exact.feature_map_delta
RIGHT = "0.0447573 0.0943846; 0.0112961 0.0685618"


def ids(diagnosis):
    return [mistake.id.split(".")[1] for mistake in diagnosis.mistakes]


# Right


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("0.0448 0.0944; 0.0113 0.0686", "Right to the digits you gave, rounded."),
        ("0.0447 0.0943; 0.0112 0.0685", "Right to the digits you gave, cut off and not rounded."),
        ("0.0448 0.0943; 0.0113 0.0686", "Right to the digits you gave, some rounded and some cut off."),
        ("0.045 0.094; 0.011 0.069", "Right to the digits you gave, rounded."),
        (
            "0.04 0.09; 0.01 0.07",
            "Right as far as the digits tell; 0.04 at [0, 0] has too few to be sure. Give one more.",
        ),
        (exact.kernel_gradient, "Right."),
        (exact.kernel_gradient.tolist(), "Right."),
        (str(exact.kernel_gradient), "Right."),
    ],
)
def test_right_answers_are_judged_to_the_digits_given(answer, message):
    verdict = diagnose(answer, *GRADIENT)
    assert repr(verdict) == message
    expected = {"Right.": "right", "Right to": "rounded", "Right as": "not given"}
    assert verdict.verdict == expected[" ".join(message.split()[:2])]
    assert verdict.entries.all() and verdict.mistakes == () and verdict.chance is None


CHAINS = {
    "with the published numbers: activations rounded to two decimals, deltas cut off to four": published,
    "with activations rounded to two decimals": rounded,
    "with nothing rounded on the way": exact,
}


@pytest.mark.parametrize("mine", CHAINS.values(), ids=["published", "rounded", "exact"])
@pytest.mark.parametrize(("words", "chain"), CHAINS.items(), ids=["published", "rounded", "exact"])
def test_on_the_questions_numbers_it_is_said_which_chain_an_answer_follows(mine, words, chain):
    verdict = diagnose(np.round(chain.kernel_gradient, 6), conv2d_kernel_gradient, mine.image, mine.feature_map_delta)
    if chain is mine:
        assert verdict.verdict in {"right", "rounded"} and "with" not in repr(verdict)
    else:
        assert (verdict.verdict, repr(verdict)) == ("rounded", f"Right to the digits you gave, {words}.")


def test_a_rounding_on_the_way_is_found_and_said_where():
    x, delta = np.array([[0.517, -1.238, 2.094], [1.471, 4.386, -2.613]]), np.array([[0.437, -0.268]])
    short = np.round(delta, 1)
    verdict = diagnose(np.round(conv2d_kernel_gradient(x, short), 5), conv2d_kernel_gradient, x, delta)
    assert verdict.verdict == "rounded"
    assert repr(verdict) == "Right but for a rounding on the way: so it comes out with delta rounded to 1 decimal."
    verdict = diagnose(
        np.round(conv2d_kernel_gradient(np.trunc(x * 100) / 100, delta), 5), conv2d_kernel_gradient, x, delta
    )
    assert repr(verdict) == "Right but for a rounding on the way: so it comes out with x cut off to 2 decimals."


# Mistakes


@pytest.mark.parametrize("digits", [3, 4, 6, 17])
def test_a_mistake_is_named_with_what_to_look_at(digits):
    wrong = [[float(f"{number:.{digits}g}") for number in row] for row in np.rot90(exact.kernel_gradient, 2)]
    verdict = diagnose(wrong, *GRADIENT)
    assert verdict.verdict == "mistake" and ids(verdict) == ["rotated"] and verdict.chance < BOUND
    assert repr(verdict) == (
        "This is what comes out if the image and the delta are swapped in correlate2d, or the result is rotated by "
        "180°, or the image is rotated for convolve2d. "
        "Look at lesson 04, “Is the answer's code right? Every other order of the arguments”."
    )
    np.testing.assert_allclose(verdict.mistakes[0].apply(*GRADIENT[1:]), np.rot90(exact.kernel_gradient, 2))


def test_two_mistakes_together_are_named_where_one_does_not_do():
    wrong = -np.rot90(exact.kernel_gradient, 2) / 16
    verdict = diagnose(-16 * wrong / 16, *GRADIENT)
    assert verdict.verdict == "mistake" and ids(verdict) == ["rotated", "averaged"]
    assert "rotated for convolve2d and the positions are averaged, not summed" in repr(verdict)
    assert diagnose(wrong, *GRADIENT).verdict == "unknown"  # three


def test_all_mistakes_that_fit_are_named_and_a_call_that_tells_them_apart():
    x, delta = np.array([[1.25, 3.5, -2.75]]), np.array([[0.23, 0.62]])  # one row: rotated is mirrored
    verdict = diagnose(np.fliplr(conv2d_kernel_gradient(x, delta)), conv2d_kernel_gradient, x, delta)
    assert verdict.verdict == "mistake" and set(ids(verdict)) == {"rotated", "mirrored"}
    arguments, settings = verdict.apart
    results = [mistake.apply(*arguments, **settings) for mistake in verdict.mistakes]
    assert not np.allclose(*results)
    assert "; or if the result is mirrored, left to right." in repr(verdict)
    assert re.search(r"They differ with x an array of shape \(\d, \d\), delta .*: see \.apart\.$", repr(verdict))


def test_a_mistake_in_a_function_that_calls_layers_is_named():
    asked = bp.Exercise("own", squashed, exact.pooled)
    verdict = judge(bp.sigmoid(exact.pooled) ** 2 * (1 - bp.sigmoid(exact.pooled)), asked)
    assert verdict.verdict == "unknown"
    verdict = judge(bp.sigmoid(exact.pooled), asked)
    assert ids(verdict) == ["sigmoid_for_slope"]


sigmoid, sigmoid_input_delta = bp.sigmoid, bp.sigmoid_input_delta


def squashed(x):
    return sigmoid_input_delta(sigmoid(x), np.ones(x.shape))


# Evidence


def test_one_digit_of_a_hidden_neuron_names_nothing():
    """0.5 was once said to be the sum without one of its terms: a coincidence of one digit."""
    verdict = diagnose("0.5", bp.dense, exact.activations.ravel(), exact.dense_weights[:1])
    assert verdict.verdict == "unknown" and verdict.chance > 0.5
    assert "if" not in repr(verdict).split()
    assert repr(verdict).endswith("Give more digits, and it may be told what went wrong.")


@pytest.mark.parametrize(
    ("answer", "certain"), [("0.005", False), ("0.0052", False), ("0.00525", True), ("0.005246", True)]
)
def test_more_digits_make_a_mistake_certain(answer, certain):
    verdict = diagnose(answer, conv2d_bias_gradient, exact.feature_map_delta)
    assert ids(verdict) == ["mean_of_the_deltas"]
    assert verdict.verdict == ("mistake" if certain else "unknown")
    assert ("This could be what comes out if the deltas are averaged" in repr(verdict)) != certain
    assert (verdict.chance < BOUND) == certain


def test_the_chance_is_the_units_share_of_all_that_is_as_near_times_the_mistakes_that_can_be_made():
    x, delta = np.array([[0.25, 0.5]]), np.array([[0.3, -0.8]])
    verdict = diagnose("-0.03 -0.06", bp.avg_pool2d_input_delta, x, np.array([[-0.03]]), size=(1, 2), stride=2)
    assert verdict.verdict == "unknown"
    verdict = diagnose("-0.25", conv2d_bias_gradient, delta)  # the mean; the sum is −0.5
    others = len({float(m.apply(delta)) for m in mistakes_of(conv2d_bias_gradient) if possible(m, delta)} - {-0.5})
    assert verdict.chance == pytest.approx(0.01 / (2 * 0.25) * others)


def possible(mistake, *arguments):
    try:
        mistake.apply(*arguments)
    except ValueError:
        return False
    return True


def test_a_number_that_is_exactly_a_mistakes_is_judged_as_worked_out_to_the_end():
    """1 stands for 1.00 where the right numbers have two decimals; there are no more digits to ask for."""
    asked = bp.max_pool2d_input_delta, np.array([[0.3, 0.9, 0.4, 0.1]]), np.array([[0.25, -0.75]])
    verdict = diagnose("0 1 1 0", *asked, size=(1, 2), stride=2)
    assert verdict.verdict == "mistake" and ids(verdict) == ["one_for_the_delta"]
    assert (
        verdict.chance < 0.01 / (2 * 0.75) * 0.01 / (2 * 1.75) * 10
    )  # not ten mistakes change these two and no others
    verdict = diagnose("0.2", conv2d_bias_gradient, np.array([[0.3, 0.5, -0.2]]))
    assert verdict.chance == pytest.approx(0.1 / (2 * 0.4) * 7) and ids(verdict) == [
        "mean_of_the_deltas",
        "mean_of_nonzero",
    ]
    assert "deltas are averaged" in repr(verdict) and "digits" not in repr(verdict)


def test_the_same_number_everywhere_is_one_guess():
    """Ones everywhere are also what comes out if a 1, not the delta, goes to every cell of a window."""
    asked = bp.max_pool2d_input_delta, np.array([[0.3, 0.9, 0.4, 0.1]]), np.array([[0.25, -0.75]])
    assert diagnose("1 1 1 1", *asked, size=(1, 2), stride=2).verdict == "unknown"


def test_only_mistakes_that_leave_the_right_entries_as_they_are_count_against_one():
    asked = bp.max_pool2d_input_delta, np.array([[3, 3, 1], [0.5, 0.25, 2]]), np.array([[0.4, -0.7]])
    verdict = diagnose("0.4 -0.3 0; 0 0 0", *asked, size=2, stride=1)  # both 3 get the second delta: −0.7 + 0.4
    assert ids(verdict) == ["every_maximum"]
    rivals = {0, 0.4 - 0.7, 0.7}  # at [0, 1], with 0.4 and zeros elsewhere: side by side, both, and signs lost
    assert verdict.chance == pytest.approx(0.1 / (2 * 0.4) * len(rivals))
    assert repr(verdict).startswith("All entries agree but one. Look again at [0, 1]. This could be what comes out if")


def test_a_wrong_factor_is_one_number_however_many_entries_show_it():
    verdict = diagnose(np.round(exact.kernel_gradient / 16, 5), *GRADIENT)
    assert ids(verdict) == ["averaged"] and verdict.verdict == "unknown" and verdict.chance > BOUND
    assert repr(verdict).endswith("“One weight, sixteen places”. More digits would tell.")


def test_a_mistake_that_differs_in_zeros_alone_is_no_more_than_possible():
    verdict = diagnose(0, conv2d_bias_gradient, exact.feature_map_delta)
    assert verdict.verdict == "unknown" and "forgotten" in ids(verdict)


# Slips


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("0.0448 -0.0944; 0.0113 0.0686", "The size at [0, 1] is right, the sign is not."),
        ("0.0448 0.0944; 0.0131 0.0686", "Two digits at [1, 0] are swapped."),
        ("0.448 0.0944; 0.0113 0.0686", "The digits at [0, 0] are right, the decimal point is not."),
        ("0.0944 0.0448; 0.0113 0.0686", "The entries at [0, 0] and [0, 1] are swapped."),
        ("0.0448 0.0844; 0.0113 0.0686", "All entries agree but one. Look again at [0, 1]."),
    ],
)
def test_slips_are_told(answer, message):
    verdict = diagnose(answer, *GRADIENT)
    assert (verdict.verdict, repr(verdict)) == ("slip", message)
    assert verdict.entries.sum() in {2, 3}


def test_a_single_number_may_be_a_slip_too():
    assert repr(diagnose("0.0938", np.positive, 0.0839)) == "This is not the right number."
    assert repr(diagnose("0.0893", np.positive, 0.0839)) == "Two digits are swapped."
    assert repr(diagnose("-0.0839", np.positive, 0.0839)) == "The size is right, the sign is not."
    assert repr(diagnose("8.39", np.positive, 0.0839)) == "The digits are right, the decimal point is not."


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ([-0.0016, 0.003, -0.00175], "The sizes are right, the signs at [0] and [2] are not."),
        ([-0.0016, -0.003, -0.00175], "The sizes are right, the signs are not."),
        ([0.0008, 0.0015, 0.000875], "Each number is half the right one."),
        ([0.016, 0.03, 0.0175], "Each number is ten times the right one."),
        ([0.0032, 0.006, 0.0036], "0 of 3 entries agree. The first that differs is at [0]."),
    ],
)
def test_what_is_wrong_with_all_numbers_alike_is_told(answer, message):
    assert repr(judge(answer, "12.2")) == message


def test_a_turned_sign_is_told_once():
    one, two = [[0.63]], [[0.63, -0.7]]
    assert repr(diagnose(one, conv2d, [[-0.9]], [[0.7]])) == "The size at [0, 0] is right, the sign is not."
    told = repr(diagnose(two, conv2d, [[-0.9, 1]], [[0.7]]))
    assert "the sign is turned" in told and "The size" not in told


def test_a_slip_that_gives_the_same_numbers_as_a_mistake_is_named_too():
    verdict = diagnose(np.round(exact.kernel_gradient.T, 4), *GRADIENT)
    assert verdict.verdict == "mistake" and ids(verdict) == ["transposed"]
    assert repr(verdict).endswith("A slip gives the same: the entries at [0, 1] and [1, 0] are swapped.")


# Unknown


def test_an_unknown_answer_gets_the_first_entry_that_differs_and_the_sum_behind_it():
    verdict = diagnose("0.0448 0.0844; 0.013 0.0686", *GRADIENT)
    assert verdict.verdict == "unknown" and verdict.mistakes == ()
    assert repr(verdict) == (
        "2 of 4 entries agree. The first that differs is at [0, 1]. It is the sum of x[0, 3]·delta[0, 2], "
        "x[1, 2]·delta[1, 1], x[2, 2]·delta[2, 1] and x[3, 4]·delta[3, 3]."
    )


def test_reveal_tells_the_numbers_the_sum_and_what_is_so():
    unknown = diagnose("0.0448 0.0844; 0.013 0.0686", *GRADIENT).reveal()
    assert "0.044757" in unknown and "0.84·0.0688 + 0.22·0.0365" in unknown
    mistake = diagnose(np.rot90(exact.kernel_gradient, 2), *GRADIENT).reveal()
    assert "The gradient is correlate2d(image, delta)" in mistake and "lesson 04" in mistake
    assert Diagnosis("right", "Right.").reveal() == "There is nothing to reveal."


def test_no_message_tells_a_number_of_the_truth():
    told = {f"{number:.4f}"[1:] for number in exact.kernel_gradient.flat}
    answers = [
        np.rot90(exact.kernel_gradient, 2),
        exact.kernel_gradient + 0.3,
        exact.kernel_gradient.T,
        "1 2; 3 4",
        "0 0; 0 0",
    ]
    for answer in answers:
        message = repr(diagnose(answer, *GRADIENT))
        assert not any(number in message for number in told)


# Shapes


def test_a_wrong_shape_is_itself_diagnosed():
    verdict = diagnose(exact.feature_map_delta, *GRADIENT)
    assert (verdict.verdict, verdict.entries) == ("wrong shape", None)
    assert repr(verdict) == (
        "Your answer is 4×4, where the kernel gradient is 2×2: it has the kernel's shape. 4×4 is the shape of delta."
    )


def test_a_wrong_shape_with_a_mistakes_numbers_is_named():
    x, kernel = exact.image, exact.kernel
    verdict = diagnose(np.round(conv2d(x, kernel, padding=1), 4), conv2d, x, kernel)
    assert (verdict.verdict, ids(verdict)) == ("wrong shape", ["full"])
    assert repr(verdict).startswith(
        "Your answer is 6×6, where the feature map is 4×4: it has a number for every position"
    )
    assert "This is what comes out if the feature map overlaps the image's border" in repr(verdict)


SHAPES = [(64,), (1, 64), (64, 1), (8, 8), (1, 1, 8, 8), ()]


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_broadcast(shape):
    x = np.linspace(-1, 1, 64).reshape(1, 64)
    answer = np.maximum(x, 0).reshape(shape) if shape else 0.5
    assert diagnose(answer, bp.relu, x).verdict == ("right" if shape == x.shape else "wrong shape")


# Calls


@pytest.mark.parametrize(
    "answer", [..., abs, "", "none", None, [], [[1], [2, 3]], 1j, {"a": 1}, [np.nan] * 3, np.inf, b"1", 1e300]
)
def test_no_answer_raises(answer):
    for call in (GRADIENT, (conv2d_bias_gradient, exact.feature_map_delta), (len, [1, 2]), (np.exp, 0.5)):
        verdict = diagnose(answer, *call)
        assert type(verdict) is Diagnosis and verdict.verdict not in {"right", "rounded", "mistake"}
        assert re.fullmatch(r"[A-Z0-9].*[.?]", repr(verdict))


def test_a_call_that_is_impossible_is_the_callers_error():
    with pytest.raises(ValueError, match="kernel"):
        diagnose("1", conv2d, [[1.0]], np.ones((2, 2)))


@pytest.mark.parametrize("function", [None, "conv2d", 7, exact.image], ids=["None", "text", "number", "array"])
def test_what_is_no_function_is_the_callers_error(function):
    with pytest.raises(
        TypeError, match=r"the function must be what was to be calculated, such as conv2d, not (\w+ ?\w*)$"
    ):
        diagnose("1", function, exact.image)


@pytest.mark.parametrize("number", [1e308, -1e308, 5e-324, 1e300])
def test_numbers_at_the_ends_of_what_a_computer_can_hold_warn_of_nothing(number):
    assert diagnose(np.full((2, 2), number), *GRADIENT).verdict == "unknown"
    assert diagnose(number, conv2d_bias_gradient, exact.feature_map_delta).verdict == "unknown"


def test_settings_go_with_the_call():
    x, kernel = exact.image, exact.kernel
    right = conv2d(x, kernel, stride=3, padding=1)
    assert diagnose(right, conv2d, x, kernel, stride=3, padding=1).verdict == "right"
    shifted = conv2d(np.pad(x, (0, 2)), kernel, stride=3)
    fitting = ids(diagnose(shifted, conv2d, x, kernel, stride=3, padding=1))
    assert fitting == ["padding_forgotten", "padding_at_the_end"]  # a stride of 3 does not reach the end
    delta = right[:, ::-1]
    wrong = np.rot90(conv2d_kernel_gradient(x, delta, (2, 2), 3, 1), 2)
    assert ids(diagnose(wrong, conv2d_kernel_gradient, x, delta, (2, 2), 3, 1)) == ["rotated"]


def test_an_answer_for_a_function_that_belongs_to_no_module_is_judged():
    names = {}
    exec("def square(x):\n    return x * x", names)
    assert diagnose([1, 9], names["square"], np.array([1.0, 3])).verdict == "right"
    assert diagnose([1, 6], names["square"], np.array([1.0, 3])).verdict == "unknown"
