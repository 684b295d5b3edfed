"""The explorer's settings in a real JupyterLab: the page offers them, Python answers."""

import numpy as np
import pytest

from backprop_helpers import conv2d, sigmoid
from tests.browser.alone import cell
from tests.browser.explorers import LABELS, explanation, number
from tests.display.explorer.expected import INPUTS


def reset(page, explorer):
    """Leave an explorer as it was at the start; nothing may have gone wrong in the end."""
    if explorer.get_by_role("button", name="Reset").is_enabled():
        explorer.get_by_role("button", name="Reset").click()
    explorer.get_by_role("button", name="Reset", disabled=True).wait_for()
    assert page.problems == []


@pytest.fixture
def convolution(page):
    """The convolution alone."""
    explorer = page.locator(".explorer").nth(1)
    yield explorer
    reset(page, explorer)


@pytest.fixture
def others(page):
    """A network with a leaky ReLU, a pool with a border, and no error."""
    explorer = page.locator(".explorer").nth(2)
    yield explorer
    reset(page, explorer)


def with_a_stride_of_3(explorer):
    """Return the field of the stride, once Python has answered."""
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("3")
    stride.press("Enter")
    cell(explorer, "feature map", 1, 1).wait_for()
    explorer.get_by_text("2×2").nth(2).wait_for()
    return stride


def test_another_stride_is_answered_by_python(convolution, oracle):
    explorer = convolution
    stride = with_a_stride_of_3(explorer)
    shown = [text for label, text in explorer.evaluate(LABELS) if label.startswith("feature map")]
    feature_map = conv2d(INPUTS["image"], INPUTS["kernel"], stride=3)
    np.testing.assert_allclose([number(text) for text in shown], feature_map.ravel(), atol=5e-5)
    oracle("Chromium, numbers of the explorer", feature_map.size)
    assert stride.evaluate("field => field === document.activeElement")


def test_the_order_of_pool_and_activation_is_answered_by_python(explorer, oracle):
    swap = explorer.get_by_role("button", name="sigmoid before pool")
    swap.focus()
    swap.press("Enter")
    back = explorer.get_by_role("button", name="pool before sigmoid")
    back.wait_for()
    activations = sigmoid(conv2d(INPUTS["image"], INPUTS["kernel"]))
    for (row, column), value in np.ndenumerate(activations):
        assert number(cell(explorer, "activations", row, column).inner_text()) == pytest.approx(value, abs=5e-4)
    oracle("the explorer with another order of its layers", activations.size)
    assert back.evaluate("button => button === document.activeElement")
    back.press("Enter")
    swap.wait_for()


def test_a_stride_that_is_none_is_marked_and_said_and_the_last_one_kept(convolution):
    explorer = convolution
    stride = with_a_stride_of_3(explorer)
    before = explorer.evaluate(LABELS)
    stride.fill("0")
    stride.press("Enter")
    explorer.locator(".remark", has_text="Stride 0: a stride is a whole number from 1 to 12").wait_for()
    assert stride.get_attribute("aria-invalid") == "true"
    assert explorer.evaluate(LABELS) == before
    stride.fill("3")
    stride.press("Enter")
    assert stride.get_attribute("aria-invalid") == "false"
    assert "Stride 0" not in explanation(explorer)[1]
    stride.fill("1")
    stride.press("Enter")
    cell(explorer, "feature map", 3, 3).wait_for()


def test_reset_leads_back_to_the_settings_and_the_numbers_at_the_start(convolution, page):
    explorer = convolution
    before = explorer.evaluate(LABELS)
    stride = explorer.get_by_label("stride of the convolution")
    stride.fill("2")
    stride.press("Enter")
    explorer.locator(".remark", has_text="A delta has another shape now").wait_for()
    cell(explorer, "kernel").click()
    page.keyboard.type("9")
    explorer.get_by_role("button", name="Reset").click()
    cell(explorer, "feature map", 3, 3).wait_for()
    assert explorer.evaluate(LABELS) == before
    assert explorer.get_by_role("button", name="Reset").is_disabled()


def test_a_slope_and_a_border_can_be_set(others, oracle):
    explorer = others
    image = np.array([[0.5, -2, 0], [-1, -3, 0.25], [2, -0.5, -4]])
    assert explorer.get_by_label("padding of the pool").input_value() == "1"
    slope = explorer.get_by_label("slope of the leaky ReLU")
    assert slope.input_value() == "0.5"
    slope.fill("−0.25")
    slope.press("Enter")
    activations = np.where(image > 0, image, -0.25 * image)
    explorer.locator('.cell[aria-label="activations [0, 1], 0.5"]').wait_for()
    for (row, column), value in np.ndenumerate(activations):
        shown = cell(explorer, "activations", row, column).inner_text()
        assert number(shown) == pytest.approx(value, abs=5e-5)
    # a window of 3 × 3 that the border cuts to the last 2 × 2: the largest of 0.75, 0.25, 0.125 and 1
    assert number(cell(explorer, "pooled", 1, 1).inner_text()) == 1
    padding = explorer.get_by_label("padding of the pool")
    padding.fill("2")
    padding.press("Enter")
    explorer.locator(".remark", has_text="a pool of 3×3 takes a padding of at most half its size").wait_for()
    oracle("Chromium, numbers of the explorer", activations.size + 1)


def test_a_zero_looks_the_same_however_often_it_is_painted(others, page):
    zero, other = cell(others, "image", 0, 2), cell(others, "image", 2, 2)
    seen = []
    for value in "123":
        other.focus()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
        seen.append((zero.inner_text(), "quiet" in zero.get_attribute("class")))
    assert seen == [("0.00", False)] * 3
