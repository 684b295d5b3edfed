"""Numbers beyond the finite ones: refused in a sentence, whichever way they come, and nothing changes."""

import numpy as np
import pytest

from backprop_helpers import Dense, Network, explore, squared_error

LOST = "would make δs[0, 0] too large to calculate with."


@pytest.fixture
def page(alone):
    return alone(explore())


def neuron(weight, x=1.0):
    """One weight and one input: y = weight·x, E = y²/2, ∂E/∂u = y·x."""
    network = Network([Dense([[weight]])], squared_error)
    network.forward([x])
    network.backward([0])
    return explore(network, target=[0])


def test_a_typed_number_that_leads_beyond_is_refused_and_the_last_one_kept(page):
    before = page.numbers()
    page.type_into(page.cell("output weights"), "1e100")
    after = page.numbers()
    assert after != before
    page.type_into(page.cell("dense weights"), "1e100", end=None)
    told = "V[0, 0] = 1e+100 would make E too large to calculate with. V[0, 0] stays 10000000000;"
    assert page.remark.startswith(told)
    assert page.root.locator(".editor").get_attribute("aria-invalid") == "true"
    page.page.keyboard.press("Enter")
    assert page.numbers() == after
    assert page.remark.startswith("V[0, 0] = 1e+100 would make")
    assert page.remark.endswith(" V[0, 0] is 0.61 again.")


def test_a_step_that_leads_beyond_is_not_taken(page):
    page.type_into(page.cell("learning rate"), "1e200")
    for _ in range(3):
        before = page.numbers()
        page.button("SGD step").click()
        assert page.remark == f"A step with this η {LOST} None is taken; try a smaller η."
        assert page.numbers() == before


def test_a_number_that_arrow_keys_lead_beyond_stays(alone):
    page = alone(neuron(1e154))  # (t − y)² stays finite up to y = 1.3407e154
    page.cell("image").focus()
    page.page.keyboard.press("Enter")
    for _ in range(60):
        page.page.keyboard.press("ArrowUp")
    assert "too large to calculate with. o stays 1.34" in page.remark
    page.page.keyboard.press("Enter")
    assert all(number not in ("NaN", "∞") for number in page.numbers())


def test_a_drag_that_leads_beyond_stops_at_the_last_number_that_fits(alone):
    page = alone(neuron(1e154))
    box = page.cell("image").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    page.page.mouse.move(x + 30, y)
    page.page.mouse.move(x + 300, y)
    assert page.remark == "o = 2 would make E too large to calculate with. It stays 1.1."
    page.page.mouse.move(x + 60, y)
    page.page.mouse.up()
    assert page.remark.startswith("Drag it sideways")
    assert page.cell("image").inner_text() == "1.20"


def test_arrow_keys_leave_a_very_large_number_as_it_is(page):
    page.type_into(page.cell("learning rate"), "1e300", end="ArrowUp")
    assert page.root.locator(".editor").input_value() == "1e+300"


def test_a_state_that_leads_beyond_is_refused_from_python(page):
    before = page.explorer.state
    weights = {name: np.full(np.shape(before[name]), 1e308) for name in ("dense weights", "output weights")}
    with pytest.raises(ValueError, match="hidden would be too large to calculate with"):
        page.explorer.state = weights
    assert page.explorer.state == before


def test_a_state_that_leads_beyond_is_refused_by_the_page_and_the_notebook_told(page):
    before, state = page.numbers(), page.explorer.state
    beyond = state | {"dense weights": [[1e308] * 4] * 2, "output weights": [[1e308] * 2]}
    page.page.evaluate("state => model.hear({ values: { state }, messages: [] })", beyond)
    said = "What the notebook sets would make h[0] too large to calculate with. The numbers stay as they are."
    assert page.remark == said
    page.settle()
    assert page.page.evaluate("model.get('state')") == state
    assert page.numbers() == before


def test_a_network_that_leads_beyond_is_refused():
    network = Network([Dense([[1e200]]), Dense([[1e200]])], squared_error)
    with np.errstate(over="ignore"):
        network.forward([1.0])
        network.backward([0])
    with pytest.raises(ValueError, match="output would be too large to calculate with"):
        explore(network, target=[0])
