"""The digits: what the file holds, how it is split, and what a file that is missing, cut short or foreign says."""

import re
import zipfile

import numpy as np
import pytest

from backprop_helpers import Training, check_gradients, digits, problem_from

# The first image of the file as scikit-learn and the UCI repository print it.
ZERO = [
    [0, 0, 5, 13, 9, 1, 0, 0],
    [0, 0, 13, 15, 10, 15, 5, 0],
    [0, 3, 15, 2, 0, 11, 8, 0],
    [0, 4, 12, 0, 0, 8, 8, 0],
    [0, 5, 8, 0, 0, 9, 8, 0],
    [0, 4, 11, 0, 1, 12, 7, 0],
    [0, 2, 14, 5, 10, 12, 0, 0],
    [0, 0, 6, 13, 10, 0, 0, 0],
]
TOLD_COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]  # of each digit, in the repository's description


def test_the_digits_are_those_of_the_repository_in_its_order():
    assert digits.images[0].tolist() == ZERO
    assert (digits.images.shape, digits.images.dtype, digits.images.max()) == ((1797, 8, 8), np.uint8, 16)
    assert np.bincount(digits.labels).tolist() == TOLD_COUNTS


def test_the_same_form_was_filled_in_fourteen_times_one_after_another():
    labels = "".join(map(str, digits.labels))
    forms = [found.start() for found in re.finditer("0123456789012345", labels)]
    assert len(forms) == len(re.findall("09556509898417735", labels)) == 14
    assert len(labels) - digits.LAST_FORMS == forms[-3]


def test_nobody_can_write_to_them():
    for array in (digits.images, digits.labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_network_takes_them_as_float32_from_0_to_1_with_a_channel():
    x = digits.as_input(digits.images[:2])
    assert (x.shape, x.dtype) == ((2, 1, 8, 8), np.float32)
    np.testing.assert_array_equal(x[0, 0] * 16, ZERO)


def rows(pairs):
    """Every image of two pairs, with its label, as a list that can be sorted."""
    return [
        (*x.ravel().tolist(), int(label)) for images, labels in pairs for x, label in zip(images, labels, strict=True)
    ]


@pytest.mark.parametrize("split", [digits.random_split(seed=3), digits.split_by_order()], ids=["random", "by order"])
def test_a_split_has_every_image_once(split):
    assert [len(labels) for _, labels in split] == [1415, 382]
    whole = [(digits.as_input(digits.images), digits.labels)]
    assert sorted(rows(split)) == sorted(rows(whole))


def test_a_seed_says_which_images_are_held_out():
    one, same, other = (digits.random_split(seed=seed, held_out=100)[1][1].tolist() for seed in (1, 1, 2))
    assert one == same != other


def test_by_order_the_last_images_are_held_out():
    (_, first), (_, last) = digits.split_by_order(held_out=5)
    assert last.tolist() == digits.labels[-5:].tolist() == [9, 0, 8, 9, 8]
    assert first.tolist() == digits.labels[:-5].tolist()


@pytest.mark.parametrize("held_out", [0, -1, 2.5, True, "10"])
def test_a_number_of_images_is_a_whole_one(held_out):
    with pytest.raises(ValueError, match=re.escape(f"held_out must be an integer of at least 1; got {held_out!r}")):
        digits.split_by_order(held_out)


def test_images_to_learn_from_must_be_left():
    with pytest.raises(ValueError, match="held_out must be below 1797, or no image is left to learn from; got 1797"):
        digits.random_split(0, 1797)


def test_the_network_has_the_weights_that_its_seed_says():
    one, same, other = (digits.network(seed) for seed in (1, 1, 2))
    for layer, its_twin, another in zip(one.layers, same.layers, other.layers, strict=True):
        for name, array in layer.parameters.items():
            assert array.dtype == np.float32
            np.testing.assert_array_equal(array, its_twin.parameters[name])
            assert name == "bias" or not np.array_equal(array, another.parameters[name])


@pytest.mark.parametrize("size", [(7, 8), (9, 9), (8, 9), (10, 10), (28, 28)])
@pytest.mark.parametrize("network", [digits.network, digits.deeper_network])
def test_images_of_another_size_are_refused_wherever_a_network_takes_them(network, size):
    """A pool would leave the ninth row and column out without a word."""
    image, images, digit = np.ones((1, *size)), np.ones((3, 1, *size)), digits.as_input(digits.images[:3])
    told = re.escape(f"has images of size {size}, but the network is for size (8, 8)")
    for call in (
        lambda: network().forward(images),
        lambda: check_gradients(network(), image, 1),
        lambda: problem_from(network(), image, 1),
        lambda: Training(network(), images, [0, 1, 2]),
        lambda: Training(network(), digit, [0, 1, 2], held_out=(images, [0, 1, 2])),
    ):
        with pytest.raises(ValueError, match=told):
            call()


@pytest.mark.parametrize(
    ("images", "error", "message"),
    [
        (np.ones((3, 9, 9)), ValueError, "each of the images has shape (9, 9), but a digit has (8, 8)"),
        (np.ones(8), ValueError, "each of the images has shape (8,), but a digit has (8, 8)"),
        (np.full((8, 8), 255), ValueError, "images must lie between 0 and 16: "),
        ([["a"] * 8] * 8, TypeError, "images must be real numbers; got text"),
    ],
)
def test_what_is_no_image_of_the_files_kind_is_refused(images, error, message):
    with pytest.raises(error, match=re.escape(message)):
        digits.as_input(images)


# A file that is not as it should be


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(
        FileNotFoundError, match=r"there is no file of digits at .*none\.npz: install backprop_helpers again"
    ):
        digits.load(tmp_path / "none.npz")


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_told(tmp_path, share):
    whole = digits.FILE.read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ValueError, match=r"^cut\.npz is cut short, or no file of digits: "):
        digits.load(tmp_path / "cut.npz")


def test_a_byte_that_was_changed_is_told(tmp_path):
    spoiled = bytearray(digits.FILE.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    (tmp_path / "spoiled.npz").write_bytes(spoiled)
    with pytest.raises(ValueError, match=r"^spoiled\.npz is cut short, or no file of digits: "):
        digits.load(tmp_path / "spoiled.npz")


FOREIGN = {
    "other names": {"x": np.zeros(3)},
    "no labels": {"images": digits.images},
    "objects": {"images": np.array([None]), "labels": digits.labels},
}


@pytest.mark.parametrize("arrays", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_other_arrays_is_told(tmp_path, arrays):
    np.savez(tmp_path / "foreign.npz", **arrays)
    with pytest.raises(ValueError, match=r"^foreign\.npz is cut short, or no file of digits: "):
        digits.load(tmp_path / "foreign.npz")


def test_another_kind_of_file_is_told(tmp_path):
    (tmp_path / "text.npz").write_text("5, 0, 4, 1")
    np.save(tmp_path / "one.npy", digits.images)
    with zipfile.ZipFile(tmp_path / "other.npz", "w") as other:
        other.writestr("images", "no array")
    for name in ("text.npz", "one.npy", "other.npz"):
        with pytest.raises(ValueError, match=r"is cut short, or no file of digits: "):
            digits.load(tmp_path / name)


WRONG = {
    "(70000, 28, 28)": {"images": np.zeros((7, 28, 28), np.uint8), "labels": digits.labels},
    "grey to 255": {"images": digits.images * 15, "labels": digits.labels},
    "floats": {"images": digits.images / 16, "labels": digits.labels},
    "labels to 10": {"images": digits.images, "labels": digits.labels + 1},
    "labels too few": {"images": digits.images, "labels": digits.labels[1:]},
}


@pytest.mark.parametrize("arrays", WRONG.values(), ids=WRONG)
def test_arrays_of_another_shape_type_or_range_are_told(tmp_path, arrays):
    np.savez(tmp_path / "wrong.npz", **arrays)
    with pytest.raises(ValueError, match=r"^wrong\.npz is no file of digits: it must hold (images|labels) \(1797"):
        digits.load(tmp_path / "wrong.npz")
