"""Channels, kernels and batches in the explorer: their axes, their numbers by PyTorch, and how much a page takes."""

import numpy as np
import pytest

from backprop_helpers import AveragePool2D, Conv2D, Dense, Flatten, MaxPool2D, Network, ReLU, explore, squared_error
from backprop_helpers.tracing.labels import stages_of
from tests.display.explorer.channels import BATCH, BIAS, IMAGE, KERNELS, TARGET, batch, lesson, sixteen, with_delta
from tests.display.explorer.expected import gone_both_ways, values_on_the_page


def axes_on_the_page(explorer):
    return {each["name"]: "".join(each["axes"]) for each in explorer._data["arrays"]}


def test_every_number_of_the_lesson_is_the_hand_calculated_one():
    shown = values_on_the_page(explore(lesson()))
    assert shown["feature map"][0, 0, 0] == 7 - 1 + 1 + 0.5
    assert shown["gradient of kernel"][1, 2, 1, 0] == pytest.approx(0.2 * 1 + 0.3 * 3)
    assert shown["gradient of bias"].tolist() == pytest.approx([0.4 - 0.1, 0.2 + 0.3])
    assert shown["delta of image"][1, 1, 1] == pytest.approx(0.4 * 1 + 0.2 * 0 + 0.3 * 2)


def test_a_batch_with_stride_padding_pool_and_dense_has_pytorchs_numbers(oracle):
    torch = pytest.importorskip("torch")
    network = batch()
    explorer = explore(network, target=TARGET)
    given = [BATCH, KERNELS, BIAS, *network.layers[-1].parameters.values()]
    x, kernels, bias, weights, shift = (torch.tensor(each.astype(float), requires_grad=True) for each in given)
    maps = torch.nn.functional.conv2d(x, kernels, bias, (1, 2), (2, 1))
    pooled = torch.nn.functional.max_pool2d(maps.relu(), (3, 2), (3, 1))
    output = pooled.flatten(1) @ weights.T + shift
    error = ((output - torch.tensor(TARGET)) ** 2).sum() / 2
    flowing = {"feature map": maps, "pooled": pooled, "output": output}
    for each in flowing.values():
        each.retain_grad()
    error.backward()
    parameters = {"kernel": kernels, "bias": bias, "output weights": weights, "output bias": shift}
    expected = {name: each for name, each in (flowing | {"error": error}).items()}
    expected |= {f"delta of {name}": each.grad for name, each in (flowing | {"image": x}).items()}
    expected |= {f"gradient of {name}": each.grad for name, each in parameters.items()}
    shown = values_on_the_page(explorer)
    for name, values in expected.items():
        np.testing.assert_allclose(shown[name], values.detach().numpy(), rtol=1e-12, atol=1e-12, err_msg=name)
        oracle("PyTorch, live", values.numel())


def test_the_axes_before_rows_and_columns_have_their_letters():
    shown = axes_on_the_page(explore(batch(), target=TARGET))
    expected = {"image": "nc", "kernel": "kc", "bias": "k", "feature map": "nk", "activations": "nk", "pooled": "nk"}
    expected |= {"output weights": "", "output bias": "", "output": "n", "target": "n", "error": ""}
    expected |= {"delta of image": "nc", "gradient of kernel": "kc", "bias after the step": "k"}
    assert {name: shown[name] for name in expected} == expected


def test_the_maps_of_a_second_convolution_have_a_letter_of_their_own():
    layers = [Conv2D(np.ones((2, 3, 1, 1))), ReLU(), Conv2D(np.ones((4, 2, 1, 1)))]
    shown = axes_on_the_page(explore(with_delta(layers, IMAGE), "convolution 2"))
    assert shown["activations"] == "k" and shown["feature map 2"] == "k2"
    assert [each["axes"] for each in explore(with_delta(layers, IMAGE))._data["arrays"]][4] == ["k2", "k"]


@pytest.mark.parametrize(
    ("layers", "x", "axes"),
    [
        ([Conv2D(np.ones((2, 2)))], IMAGE[0], ""),
        ([MaxPool2D()], IMAGE, "c"),
        ([AveragePool2D()], BATCH, "nc"),
        ([ReLU()], IMAGE[0], ""),
        ([ReLU(), Dense(np.ones((2, 4)))], IMAGE[0], "n"),
        ([Dense(np.ones((2, 4)))], IMAGE[0, 0], ""),
        ([Flatten(), Dense(np.ones((2, 12)))], IMAGE[0], ""),
        ([Flatten(), Dense(np.ones((2, 36)))], BATCH, "nc"),
    ],
)
def test_what_enters_has_its_axes_by_what_reads_it(layers, x, axes):
    network = with_delta(layers, x)
    assert "".join(stages_of(network)[0].given.axes) == axes
    assert axes_on_the_page(explore(network))["image"] == axes


def test_a_target_behind_a_flattening_has_no_channels():
    layers = [Conv2D(KERNELS[:, :, :1, :1]), Flatten()]
    target = with_delta(layers, IMAGE).output
    shown = axes_on_the_page(explore(gone_both_ways(layers, IMAGE, target), target=target))
    assert (shown["feature map"], shown["target"]) == ("k", "")


def test_a_state_is_nested_as_the_array_is():
    explorer = explore(lesson())
    assert explorer.state["kernel"] == KERNELS.tolist()
    explorer.state = {"kernel": -KERNELS}
    assert explorer.state["kernel"][1][2][1] == [-1, 0]
    with pytest.raises(ValueError, match=r"kernel must be finite numbers of shape \(2, 3, 2, 2\)"):
        explorer.state = {"kernel": KERNELS[0]}


def test_another_padding_gives_every_map_more_deltas():
    explorer = explore(lesson())
    explorer.settings = {"convolution": {"padding": [1, 0]}}
    shown = values_on_the_page(explorer)
    assert shown["delta of feature map"].shape == (2, 4, 3)
    second = [[0, 0.2, 0], [0.3, 0, 0], [0, 0, 0], [0, 0, 0]]
    np.testing.assert_allclose(shown["delta of feature map"][1], second)


def test_the_border_that_padding_makes_is_told_to_the_page():
    padded = [Conv2D(np.ones((2, 2)), padding=(1, 0)), ReLU(), MaxPool2D(3, 2, 1), Flatten(), Dense(np.ones((1, 4)))]
    borders = [stage["border"] for stage in explore(with_delta(padded, IMAGE[0]))._data["stages"]]
    assert borders == [
        {"rows": 1, "columns": 0, "filling": "0"},
        {"rows": 0, "columns": 0, "filling": ""},
        {"rows": 1, "columns": 1, "filling": "−∞"},
        {"rows": 0, "columns": 0, "filling": ""},
        {"rows": 0, "columns": 0, "filling": ""},
    ]


def test_sixteen_maps_of_a_digit_are_taken_and_what_a_page_cannot_take_is_refused_in_words():
    shown = values_on_the_page(explore(sixteen()))
    assert shown["feature map"].shape == (16, 6, 6)
    many = with_delta([MaxPool2D()], np.ones((80, 80)))
    message = r"16000 numbers are more than the 14000 that a page shows; explore a part"
    with pytest.raises(ValueError, match=message):
        explore(many)
    explorer = explore(sixteen())
    with pytest.raises(ValueError, match=r"numbers are more than the 14000 that a page shows"):
        explorer.settings = {"convolution": {"padding": 12}}
    assert explorer.settings["convolution"]["padding"] == 0
    wide = with_delta([Conv2D(np.ones((30, 9, 3, 3)))], np.ones((9, 6, 6)))
    with pytest.raises(ValueError, match=r"\d+ steps are more than the 90000 that a page calculates"):
        explore(wide)


def test_an_array_of_five_axes_is_refused_in_words():
    network = with_delta([ReLU()], np.ones((1, 1, 1, 2, 2)))
    with pytest.raises(ValueError, match=r"image \(1, 1, 1, 2, 2\) cannot be shown: it has more than four axes"):
        explore(network)


def test_a_network_that_has_not_gone_forward_has_no_axes():
    assert stages_of(Network([ReLU()], squared_error))[0].given.axes == ()
