"""Training: a network learns from labelled images, a batch a step, and is measured after every epoch."""

import numpy as np

from .arguments import as_finite_number, as_whole_number, check_shape

AT_ONCE = 500  # images that go forward together where a network is measured


def initial_weights(generator, *shape):
    """Return random weights with which a layer before a ReLU neither grows nor shrinks what it is given.

    Parameters
    ----------
    generator : NumPy's random Generator
    *shape : (K, C, kh, kw) of a kernel, or (outputs, inputs) of dense weights

    Returns
    -------
    array of that shape, float32

    Notes
    -----
    Normal, with variance 2 / (the number of weights that one output adds up), C·kh·kw or inputs.

    References
    ----------
    K. He and others, "Delving deep into rectifiers", ICCV 2015.

    Examples
    --------
    >>> weights = initial_weights(np.random.default_rng(0), 1000, 2, 5, 5)
    >>> print(weights.dtype, f"{weights.std():.2f}")            # √(2 / 50)
    float32 0.20
    """
    return (generator.standard_normal(shape) * np.sqrt(2 / np.prod(shape[1:]))).astype(np.float32)


class Training:
    """A network that learns labelled images by stochastic gradient descent, and what it was measured at so far.

    Stopped in the middle, by an interrupt or an error, it can be used and can go on: the network keeps its steps, and
    the measurements are those of all whole epochs.

    Parameters
    ----------
    network : Network with class logits, such as one with ``softmax_cross_entropy``
    images, labels : (N, C, H, W) and (N,), what it learns
    held_out : a pair (images, labels) that it is measured at and never learns; or None
    seed : int, which says in which order the images come

    Attributes
    ----------
    steps : how many steps were taken
    errors, accuracies : (sets, epochs + 1), measured before the first epoch and after each: the mean error and the
        share of images whose largest logit is the right one; first of the images that it learns, then of those held out

    Raises
    ------
    ValueError, TypeError
        If images or labels do not fit the network, or make its error infinite or NaN.

    Examples
    --------
    >>> from backprop_helpers import Dense, Network, softmax_cross_entropy
    >>> network = Network([Dense(np.zeros((2, 1)))], softmax_cross_entropy)
    >>> training = Training(network, [[1], [-1]], [0, 1])
    >>> for error in training.epoch(learning_rate=1, batch_size=2):
    ...     print(f"{error:.6f}")                                # −log ½
    0.693147
    >>> training.steps, training.accuracies.tolist()
    (1, [[0.5, 1.0]])
    """

    def __init__(self, network, images, labels, held_out=None, seed=0):
        self.network, self.steps = network, 0
        pairs = [(images, labels)] if held_out is None else [(images, labels), held_out]
        self._sets = [(np.asarray(images), np.asarray(labels)) for images, labels in pairs]
        self._generator = np.random.default_rng(seed)
        self._measurements = [self._measured()]
        learned, tested = self._sets[0][0].shape[1:], self._sets[-1][0].shape[1:]
        check_shape("a held-out image", tested, learned, "the images that are learned have")
        if not np.isfinite(self.errors).all():
            raise ValueError(f"the error is {self.errors.max()} before the first step: look for NaN in the images")

    @property
    def errors(self):
        """The mean error, (sets, epochs + 1)."""
        return np.array(self._measurements)[:, :, 0].T

    @property
    def accuracies(self):
        """The share of right answers, (sets, epochs + 1)."""
        return np.array(self._measurements)[:, :, 1].T

    def batches(self, batch_size):
        """Return how many steps an epoch has."""
        return -(-len(self._sets[0][0]) // as_whole_number("batch_size", batch_size))

    def epoch(self, learning_rate, batch_size=16):
        """Take the steps of one epoch, in which every image is learned once, and then measure.

        Parameters
        ----------
        learning_rate : one number
        batch_size : how many images make a step; the last batch has what is left

        Yields
        ------
        The error of each batch, before its step.

        Raises
        ------
        ValueError, TypeError
            If the learning rate is not finite or the batch size is no whole number from 1 on.
        FloatingPointError
            If the error becomes infinite or NaN. The network is then as it was before the epoch.
        """
        rate, batches = as_finite_number("learning_rate", learning_rate), self.batches(batch_size)
        images, labels = self._sets[0]
        before = self.steps, [dict(layer.parameters) for layer in self.network.layers]
        order = self._generator.permutation(len(images))
        for batch in (order[step * batch_size : (step + 1) * batch_size] for step in range(batches)):
            with np.errstate(over="ignore", invalid="ignore"):
                self.network.forward(images[batch])
                self.network.backward(labels[batch])
                self._go_back_unless_finite(self.network.error, rate, *before)
                self.network.step(rate)
            self.steps += 1
            yield self.network.error
        with np.errstate(over="ignore", invalid="ignore"):
            measured = self._measured()
        self._go_back_unless_finite(max(error for error, _ in measured), rate, *before)
        self._measurements.append(measured)

    def _go_back_unless_finite(self, error, rate, steps, parameters):
        if np.isfinite(error):
            return
        where = f"step {self.steps + 1}"
        for layer, kept in zip(self.network.layers, parameters, strict=True):
            layer.parameters = kept
        self.steps = steps
        raise FloatingPointError(
            f"the error became {error} at {where}: lower the learning rate, {rate}, say to {rate / 10:g}. "
            f"The network has the parameters that it had after step {steps}, before this epoch"
        )

    def _measured(self):
        """Return the error and the accuracy for each set."""
        result = []
        for name, (images, labels) in zip(("images", "held-out images"), self._sets, strict=False):
            try:
                logits = self._logits(images)
                error = self.network.loss(logits, labels)
            except (ValueError, TypeError) as reason:
                raise type(reason)(f"the {name} or their labels do not fit the network: {reason}") from None
            result.append((float(error), float((logits.argmax(axis=1) == labels).mean())))
        return result

    def _logits(self, images):
        starts = range(0, max(1, len(images)), AT_ONCE)
        return np.concatenate([self.network.forward(images[start : start + AT_ONCE]) for start in starts])
