"""Training: steps by hand and beside PyTorch's, what is measured, what is refused, what is kept when it stops."""

from importlib.util import find_spec
from itertools import chain

import numpy as np
import pytest

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    Training,
    initial_weights,
    softmax_cross_entropy,
    squared_error,
)

GENERATOR = np.random.default_rng(5)
IMAGES = GENERATOR.normal(size=(7, 1, 6, 4))
LABELS = np.array([2, 0, 1, 1, 2, 0, 2])


def small_network():
    """Two kernels on images of 6×4, and three classes."""
    generator = np.random.default_rng(1)
    layers = [
        Conv2D(generator.normal(size=(2, 1, 3, 3)), [0.1, -0.2], padding=1),
        ReLU(),
        MaxPool2D(),
        Flatten(),
        Dense(generator.normal(size=(3, 12)), [0.3, 0, -0.1]),
    ]
    return Network(layers, softmax_cross_entropy)


def line():
    """One weight for each of two classes, on one number."""
    return Network([Dense([[0.0], [0.0]])], softmax_cross_entropy)


def parameters(network):
    return [array for layer in network.layers for array in layer.parameters.values()]


def run(training, epochs, *settings):
    return [error for _ in range(epochs) for error in training.epoch(*settings)]


# Steps and measurements


def test_a_step_by_hand():
    """Both logits are 0 and both p are ½: δ = ±½ / 2 images, and the gradient of each weight ±½."""
    training = Training(line(), [[1.0], [-1.0]], [0, 1])
    assert run(training, 1, 0.4, 2) == [pytest.approx(np.log(2))]
    np.testing.assert_allclose(training.network.layers[0].parameters["weights"], [[0.2], [-0.2]])
    np.testing.assert_allclose(training.errors, [[np.log(2), np.log1p(np.exp(-0.4))]])


def test_accuracy_is_the_share_of_images_whose_largest_logit_is_the_right_one():
    network = Network([Dense([[1.0], [0.0]])], softmax_cross_entropy)
    training = Training(network, [[1.0], [-1], [2], [3]], [0, 1, 1, 0], held_out=([[1.0], [-5]], [1, 0]))
    assert training.accuracies.tolist() == [[0.75], [0]]


def numbers_of(batch):
    """Which of IMAGES a batch holds."""
    return np.argwhere((batch[:, None] == IMAGES.astype(batch.dtype)).all(axis=(2, 3, 4)))[:, 1].tolist()


def test_every_image_is_learned_once_in_an_epoch_and_in_another_order_in_the_next():
    network = small_network()
    training = Training(network, IMAGES, LABELS)
    first, second = ([numbers_of(network.layers[0].input) for _ in training.epoch(0.1, 3)] for _ in range(2))
    assert [len(batch) for batch in first] == [3, 3, 1]
    assert sorted(chain(*first)) == sorted(chain(*second)) == [*range(7)]
    assert first != second


def test_the_same_seed_takes_the_same_steps():
    one, same, other = (Training(small_network(), IMAGES, LABELS, seed=seed) for seed in (4, 4, 5))
    assert run(one, 2, 0.1, 2) == run(same, 2, 0.1, 2) != run(other, 2, 0.1, 2)


def test_a_batch_may_be_larger_than_all_images():
    training = Training(small_network(), IMAGES, LABELS)
    assert (training.batches(100), len(run(training, 2, 0.1, 100)), training.steps) == (1, 2, 2)


def test_many_images_are_measured_a_part_at_a_time_with_the_same_result():
    copies = 1100 // len(IMAGES) + 1
    whole = Training(small_network(), IMAGES, LABELS)
    many = Training(small_network(), np.tile(IMAGES, (copies, 1, 1, 1)), np.tile(LABELS, copies))
    np.testing.assert_allclose(many.errors, whole.errors, rtol=1e-12)
    np.testing.assert_allclose(many.accuracies, whole.accuracies, rtol=1e-12)


@pytest.mark.parametrize("precision", ["float32", "float64"])
def test_three_epochs_move_every_parameter_as_pytorchs_sgd_does(precision, oracle):
    if find_spec("torch") is None:
        oracle.not_asked("PyTorch, live", "not installed")
        pytest.skip("PyTorch is not installed")
    import torch

    network, seen = small_network(), []
    for layer in network.layers:
        layer.parameters = {name: array.astype(precision) for name, array in layer.parameters.items()}
    twins = [torch.tensor(array, requires_grad=True) for array in parameters(network)]
    w, b, v, c = twins
    optimizer = torch.optim.SGD(twins, lr=0.2)
    training = Training(network, IMAGES.astype(precision), LABELS)
    for _ in range(3):
        for error in training.epoch(0.2, 3):
            batch = np.array(network.layers[0].input)
            labels = LABELS[numbers_of(batch)]
            x = torch.relu(torch.nn.functional.conv2d(torch.tensor(batch), w, b, padding=1))
            logits = torch.nn.functional.max_pool2d(x, 2).flatten(1) @ v.T + c
            loss = torch.nn.functional.cross_entropy(logits, torch.tensor(labels))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            seen.append((error, loss.item()))
    close = {"float32": 1e-5, "float64": 1e-13}[precision]
    np.testing.assert_allclose(*np.transpose(seen), rtol=close)
    for ours, theirs in zip(parameters(network), twins, strict=True):
        assert ours.dtype == precision
        np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=close, atol=close)
    oracle("PyTorch, live", len(seen))


def test_initial_weights_keep_the_size_of_what_goes_through_a_relu():
    x = np.random.default_rng(0).normal(size=(2000, 50))
    network = Network([Dense(initial_weights(np.random.default_rng(1), 300, 50)), ReLU()], softmax_cross_entropy)
    assert (network.forward(x) ** 2).mean() == pytest.approx((x**2).mean(), rel=0.05)


# What is refused


@pytest.mark.parametrize("batch_size", [0, -3, 2.5, True, None])
def test_a_batch_needs_at_least_one_image(batch_size):
    training = Training(small_network(), IMAGES, LABELS)
    with pytest.raises(ValueError, match="batch_size must be an integer of at least 1; got "):
        run(training, 1, 0.1, batch_size)


@pytest.mark.parametrize(("rate", "error"), [(np.nan, ValueError), (np.inf, ValueError), ("0.1", TypeError)])
def test_a_learning_rate_is_a_finite_number(rate, error):
    training = Training(small_network(), IMAGES, LABELS)
    with pytest.raises(error, match="learning_rate must be "):
        run(training, 1, rate)
    assert training.steps == 0


WRONG = {
    "a label too large": (IMAGES, LABELS + 1, "labels must lie between 0 and 2; got 1 to 3"),
    "a label below 0": (IMAGES, LABELS - 1, "labels must lie between 0 and 2; got -1 to 1"),
    "a label too few": (IMAGES, LABELS[1:], r"labels has shape \(6,\), but the logits ask for \(7,\)"),
    "no whole labels": (IMAGES, LABELS / 2, "labels must be integers, class numbers such as 2"),
    "one-hot labels": (IMAGES, np.eye(3)[LABELS], "labels must be class numbers such as 2; got one-hot rows"),
    "larger images": (np.ones((7, 1, 8, 8)), LABELS, r"gives shape \(7, 32\), which does not fit layer 4, Dense"),
    "no channel": (IMAGES[:, 0], LABELS, r"x does not fit layer 0, Conv2D\(kernel \(2, 1, 3, 3\)"),
    "no image": (IMAGES[:0], LABELS[:0], "x is empty"),
    "one image alone": (np.float64(1), LABELS, ""),
}


@pytest.mark.parametrize(("images", "labels", "message"), WRONG.values(), ids=WRONG)
def test_images_and_labels_that_do_not_fit_the_network_are_told_before_any_step(images, labels, message):
    with pytest.raises(
        (ValueError, TypeError), match=f"the images or their labels do not fit the network: .*{message}"
    ):
        Training(small_network(), images, labels)
    with pytest.raises((ValueError, TypeError), match=f"the held-out images or their labels do not fit .*{message}"):
        Training(small_network(), IMAGES, LABELS, held_out=(images, labels))


def test_images_to_learn_and_to_test_are_of_one_size_also_where_the_pool_would_take_both():
    larger = np.ones((7, 1, 7, 5))
    assert small_network().forward(larger).shape == (7, 3)
    with pytest.raises(ValueError, match=r"a held-out image has shape \(1, 7, 5\), but .* learned have \(1, 6, 4\)"):
        Training(small_network(), IMAGES, LABELS, held_out=(larger, LABELS))


def test_a_loss_that_takes_no_labels_is_told():
    with pytest.raises(ValueError, match="the images or their labels do not fit the network: target has shape"):
        Training(Network(small_network().layers, squared_error), IMAGES, LABELS)


def test_an_image_with_nan_is_told_before_any_step():
    images = IMAGES.copy()
    images[3, 0, 2, 1] = np.nan
    with pytest.raises(ValueError, match="the error is nan before the first step: look for NaN in the images"):
        Training(small_network(), images, LABELS)


# What is kept when it stops


def test_where_the_error_becomes_infinite_the_step_is_told_and_nothing_of_the_epochs_before_is_lost():
    training = Training(small_network(), IMAGES, LABELS, held_out=(IMAGES[:2], LABELS[:2]))
    run(training, 2, 0.1, 3)
    kept, curve = parameters(training.network), training.errors
    with pytest.raises(FloatingPointError) as stopped:
        run(training, 50, 1e200, 3)
    message = str(stopped.value)
    assert "lower the learning rate, 1e+200, say to 1e+199" in message
    assert "The network has the parameters that it had after step 6, before this epoch" in message
    assert any(
        f"the error became {error} at step {step}" in message for error in ("inf", "nan") for step in (7, 8, 9, 10)
    )
    assert training.steps == 6
    for before, after in zip(kept, parameters(training.network), strict=True):
        np.testing.assert_array_equal(before, after)
    np.testing.assert_array_equal(training.errors, curve)
    run(training, 1, 0.1, 3)
    assert training.errors.shape == (2, 4) and training.steps == 9


def test_the_last_step_of_an_epoch_is_told_if_it_was_the_one():
    training = Training(small_network(), IMAGES, LABELS)
    with pytest.raises(FloatingPointError, match=r"at step 2: lower the learning rate, 1e\+300"):
        run(training, 1, 1e300, 100)
    assert training.errors.shape == (1, 1) and training.steps == 0


def test_after_an_interrupt_the_network_keeps_its_steps_and_the_curve_its_epochs():
    training = Training(small_network(), IMAGES, LABELS)
    run(training, 1, 0.1, 3)
    before = parameters(training.network)
    steps = training.epoch(0.1, 3)
    next(steps)
    with pytest.raises(KeyboardInterrupt):
        steps.throw(KeyboardInterrupt)
    assert training.steps == 4 and training.errors.shape == (1, 2)
    assert any(not np.array_equal(*pair) for pair in zip(before, parameters(training.network), strict=True))
    assert training.network.forward(IMAGES).shape == (7, 3)
    run(training, 1, 0.1, 3)
    assert training.errors.shape == (1, 3)
