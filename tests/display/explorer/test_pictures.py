"""The explorer's pictures: what the page is given of images and labels, and which are refused."""

import json

import numpy as np
import pytest
from scipy.signal import correlate2d

from backprop_helpers import Dense, explore, softmax_cross_entropy
from backprop_helpers.display.explorer.pictures import figure_of
from tests.display.explorer.digit import COUNT, IMAGES, LABELS, SHOWN, digit, trained
from tests.display.explorer.expected import gone_both_ways, values_on_the_page
from tests.display.explorer.scores import BIAS, LABEL, WEIGHTS, X

PAIR = [X, [0.5, 2]], [2, 0]


def scores(images, **options):
    network = gone_both_ways([Dense(WEIGHTS, BIAS)], X, LABEL, softmax_cross_entropy)
    return explore(network, **{"target": LABEL, "images": images} | options)


def test_the_page_is_given_every_image_its_label_and_the_largest_number():
    told = scores(PAIR)._data["pictures"]
    assert told == {"name": "image", "largest": 2.0, "values": [[1.2, -0.7], [0.5, 2.0]], "targets": [2.0, 0.0]}
    assert "pictures" not in scores(None)._data


def test_pictures_can_be_sent_and_are_there_after_other_settings():
    explorer = digit(offer=None)
    json.dumps(explorer._data)
    told = explorer._data["pictures"]
    np.testing.assert_array_equal(told["values"], IMAGES)
    assert np.shape(told["values"]) == (COUNT, 1, 8, 8) and told["targets"] == LABELS.tolist()
    explorer.settings = {"order": ["convolution", "pool", "ReLU", "output"]}
    assert explorer._data["pictures"] == told


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (X, "images must be 1 to 100; got 0"),
        (([X], [2], [0]), "images must be a pair"),
        (7, "images must be a pair"),
        (([], []), "images is empty"),
        (([X] * 101, [0] * 101), "images must be 1 to 100; got 101"),
        (([[1, 2, 3]], [2]), r"images \(1, 3\) do not fit this network; \(1, 2\) would"),
        (([X, X], [2]), r"labels \(1,\) do not fit this network; \(2,\) would"),
        (([[np.nan, 1]], [2]), "images must be finite numbers"),
        (([X], [3]), "labels must lie between 0 and 2"),
        (([X], [0.5]), "labels must be integers"),
    ],
)
def test_images_that_do_not_fit_are_refused_in_words(images, message):
    with pytest.raises((ValueError, TypeError), match=message):
        scores(images)


def test_images_without_a_target_are_refused():
    with pytest.raises(ValueError, match="images need a target"):
        scores(PAIR, target=None)


def test_images_take_the_place_of_what_enters_with_a_squared_error_too():
    network = gone_both_ways([Dense(WEIGHTS, BIAS)], X, [0, 0, 1])
    told = explore(network, target=[0, 0, 1], images=([X], [[1, 0, 0]]))._data["pictures"]
    assert told["targets"] == [[1.0, 0.0, 0.0]]


def test_the_lessons_network_fits_on_a_page_and_its_numbers_are_right(oracle):
    shown = values_on_the_page(digit())
    kernel, bias = trained().layers[0].parameters.values()
    maps = [correlate2d(np.pad(IMAGES[SHOWN, 0], 1), kernel[k, 0], "valid") + bias[k] for k in range(16)]
    np.testing.assert_allclose(shown["feature map"], maps, atol=1e-5)
    oracle("SciPy", 16)
    assert shown["probabilities"].argmax() == LABELS[SHOWN]


def test_long_rows_of_weights_are_folded_into_the_maps_that_were_flattened_and_short_ones_are_not():
    arrays = {each["name"]: each for each in digit()._data["arrays"]}
    folded = {"axes": ["j", "k"], "folded": [10, 16, 4, 4]}
    names = ["output weights", "gradient of output weights", "output weights after the step"]
    assert [{key: arrays[name][key] for key in folded} for name in names] == [folded] * 3
    assert [name for name, each in arrays.items() if "folded" in each] == names
    assert not any("folded" in each for each in explore()._data["arrays"])
    assert arrays["output weights"]["shape"] == [10, 256]


def test_only_probabilities_of_one_image_are_shares():
    shares = [each["name"] for each in digit()._data["arrays"] if each.get("shares")]
    assert shares == ["probabilities"]
    assert not any(each.get("shares") for each in explore()._data["arrays"])


def test_the_images_stand_in_for_the_explorer_and_its_words_have_no_number_that_training_decides():
    explorer = digit()
    assert explorer._draw().alt.startswith("Images: label 0, label 1, label 2,")
    assert repr(explorer).endswith("beneath, the deltas and gradients.\nWith 12 images to pick from.")
    assert "With" not in repr(explore()) and explore(part="pool", images=None)._draw() is not None


@pytest.mark.parametrize(
    ("images", "drawn"), [(np.ones((2, 2, 3)), True), (np.ones((2, 2, 2, 3)), False), (PAIR[0], False)]
)
def test_only_small_images_of_one_channel_are_drawn(images, drawn):
    told = {"values": np.asarray(images).tolist(), "targets": [[0.0, 1.0], [1.0, 0.0]]}
    assert (figure_of(told) is not None) is drawn
