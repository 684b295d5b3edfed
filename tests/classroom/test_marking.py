"""What marks a function: each idea for itself, nothing for a borrowed one, no mark lost for what it does besides."""

import gc
import sys
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.signal
import scipy.special
from IPython.display import display

import backprop_helpers
from backprop_helpers import conv2d, show
from backprop_helpers.maths.layer import Layer
from backprop_helpers.maths.nudged import NudgedFunction
from classroom import marking

IMAGE = np.array([[1.0, 2, 0, 3], [4, 1, 2, 5], [2, 3, 1, 0.5]])
KERNEL = np.array([[0.5, -1], [2, 0.25]])
IDEAS = {"an image": [(IMAGE, KERNEL)], "a row": [(IMAGE[:1], KERNEL[:1])]}


def correlate(image, kernel):
    (rows, columns), (height, width) = image.shape, kernel.shape
    result = np.zeros((rows - height + 1, columns - width + 1))
    for i, j in np.ndindex(result.shape):
        result[i, j] = (image[i : i + height, j : j + width] * kernel).sum()
    return result


def marks(function, ideas=IDEAS, right=conv2d, **settings):
    return marking.mark_function({"f": function}, "f", right, ideas, **settings)


def lines(capsys):
    """Return what a test printed, a line for each idea however wide the page is."""
    return capsys.readouterr().out.replace("\n   ", " ")


def test_a_right_function_gets_every_mark(capsys):
    assert marks(correlate) == 3
    assert capsys.readouterr().out == "1  an image\n1  a row\n1  leaves its arguments as they were\n"


def warns(image, kernel):
    warnings.warn("odd", stacklevel=1)
    print("odd", file=sys.stderr)
    return correlate(image, kernel)


def test_a_warning_and_a_print_cost_nothing_and_are_not_seen(capsys):
    assert marks(warns) == 3
    assert "odd" not in "".join(capsys.readouterr())


def displays(image, kernel):
    display({"image": image})
    return correlate(image, kernel)


def plots(image, kernel):
    plt.imshow(image)
    plt.title("the image")
    plt.show()
    return correlate(image, kernel)


def prints_aligned(image, kernel):
    show("The image", image)
    return correlate(image, kernel)


@pytest.mark.parametrize("function", [displays, plots, prints_aligned])
def test_what_only_shows_something_costs_nothing(function):
    assert marks(function) == 3


def shows_what_it_borrowed(image, kernel):
    display(image)
    return scipy.signal.correlate2d(image, kernel, "valid")


def vectorized(image, kernel):
    return np.vectorize(
        lambda factor: factor * scipy.signal.correlate2d(image, kernel, "valid"), signature="()->(i,j)"
    )(1)


def wrong_for_rows(image, kernel):
    return correlate(image, kernel) + (len(image) == 1)


def test_each_idea_is_marked_for_itself(capsys):
    assert marks(wrong_for_rows) == 2
    of_the_row = "with image an array of shape (1, 4), kernel an array of shape (1, 2): 0 of 3 entries agree. "
    assert f"0  a row: {of_the_row}The first that differs is at [0, 0].\n" in lines(capsys)


def test_a_function_that_is_not_written_yet_is_said_to_be_so(capsys):
    assert marks(lambda image, kernel: ...) == 0
    assert lines(capsys).startswith("0  an image: Not answered yet.\n0  a row: Not answered yet.\n")


def test_the_call_that_went_wrong_is_named(capsys):
    calls = {"images": [(IMAGE, KERNEL), (IMAGE[:1].astype(int), KERNEL[:1])]}
    marks(wrong_for_rows, calls)
    whole = "call 2 of 2, with image an array of whole numbers of shape (1, 4), kernel an array of shape (1, 2): "
    assert f"0  images: {whole}0 of 3 entries agree." in lines(capsys)
    marks(lambda image, kernel: kernel[7], calls)
    both = "call 1 of 2, with image an array of shape (3, 4), kernel an array of shape (2, 2): "
    assert f"0  images: {both}it raised IndexError (index 7" in lines(capsys)


def raises_lines(image, kernel):
    raise ValueError("\n1  an image\n1  a row\n")


def test_what_a_function_raises_makes_no_line_of_marks_and_no_line_is_cut_off(capsys):
    assert marks(raises_lines) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in printed] == ["0  ", "   ", "0  ", "   ", "0  "]
    assert max(map(len, printed)) <= 100


def changes(image, kernel):
    result = correlate(image, kernel)
    image[0, 0] = 9
    return result


def test_changing_an_argument_costs_one_mark_and_reaches_no_other_call():
    before = IMAGE.copy()
    assert marks(changes) == 2
    np.testing.assert_array_equal(IMAGE, before)


def test_a_right_result_of_arguments_in_float32_may_come_in_either_kind():
    image = np.array([[1e-3, 1.1, -1.1], [0.3, -0.7, 0.2]], dtype=np.float32)
    assert marks(correlate, {"float32": [(image, KERNEL.astype(np.float32))]}) == 2


def imports_inside(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, "valid")


def torch_inside(image, kernel):
    torch = pytest.importorskip("torch")
    return torch.conv2d(torch.tensor(image)[None, None], torch.tensor(kernel)[None, None])[0, 0].numpy()


def through_another(image, kernel):
    return IMAGES_FRIEND(image, kernel)


IMAGES_FRIEND = backprop_helpers.conv2d
BORROWED = [
    backprop_helpers.conv2d,
    lambda image, kernel: backprop_helpers.conv2d(image, kernel),
    lambda image, kernel: scipy.signal.correlate2d(image, kernel, "valid"),
    imports_inside,
    torch_inside,
    through_another,
    shows_what_it_borrowed,
    vectorized,
]


@pytest.mark.parametrize("function", BORROWED)
def test_a_borrowed_function_earns_nothing(function, capsys):
    assert marks(function) == 0
    assert "and the exercise asks to write it" in lines(capsys)


def makes_many_lists(image, kernel):
    lists = [[] for _ in range(10_000)]
    return len(lists) / 10_000 * correlate(image, kernel)


def test_what_the_garbage_collector_calls_is_not_borrowed():
    namespace = {}
    exec(compile("def called(phase, info): pass", scipy.special.__file__, "exec"), namespace)
    gc.callbacks.append(namespace["called"])
    try:
        assert marks(makes_many_lists) == 3
    finally:
        gc.callbacks.remove(namespace["called"])
    assert gc.isenabled()


def test_a_borrowed_ufunc_earns_nothing():
    ideas = {"numbers": [(np.array([0.5, -2.0]),)]}
    assert marks(scipy.special.expit, ideas, backprop_helpers.sigmoid) == 0
    assert marks(lambda x: scipy.special.expit(x), ideas, backprop_helpers.sigmoid) == 0
    assert marks(lambda x: 1 / (1 + np.exp(-x)), ideas, backprop_helpers.sigmoid) == 2


def test_a_single_function_of_a_package_may_be_allowed_under_any_name_and_no_other():
    allowed = ("numpy", "backprop_helpers.conv2d")
    assert marks(through_another, allowed=allowed) == 3
    assert marks(lambda image, kernel: backprop_helpers.conv2d(image, kernel), allowed=allowed) == 3
    assert marks(through_another, allowed=("numpy", "backprop_helpers.max_pool2d")) == 0


LAYER = backprop_helpers.Conv2D(KERNEL)


@pytest.mark.parametrize(
    "by_itself",
    [
        lambda image: LAYER.forward(image),
        lambda image: backprop_helpers.Network([LAYER], backprop_helpers.squared_error).forward(image),
        lambda image: Layer.forward(LAYER, image),
        lambda image: NudgedFunction(conv2d, (image, KERNEL), {}, None, None).result,
        lambda image: backprop_helpers.check_gradients(conv2d, image, KERNEL) and conv2d(image, KERNEL),
        lambda image: backprop_helpers.derivatives(backprop_helpers.trace([2], "x").sum(), ...),
    ],
)
def test_what_goes_back_by_itself_is_not_allowed_with_the_whole_package(by_itself, capsys):
    package = ("numpy", "backprop_helpers")
    ideas = {"an image": [(IMAGE,)]}
    assert marks(lambda image: conv2d(image, KERNEL), ideas, lambda image: conv2d(image, KERNEL), allowed=package) == 2
    assert marks(by_itself, ideas, lambda image: conv2d(image, KERNEL), allowed=package) == 0
    assert "0  an image: it calls backprop_helpers." in lines(capsys)


def test_a_hidden_test_is_undisturbed_by_what_a_notebook_has_set_and_leaves_no_figure():
    source = """
import numpy as np, warnings
np.seterr(all="raise")
warnings.simplefilter("error")
range = sum = abs = None

@hidden_test
def marks(notebook):
    import matplotlib.pyplot as plt
    import numpy as np
    from classroom.marking import mark_function

    plt.figure()
    return mark_function(notebook, lambda x: np.exp(-1000 * x), np.zeros_like, {"one": [(np.ones(2),)]})
"""
    namespace = {"hidden_test": marking.hidden_test}
    with np.errstate(), warnings.catch_warnings():
        exec(source, namespace)
    assert namespace["marks"] == 2 and plt.get_fignums() == []


def test_what_is_given_may_be_the_courses_own_and_is_there_only_while_marking():
    namespace = {"earlier": None}
    exec("def later(image, kernel):\n    return earlier(image, kernel)", namespace)
    assert marking.mark_function(namespace, "later", conv2d, IDEAS, given={"earlier": marking.course.conv2d}) == 3
    assert namespace["earlier"] is None


def never_ends_for_rows(image, kernel):
    while len(image) == 1:
        pass
    return correlate(image, kernel)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer that stops a function")
def test_a_function_that_does_not_end_loses_that_idea_only(monkeypatch, capsys):
    monkeypatch.setattr(marking, "SECONDS", 0.2)
    assert marks(never_ends_for_rows) == 2
    assert "TooSlow (after 0.2 seconds it was stopped)" in lines(capsys)


def leaves(*arguments):
    sys.exit()


@pytest.mark.parametrize(
    ("function", "said"),
    [(leaves, "it raised SystemExit"), (None, "there is no such function"), (..., "it raised TypeError")],
)
def test_a_function_that_is_none_or_leaves_gets_no_mark(function, said, capsys):
    assert marks(function) == 0
    assert said in lines(capsys)


def test_a_notebook_that_changes_the_package_is_not_asked(monkeypatch):
    from backprop_helpers.practice import diagnosis

    monkeypatch.setattr(backprop_helpers, "conv2d", lambda image, kernel: 0)
    monkeypatch.setattr(diagnosis, "compare", lambda *_, **__: diagnosis.Diagnosis("right", ""))
    assert marks(lambda image, kernel: 0, right=marking.course.conv2d) == 0
    assert marks(correlate, right=marking.course.conv2d) == 3


def test_several_results_are_compared_one_by_one():
    ideas = {"two": [(IMAGE,)]}
    right = lambda x: (x.sum(), x.T)  # noqa: E731
    assert marks(lambda x: (x.sum(), x.T), ideas, right) == 2
    assert marks(lambda x: (x.sum(), x), ideas, right) == 0
    assert marks(lambda x: x.sum(), ideas, right) == 0


def test_a_hand_calculation_gets_a_mark_a_number():
    truths = {"a third": 1 / 3, "minus two": -2.0, "a tenth": 0.1}
    assert marking.mark_numbers({"answers": [0.33, -2, 0.2]}, "answers", truths) == 2
    assert marking.mark_numbers({"answers": np.array([0.333, -2])}, "answers", truths) == 2
    assert marking.mark_numbers({"answers": 0.33}, "answers", truths) == 0
    assert marking.mark_numbers({}, "answers", truths) == 0
