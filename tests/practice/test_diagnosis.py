"""The verdict on an answer: right to the digits given or not, whatever is handed in, never the number itself."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from backprop_helpers import trace
from backprop_helpers.practice.diagnosis import Diagnosis, compare, describe_call, judge, judge_prediction
from backprop_helpers.practice.exercises import Exercise

# Numbers typed in


SO_FAR = None
TYPED = [
    # the truth, what was typed, whether that agrees
    (0.57723, 0.5772, True),  # rounded
    (0.57723, 0.577, True),
    (0.57723, 0.58, True),
    (0.57723, 0.57, True),  # cut off
    (0.57723, 0.576, False),  # one unit off
    (0.57723, 0.579, False),
    (0.57723, 0.56, False),
    (0.57723, 0.59, False),
    (0.57723, 0.6, SO_FAR),  # one digit says too little
    (0.57723, 0.5, SO_FAR),
    (0.57723, 1, SO_FAR),
    (0.57723, 0, False),
    (0.57723, 0.5772300, True),
    (0.57723, 0.577231, False),  # more digits, and the last is wrong
    (0.57723, -0.58, False),  # the sign
    (-0.57723, -0.58, True),
    (-0.57723, -0.57, True),
    (-0.57723, -0.56, False),
    (-0.57723, 0.57, False),
    (-0.06818625, -0.0682, True),  # the question's last delta, rounded
    (-0.06818625, -0.0681, True),  # and as it was printed
    (-0.06818625, -0.0683, False),
    (0.125, 0.12, True),  # half a unit: both ways
    (0.125, 0.13, True),
    (0.125, 0.11, False),
    (0.57, 0.56, False),  # 0.57 − 0.56 is less than 0.01 in binary
    (0.58, 0.57, False),
    (0.29, 0.28, False),
    (0.07, 0.06, False),
    (0.4986, 0.5, True),  # may have been written 0.50
    (0.4951, 0.5, True),
    (0.4949, 0.5, SO_FAR),
    (0.5099, 0.5, True),
    (0.5101, 0.5, SO_FAR),
    (9.97, 10, True),  # 10.0
    (9.94, 10, SO_FAR),
    (0.0997, 0.1, True),  # 0.100
    (0.0995, 0.1, True),
    (0.0994, 0.1, SO_FAR),
    (12.6, 13, True),
    (12.6, 12, True),
    (12.6, 14, False),
    (12.6, 11, False),
    (57.0, 57, True),
    (57.0, 57.0, True),
    (57.0, 56, False),
    (57.0, 58, False),
    (57.0, 56.9, False),
    (57.4, 57, True),  # cut off
    (57.4, 57.0, False),  # three digits, and the last is wrong
    (9.97, 10.0, True),
    (8.0, 8, True),
    (8.0, 8.0, True),
    (8.0, 7, False),
    (8.3, 8, SO_FAR),  # one digit says too little
    (8.3, 8.0, False),
    (8.3, 8.2, False),
    (8.3, 8.30, True),
    (8.7, 8, SO_FAR),
    (4.0, 4, True),
    (4.0, 5, False),
    (4.0, 3, False),
    (1234.5, 1200, False),  # no decimals were left out here, but digits before the point
    (1234.5, 1234, True),
    (1234.5, 1235, True),
    (1.26e-05, 1.3e-05, True),  # written without a point in Python's own way
    (1.26e-05, 1.2e-05, True),
    (1.26e-05, 1e-05, SO_FAR),
    (1.26e-05, 1.1e-05, False),
    (1.26e-05, 0.0, False),
    (1.02e-05, 1e-05, True),
    (3.14e20, 3.1e20, True),
    (3.14e20, 3.2e20, False),
    (0.0, 0.0, True),
    (0.0, -0.0, True),
    (0.0, 0.001, False),
    (0.0, 1e-17, False),
    (0.57723, float("nan"), False),
    (0.57723, float("inf"), False),
    (0.57723, float("-inf"), False),
    (0.0, float("nan"), False),
    (0.57723, 5e-324, False),
]


@pytest.mark.parametrize(("truth", "typed", "agrees"), TYPED)
def test_a_number_typed_in_agrees_if_it_is_the_truth_rounded_or_cut_off(truth, typed, agrees):
    verdict = compare(typed, truth)
    expected = {SO_FAR: "not given", False: "unknown", True: "right" if typed == truth else "rounded"}[agrees]
    assert verdict.verdict == expected
    assert verdict.entries.shape == () and verdict.entries == (agrees is not False)
    assert compare([typed], [truth]).verdict == verdict.verdict


def test_an_array_does_not_tell_whether_57_was_written_57_or_57_0():
    assert compare(np.array([57, 0.5]), [57.4, 0.5]).verdict == "rounded"
    assert compare([57.0, 0.5], [57.4, 0.5]).entries.tolist() == [False, True]


CODED = [
    # the truth, what code gave (more than seven digits), whether that agrees
    (0.57723, 0.57723057, True),  # 1e-6 of 0.57723 is 5.8e-7
    (0.57723, 0.57723059, False),
    (0.57723, 0.57722943, True),
    (0.57723, 0.57722941, False),
    (-2000 / 3, -666.66733, True),
    (-2000 / 3, -666.66734, False),
    (1 / 3, 0.33333333333, True),
    (1 / 3, 0.33300000001, False),  # three digits would do if they were typed
]


@pytest.mark.parametrize(("truth", "number", "agrees"), CODED)
def test_a_number_with_more_than_seven_digits_must_agree_to_a_millionth(truth, number, agrees):
    assert compare(number, truth).verdict == ("right" if agrees else "unknown")


@pytest.mark.parametrize("kind", [np.float32, np.array, np.float64], ids=["a float32", "an array", "a float64"])
def test_one_long_number_shows_that_all_came_out_of_code(kind):
    answer = [kind(1 / 7), kind(0.33)]
    assert compare(answer, [1 / 7, 1 / 3]).entries.tolist() == [True, False]
    assert compare([0.14285714, 0.33], [1 / 7, 1 / 3]).entries.tolist() == [True, False]
    assert compare([0.1428571, 0.33], [1 / 7, 1 / 3]).entries.tolist() == [True, True]
    assert compare([0.14, 0.33], [1 / 7, 1 / 3], by_code=True).entries.tolist() == [False, False]


@pytest.mark.parametrize(("share", "agrees"), [(0.9e-4, True), (1.1e-4, False), (-0.9e-4, True), (-1.1e-4, False)])
def test_float32_must_agree_to_a_ten_thousandth(share, agrees):
    answer = np.array([2 / 3 * (1 + share), 7], np.float32)
    assert compare(answer, [2 / 3, 7]).entries.tolist() == [agrees, True]
    assert compare(answer.astype(float), [2 / 3, 7]).entries.tolist() == [False, True]


@pytest.mark.parametrize(("share", "agrees"), [(4e-3, True), (6e-3, False), (-4e-3, True), (-6e-3, False)])
def test_float16_must_agree_to_its_three_digits(share, agrees):
    answer = np.array([2 / 3 * (1 + share), 7], np.float16)
    assert compare(answer, [2 / 3, 7]).entries.tolist() == [agrees, True]


def test_rows_of_any_length_may_make_one_row():
    gradient, delta = [0.8, -0.55], [0.2, -0.8, -0.15, 0.6, 0.1]
    assert judge([gradient, delta], "09.2").verdict == judge((gradient, np.array(delta)), "09.2").verdict == "right"
    assert judge([gradient, delta[1:]], "09.2").verdict == "unreadable"


def test_rows_of_several_lengths_may_be_given_in_an_exercise_of_ones_own():
    exercise = Exercise("sums", lambda rows: [sum(row) for row in rows], [[1, 2], [4]])
    assert repr(judge([3, 4], exercise)) == "Right."
    assert repr(judge([3, 5], exercise)) == "1 of 2 entries agree. The first that differs is at [1]."
    assert judge([3, 5], exercise).reveal() == "The right answer:\n[3.000000, 4.000000]"


def test_a_zero_may_be_as_far_off_as_rounding_moves_a_sum_of_the_others():
    assert compare([1e-13 / 3, 5.0], [0, 5]).verdict == "right"
    assert compare([2e-11 / 3, 5.0], [0, 5]).entries.tolist() == [False, True]


@pytest.mark.parametrize("answer", [4, 4.0, np.int8(4), np.float32(4), Fraction(4), np.array(4), np.uint8(4)], ids=repr)
def test_every_kind_of_number_is_read(answer):
    assert compare(answer, 4).verdict == "right"
    assert compare([answer, answer], [4, 4]).verdict == "right"
    assert compare(answer, 5).verdict == "unknown"


def test_traced_numbers_are_read_too():
    x = trace([1.5, 2], "x")
    assert compare(x, [1.5, 2]).verdict == compare([x[0], 2], [1.5, 2]).verdict == compare(x[1], 2).verdict == "right"
    assert compare(2 * x, [1.5, 4]).entries.tolist() == [False, True]


# What is said


TRUTH = [[0.512347, -7.281463], [31.61893, 0.067291], [0.0, 2.718282]]


def test_a_wrong_answer_says_how_many_agree_and_where_the_first_differs():
    verdict = compare([[0.51, -7.3], [31.6, 0.069], [0, 2.9]], TRUTH)
    assert verdict.verdict == "unknown"
    assert verdict.message == "4 of 6 entries agree. The first that differs is at [1, 1]."
    assert verdict.entries.tolist() == [[True, True], [True, False], [True, False]]


def test_code_that_is_wrong_says_the_same():
    verdict = compare(np.add(TRUTH, [[0, 0], [0, 1e-3], [0, 0]]), TRUTH)
    assert verdict.message == "5 of 6 entries agree. The first that differs is at [1, 1]."


@pytest.mark.parametrize(
    ("answer", "truth", "number"),
    [
        (8, 8.3, "8"),
        (8, 8.7, "8"),  # cut off
        (9, 8.7, "9"),
        (-3, -2.7182, "-3"),
        (0.6, 0.57723, "0.6"),
        (10, 9.6, "10"),  # 9.6 has one digit before the point
        (1e-5, 1.26e-5, "1e-05"),
        ([0.5, -7.28], [0.512347, -7.281463], "0.5 at [0]"),
        ([[2.72, 0.2], [3.14, 5]], [[2.718, 0.249], [3.14, 5]], "0.2 at [0, 1]"),
        (np.array([8, 0.5]), [8.3, 0.5], "8 at [0]"),
    ],
)
def test_where_one_digit_agrees_one_more_is_asked_for(answer, truth, number):
    verdict = compare(answer, truth)
    words = f"Right as far as the digits tell; {number} has too few to be sure. Give one more."
    assert (verdict.verdict, verdict.message) == ("not given", words)


def test_a_number_that_is_small_beside_another_is_asked_for_one_more_digit_too():
    assert compare("0.004 0.213", [0.0044, 0.2126]).verdict == "not given"
    assert compare("0.00 0.21", [0.0044, 0.2126]).verdict == "not given"
    assert compare("0.00 0.21", [0.0051, 0.2126]).entries.tolist() == [True, True]  # cut off
    assert compare("0.00 0.21", [0.0101, 0.2126]).entries.tolist() == [False, True]
    assert compare("5 14", [5.6, 14.7]).verdict == "not given"


@pytest.mark.parametrize(
    ("answer", "truth"),
    [(1, 0.25), (0, 0.25), (0.4, 0.57723), ([0.5, 1], [0.612347, 0.25]), (-0.6, 0.57723), (9, 8.3), (8.0, 8.3)],
)
def test_numbers_that_are_wrong_in_any_case_are_said_to_be_wrong(answer, truth):
    assert compare(answer, truth).message in {
        "This is not the right number.",
        "0 of 2 entries agree. The first that differs is at [0].",
    }


def test_the_repr_is_the_message():
    assert repr(compare(2, 2)) == "Right."
    assert repr(compare(2.7, 2.718)) == "Right to the digits you gave."
    assert repr(compare(2.6, 2.718)) == "This is not the right number."


# What is no answer


SHAPES = [
    (5, [5]),
    ([5], 5),
    ([[5]], [5]),
    ([5, 6], [[5], [6]]),
    ([[5], [6]], [5, 6]),
    ([[5, 6]], [5, 6]),
    (np.full((3, 2), 5), np.full((2, 3), 5)),
    (np.full((1, 3), 5), np.full((2, 3), 5)),
    (5, np.full((2, 3), 5)),
    ([], [5]),
    ([[]], [[5]]),
    (np.zeros((2, 0)), np.zeros((2, 1))),
]


@pytest.mark.parametrize(("answer", "truth"), SHAPES)
def test_a_wrong_shape_is_named_and_nothing_is_broadcast(answer, truth):
    verdict = compare(answer, truth)
    mine, right = ("a single number" if not np.ndim(a) else f"an array of shape {np.shape(a)}" for a in (answer, truth))
    assert verdict.verdict == "wrong shape" and verdict.entries is None
    assert verdict.message == f"Your answer is {mine}; the right one is {right}."


@pytest.mark.parametrize(
    "answer",
    [..., [...], [[1, 2], [..., 4]], [[..., ...], [...]], (..., 1), [1, [..., 2]], np.array([1, ...])],
    ids=repr,
)
def test_dots_that_still_stand_are_no_answer_yet(answer):
    verdict = judge(answer, "01.1")
    assert (verdict.verdict, verdict.message) == ("not given", "Not answered yet.")


class Odd:
    """No number, no array, and not willing to become one."""

    def __array__(self, *arguments, **settings):
        raise RuntimeError("no")


UNREADABLE = {
    "None": (None, "This is None. Does your function return its result?"),
    "None inside": ([1, None], "There is None at [1], where a number is asked for."),
    "text": ("four, 7", "There is “four” in your text, where a number is asked for."),
    "text inside": ([[1, 2], [3, "four"]], "There is text at [1, 1], where a number is asked for."),
    "bytes": (b"4", "This is an object of type bytes, where a number is asked for."),
    "dict": ({"rows": 4}, "This is an object of type dict, where a number is asked for."),
    "set": ({4, 7}, "This is an object of type set, where a number is asked for."),
    "generator": ((i for i in [4, 7]), "This is an object of type generator, where a number is asked for."),
    "complex": (4 + 0j, "This is a complex number, where a number is asked for."),
    "complex inside": ([4, 7j], "There is a complex number at [1], where a number is asked for."),
    "function inside": ([4, abs], "There is a function at [1], where a number is asked for."),
    "Decimal": (Decimal(4), "This is an object of type Decimal, where a number is asked for."),
    "ragged": ([[1, 2], [3]], "This cannot be read as an array. Are all rows of the same length?"),
    "ragged arrays": ([np.ones(2), np.ones(3)], "This cannot be read as an array. Are all rows of the same length?"),
    "not willing": (Odd(), "This cannot be read as an array. Are all rows of the same length?"),
}


@pytest.mark.parametrize(("answer", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_gets_a_sentence(answer, message):
    for truth in (4.0, [4, 7], TRUTH):
        verdict = compare(answer, truth)
        message = (
            message.replace("four", "four, 7")
            if answer == "four, 7" and truth == 4.0
            else message.replace("four, 7", "four")
        )
        assert (verdict.verdict, verdict.message, verdict.entries) == ("unreadable", message, None)


def test_a_list_that_holds_itself_and_a_number_too_large_are_answers_too():
    endless = []
    endless.append(endless)
    for answer in (endless, 10**400, [10**400, 1]):
        assert compare(answer, 4.0).verdict in {"unreadable", "wrong shape", "unknown"}


@pytest.mark.parametrize("answer", [abs, int, lambda: [4, 7], np.exp], ids=["function", "class", "lambda", "ufunc"])
def test_a_function_where_numbers_are_asked_is_to_be_called(answer):
    verdict = judge(answer, "01.2")
    assert verdict.verdict == "unreadable"
    assert verdict.message == "This is a function. Its result is asked for: call it first."


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (None, "None"),
        (4, "a number"),
        (4.5, "a number"),
        ("slope", "text"),
        ([1, 2], "an array"),
        (np.ones(2), "an array"),
        ({}, "an object of type dict"),
        (2j, "a complex number"),
    ],
    ids=repr,
)
def test_anything_else_where_a_function_is_asked_gets_a_sentence(answer, kind):
    verdict = judge(answer, "01.3")
    assert verdict.verdict == "unreadable"
    assert verdict.message == f"The exercise asks for a function; this is {kind}."


# Functions


def slide(image, kernel):
    """The right answer to 01.3, as a loop."""
    rows, columns = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    windows = [[image[i : i + kernel.shape[0], j : j + kernel.shape[1]] for j in range(columns)] for i in range(rows)]
    return np.array([[(window * kernel).sum() for window in row] for row in windows])


def test_a_right_function_is_right():
    assert repr(judge(slide, "01.3")) == "Right, in all 7 calls."


def test_a_function_may_return_lists_integers_or_float32_and_print(capsys):
    def talks(image, kernel):
        print(image.shape)
        return slide(image, kernel)

    assert judge(lambda image, kernel: slide(image, kernel).tolist(), "01.3").verdict == "right"
    assert judge(lambda image, kernel: slide(image, kernel).astype(np.float32), "01.3").verdict == "right"
    assert judge(talks, "01.3").verdict == "right"
    assert capsys.readouterr().out == "(3, 4)\n(5, 6)\n(1, 5)\n(2, 3)\n(4, 5)\n(4, 5)\n(4, 5)\n"


def test_a_class_that_can_be_called_is_a_function():
    class Slide:
        def __call__(self, image, kernel):
            return slide(image, kernel)

    assert judge(Slide(), "01.3").verdict == "right"
    assert judge(Slide, "01.3").verdict == "unreadable"


def raises(image, kernel):
    return image[7, 7]


def changes(image, kernel):
    result = slide(image, kernel)
    image[0, 0] = 0
    return result


def late(image, kernel):
    return slide(image, kernel) + (len(image) == 1)


FIRST, LAST = (
    "Call 1 of 7, with image an array of shape (3, 4), kernel an array of shape (2, 2): ",
    "Call 3 of 7, with image an array of shape (1, 5), kernel an array of shape (1, 3): ",
)
FUNCTIONS = {
    "raises": (
        raises,
        "unreadable",
        FIRST + "your function raised IndexError (index 7 is out of bounds for axis 0 with size 3) "
        "at “return image[7, 7]”.",
    ),
    "takes one argument": (
        lambda image: image,
        "unreadable",
        FIRST.replace("image", "x")  # the right function's name
        + "your function raised TypeError (<lambda>() takes 1 positional argument but 2 were given).",
    ),
    "returns nothing": (
        lambda image, kernel: None,
        "unreadable",
        FIRST + "This is None. Does your function return its result?",
    ),
    "returns text": (lambda image, kernel: "11.4", "unreadable", FIRST + "This is text, where a number is asked for."),
    "returns a function": (
        lambda image, kernel: slide,
        "unreadable",
        FIRST + "This is a function, where a number is asked for.",
    ),
    "changes its argument": (
        changes,
        "unknown",
        FIRST + "your function changed its argument. Let it work on a copy.",
    ),
    "wrong size": (
        lambda image, kernel: slide(image, kernel)[:, 1:],
        "wrong shape",
        FIRST + "Your answer is an array of shape (2, 2); the right one is an array of shape (2, 3).",
    ),
    "rounds": (
        lambda image, kernel: np.round(slide(image, kernel)),
        "unknown",
        FIRST + "1 of 6 entries agree. The first that differs is at [0, 0].",
    ),
    "wrong in the last call": (late, "unknown", LAST + "0 of 3 entries agree. The first that differs is at [0, 0]."),
}


@pytest.mark.parametrize(("function", "verdict", "message"), FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_wrong_function_gets_the_call_and_a_sentence(function, verdict, message):
    result = judge(function, "01.3")
    assert (result.verdict, result.message) == (verdict, message)


@pytest.mark.parametrize("result", [..., [...], [[..., 1]]], ids=repr)
def test_a_stub_that_returns_dots_is_no_answer_yet(result):
    assert repr(judge(lambda image, kernel: result, "01.3")) == "Not answered yet."


def test_scalars_and_functions_among_the_arguments_are_named():
    message = judge(lambda function, x, index, step: 0, "00.3").message
    assert message == (
        "Call 1 of 5, with function uneven_product, x an array of shape (2, 3), index (0, 2), step 0.01: "
        "This is not the right number."
    )


BIASED = "image an array of shape (2, 3), bias -1.0, stride 1"


def image_bias_stride(image, bias=0.0, stride=1):
    return ...


@pytest.mark.parametrize(
    ("arguments", "functions", "words"),
    [
        ((np.ones((2, 3)), -1.0, 1), [image_bias_stride], BIASED),
        ((np.ones((2, 3)), -1.0, 1), [lambda *arguments: ..., image_bias_stride], BIASED),
        ((np.ones((2, 3)), -1.0, 1), [lambda image: ..., image_bias_stride, lambda a, b, c: ...], BIASED),
        ((np.ones((2, 3)), -1.0), [lambda *arguments: ...], "an array of shape (2, 3), -1.0"),
        ((np.ones((2, 3)), 4), [lambda x, *rest: ...], "an array of shape (2, 3), 4"),
        ((np.array([[3, 1]]),), [image_bias_stride], "image an array of whole numbers of shape (1, 2)"),
        ((np.ones((1, 2), np.float32),), [image_bias_stride], "image an array of float32 of shape (1, 2)"),
        ((np.ones(2) > 0,), [image_bias_stride], "image an array of truth values of shape (2,)"),
        ((1, (2, 2), abs), [image_bias_stride], "image 1, bias (2, 2), stride abs"),
        ((), [image_bias_stride], ""),
        (("the bias", 2, 3), [image_bias_stride], "bias 2, stride 3, looking at the bias"),
    ],
)
def test_a_call_is_described_with_the_names_of_the_first_function_that_has_them(arguments, functions, words):
    assert describe_call(arguments, *functions) == words


def test_what_a_function_changes_is_not_seen_by_the_next_check():
    assert judge(changes, "01.3").verdict == "unknown"
    assert judge(slide, "01.3").verdict == "right"


# Every word


WRONG = [
    *(typed for truth, typed, agrees in TYPED if not agrees),
    *(answer for answer, _ in UNREADABLE.values()),
    *(answer for answer, _ in SHAPES),
    *(
        function(np.array(TRUTH))
        for function in (np.transpose, np.negative, np.round, np.flip, np.zeros_like, np.ravel)
    ),
]


@pytest.mark.parametrize("truth", [0.57723, [0.51234, -7.28146], TRUTH], ids=["number", "row", "array"])
def test_no_message_tells_a_number_of_the_truth(truth):
    told = {f"{abs(number):.3g}"[:4] for number in np.ravel(truth)} - {"0"}
    for answer in WRONG:
        message = compare(answer, truth).message
        assert not any(number in message for number in told)


def test_every_message_is_a_sentence():
    verdicts = [compare(answer, truth) for answer in [*WRONG, ..., 4] for truth in (4.0, TRUTH)]
    verdicts += [judge(function, "01.3") for function, _, _ in FUNCTIONS.values()]
    for verdict in verdicts:
        assert type(verdict) is Diagnosis
        assert re.fullmatch(r"[A-Z0-9].*[.?]", verdict.message)


@pytest.mark.parametrize("exercise", ["99.9", "1.1", "", None, 1.1, ["01.1"], ...], ids=repr)
def test_an_id_that_does_not_exist_is_an_error_that_lists_those_that_do(exercise):
    with pytest.raises(ValueError, match=rf"no exercise {re.escape(repr(exercise))}; there are 00\.1, .*02\.3"):
        judge(4, exercise)


def test_an_array_for_one_entry_of_a_result_is_told_that_a_single_number_is_asked_for():
    told = judge_prediction([1, 2], "05.a")
    words = "Your answer is an array of shape (2,); the right one is a single number."
    assert (told.verdict, told.message) == ("wrong shape", words)


@pytest.mark.parametrize("text", ["1e-99999999999999999999 2 3", "0e99999999999999999999 2 3"])
def test_a_power_of_ten_may_have_any_number_of_digits(text):
    assert judge(text, "00.1").verdict == "unknown"
