"""The explorer of scores: what a label changes, what is no label, and what is said and judged."""

import json
import shutil
import subprocess

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

import backprop_helpers as bp
from backprop_helpers import Dense, Softmax, check_gradients, explain, explore, ledger, problem_from
from backprop_helpers import softmax_cross_entropy as cross_entropy
from backprop_helpers.display.explorer import page
from backprop_helpers.maths.network import Network
from tests.display.explorer.expected import gone_both_ways, values_on_the_page
from tests.display.explorer.scores import BATCH, BIAS, LABEL, LABELS, WEIGHTS, X, scores


def expected(x, labels):
    """Return the loss's numbers by SciPy."""
    y = np.atleast_2d(x) @ np.transpose(WEIGHTS) + BIAS
    labels = np.atleast_1d(labels)
    chosen = np.arange(len(y)), labels
    delta = softmax(y, axis=1)
    delta[chosen] -= 1
    powers = np.exp(y - y.max(axis=1, keepdims=True))
    shape = (*np.shape(x)[:-1], 3)
    arrays = {"output": y, "powers": powers, "probabilities": softmax(y, axis=1), "delta of output": delta / len(y)}
    return {name: values.reshape(shape) for name, values in arrays.items()} | {
        "error": -log_softmax(y, axis=1)[chosen].mean()
    }


def agree(explorer, x, labels, oracle):
    shown = values_on_the_page(explorer)
    for name, values in expected(x, labels).items():
        np.testing.assert_allclose(shown[name], values, rtol=1e-12, atol=1e-15, err_msg=name)
    oracle("SciPy", len(expected(x, labels)))


@pytest.mark.parametrize(("x", "labels", "other"), [(X, LABEL, 0), (BATCH, LABELS, [1, 1])])
def test_the_page_holds_scores_probabilities_and_error_also_after_another_label(x, labels, other, oracle):
    explorer = scores(x, labels)
    agree(explorer, x, labels, oracle)
    agree(scores(x, other), x, other, oracle)
    explorer.state = {"target": other}
    assert explorer.state["target"] == other


@pytest.mark.parametrize(
    ("label", "error", "message"),
    [
        (1.5, TypeError, "target does not fit the output: labels must be integers"),
        (3, ValueError, "target does not fit the output: labels must lie between 0 and 2; got 3 to 3"),
        (-1, ValueError, "target does not fit the output: labels must lie between 0 and 2"),
        ([1], ValueError, r"target must be finite numbers of shape \(\)"),
    ],
)
def test_what_is_no_label_is_refused_and_the_last_one_kept(label, error, message):
    explorer = scores()
    with pytest.raises(error, match=message):
        explorer.state = {"target": label}
    assert explorer.state["target"] == LABEL


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (3, "target does not fit the output: labels must lie between 0 and 2"),
        ([0, 0, 1], "target does not fit the output: .* one-hot rows"),
        ("b", "target does not fit the output: labels must be real numbers; got text"),
    ],
)
def test_a_target_that_does_not_fit_the_scores_is_refused(target, message):
    network = gone_both_ways([Dense(WEIGHTS, BIAS)], X, LABEL, cross_entropy)
    with pytest.raises((ValueError, TypeError), match=message):
        explore(network, target=target)


def test_a_loss_of_ones_own_has_no_target():
    own = lambda logits, labels: logits[labels], lambda logits, labels: 0 * logits
    network = gone_both_ways([Dense(WEIGHTS, BIAS)], X, LABEL, own)
    with pytest.raises(ValueError, match="with squared_error or softmax_cross_entropy only; leave it out"):
        explore(network, target=LABEL)


def test_every_number_is_explained_by_the_steps_before_it():
    network = Network([Dense(WEIGHTS, BIAS)], cross_entropy)
    stages = ledger(problem_from(network, X, LABEL))
    assert str(explain(stages["powers"][1])).startswith("e[1] = exp(y[1] − max(y[0], y[1], y[2]))")
    assert str(explain(stages["probabilities"][1])).startswith("q[1] = e[1] / (e[0] + e[1] + e[2])")
    assert str(explain(stages["output_delta"][2])).splitlines() == [
        "δ_y[2] = q[2] − 1",
        "       = 0.4527 − 1",
        "       = −0.5473",
        "t == 2 holds: 2 == 2",
    ]
    assert str(explain(stages["output_delta"][0])).splitlines()[0] == "δ_y[0] = q[0]"
    assert str(explain(stages["error"])).splitlines()[0] == (
        "E = max(y[0], y[1], y[2]) + log(e[0] + e[1] + e[2]) − y[2]"
    )


def test_the_mean_over_a_batch_is_in_every_delta():
    stages = ledger(problem_from(Network([Dense(WEIGHTS, BIAS)], cross_entropy), BATCH, LABELS))
    assert str(explain(stages["output_delta"][0, 2])).splitlines()[0] == "δ_y[0, 2] = (q[0, 2] − 1) / 2"


@pytest.mark.parametrize(
    ("array", "place", "text", "verdict"),
    [
        ("powers", 1, "0.1969", "rounded"),
        ("probabilities", 0, "0.4573", "rounded"),
        ("delta of output", 2, "-0.5473", "rounded"),
        ("error", 0, "0.7925", "rounded"),
        ("delta of output", 2, "0.5473", "mistake"),
        ("error", 0, "-0.7925", "mistake"),
        ("probabilities", 0, "0.9", "unknown"),
    ],
)
def test_a_typed_number_is_judged_by_the_call_that_makes_it(array, place, text, verdict):
    explorer = scores()
    assert explorer._judged(array, place, text, explorer.state)["verdict"] == verdict


def test_a_layer_of_softmax_is_explored_and_goes_back_as_its_slopes_do(oracle):
    layers = [Dense(WEIGHTS, BIAS), Softmax()]
    explorer = explore(gone_both_ways(layers, X, [0, 0, 1]), target=[0, 0, 1])
    shown = values_on_the_page(explorer)
    np.testing.assert_allclose(shown["probabilities"], softmax(shown["hidden"]), rtol=1e-13)
    oracle("SciPy")
    delta = shown["delta of probabilities"]
    checked = check_gradients(bp.softmax, shown["hidden"], delta=delta, gradients={"x": shown["delta of hidden"]})
    assert checked.verdict == "right"


def test_the_picture_shows_and_reads_the_probabilities():
    picture = scores()._draw()
    assert "output 3, softmax, probabilities 3; beneath" in picture._repr_html_()
    assert "probabilities: 0.4573; 0.0900; 0.4527." in picture._repr_html_()


NODE_SAYS = """
import { codeOf } from './code.js';
import { dragged, unfit, nudged } from './numbers.js';
const [data, state] = JSON.parse(process.argv[2]);
const t = data.arrays.find(({ kind }) => kind === 'target');
const y = data.arrays.find(({ kind }) => kind === 'result');
const fits = [0, 2, 3, -1, 1.5].map((value) => unfit(t, value));
const steps = [nudged(t, 1, 1), nudged(t, 1, -1), dragged(t, 1, 24), dragged(t, 1, 7), nudged(y, 1, 1)];
console.log(JSON.stringify({ fits, steps, any: unfit(y, 1.5), code: codeOf(state, data) }));
"""


@pytest.fixture(scope="module")
def node_says(tmp_path_factory):
    """What the page's modules say of an explorer's label, and its code."""
    if (node := shutil.which("node")) is None:
        pytest.skip("Node is not installed")
    folder = tmp_path_factory.mktemp("scores")
    for name, text in page.modules().items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    (folder / "asked.mjs").write_text(NODE_SAYS, encoding="utf-8")
    (folder / "package.json").write_text('{"type": "module"}')
    explorer = scores(BATCH, LABELS)
    given = json.dumps([explorer._data, explorer.state | {"target": LABELS}])
    run = subprocess.run([node, "asked.mjs", given], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_page_lets_a_label_be_a_class_only_and_goes_from_one_to_the_next(node_says):
    refused = "t is a class, a whole number from 0 to 2."
    assert node_says["fits"] == ["", "", refused, refused, refused]
    assert (node_says["steps"], node_says["any"]) == ([2, 0, 2, 1, 1.01], "")


def test_the_copied_code_has_the_loss_and_calculates_the_same_numbers(node_says):
    copied = {}
    exec(node_says["code"], copied)
    wanted = expected(BATCH, LABELS)
    np.testing.assert_allclose(copied["network"].error, wanted["error"])
    np.testing.assert_allclose(copied["layers"][-1].delta, wanted["delta of output"])
