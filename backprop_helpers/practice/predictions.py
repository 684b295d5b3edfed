"""The lessons' predictions by id: what comes out, where a number is asked for; or which word is right."""

import numpy as np

from ..examples import question
from ..maths.convolution import conv2d, conv2d_bias_gradient, conv2d_input_delta, conv2d_kernel_gradient
from ..maths.dense import dense
from ..maths.losses import softmax_cross_entropy, softmax_cross_entropy_input_delta, squared_error
from ..maths.pooling import max_pool2d, max_pool2d_input_delta
from ..maths.softmax import softmax
from . import answers
from .exercise import Exercise
from .exercises import one_of


class Prediction(Exercise):
    """An exercise that asks for what a lesson's next cell shows, or for one entry of it.

    Attributes
    ----------
    place : index of the entry that is asked for; None for the whole result
    estimate : what else is right, a pair of words that say how it is found and of its number; None for nothing else
    form : what an answer is, in words; without it, how many numbers
    """

    def __init__(self, id, function, *arguments, place=None, estimate=None, form=None, **settings):
        super().__init__(id, function, *arguments, **settings)
        self.place, self.estimate = place, estimate
        self._form = form

    @property
    def truth(self):
        """The right answer."""
        whole = np.asarray(super().truth, dtype=float)
        return whole if self.place is None else whole[self.place]

    @property
    def form(self):
        """What an answer is, in words."""
        shape = np.shape(self.truth)
        return self._form or ("×".join(map(str, shape)) + " numbers" if shape else "a number")


class Choice:
    """A question with one right answer among some words.

    Attributes
    ----------
    id : as an exercise's
    words : all that can be answered, in the order in which they are offered
    right : the one that is
    """

    def __init__(self, id, right, *words):
        self.id, self.right, self.words = id, right, words

    @property
    def form(self):
        """What can be answered, in words."""
        *others, last = [f'"{word}"' for word in self.words]
        return f"{', '.join(others)} or {last}"


def find_prediction(prediction):
    """Return the prediction with an id, or one given itself; a ValueError that lists the ids if there is none."""
    return one_of(PREDICTIONS, prediction, Prediction | Choice, "prediction")


_exact, _rounded, _published = question.exact, question.rounded, question.published


def _change_of_the_error(name, place, by):
    """Return how much the error changes when a pixel or a weight of the kernel changes by so much."""
    values = {"image": _exact.image, "kernel": _exact.kernel}
    changed = values | {name: values[name] + by * (np.arange(values[name].size).reshape(values[name].shape) == place)}
    return _error(**changed) - _error(**values)


def _error(image, kernel):
    network = question.network()
    network.layers[0].parameters["kernel"] = kernel
    return squared_error(network.forward(image), _exact.target)


def _slope_times(delta, place, by):
    return "as the slope times the change", delta.flat[place] * by


def _at(shape, *entries):
    """Return zeros but for some entries, pairs of a place and a number."""
    result = np.zeros(shape)
    for place, number in entries:
        result[place] = number
    return result


def _changed(array, place, number):
    result = array.copy()
    result[place] = number
    return result


def _sizes(*calls):
    """Return the rows and columns of feature maps, for those of the image and the kernel, a stride and a padding."""
    return np.array([answers.feature_map_size(call[:2], call[2:4], *call[4:]) for call in calls])


def _after_a_step(parameter, gradient, learning_rate):
    return parameter - learning_rate * gradient


def _numbers_with_a_delta(kernel, delta):
    return np.count_nonzero(conv2d_input_delta(kernel, delta))


def _apart_by_a_nudge(nudge):
    return _change_of_the_error("kernel", 0, nudge) - _change_of_the_error("kernel", 0, -nudge)


def _with_another_sign():
    maps = np.array([conv2d(_published.image, kernel) for kernel in question.kernels_that_fit()])
    return np.count_nonzero((maps > 0).any(axis=0) & (maps < 0).any(axis=0))


def _fall_of_the_error(learning_rate, *gradients):
    return learning_rate * sum((gradient**2).sum() for gradient in gradients)


def _pool_of_nudges(x, *places):
    """Return the pooled number of a window after a nudge by 0.01 at each of two places."""
    return np.array([max_pool2d(_changed(x, place, x[place] + 0.01))[0, 1] for place in places])


def _gradient_of_ones(image, feature_map):
    return conv2d_kernel_gradient(image, max_pool2d_input_delta(feature_map, np.ones((2, 2))))


def _sums_of_a_tie(x, delta):
    """Return the sum of the deltas if the first winner gets it, and if every one does."""
    return np.array([max_pool2d_input_delta(x, delta).sum(), (delta * (x == x.max())).sum()])


def _slopes_up_and_down(number, *others):
    """Return the slopes of the larger of two numbers, up and down from where the first of them is."""
    nudges = np.array([0.01, -0.01])
    return np.ravel([(np.maximum(other, number + nudges) - max(other, number)) / nudges for other in others]) + 0.0


def _winners(x, delta):
    """Return how many numbers get a delta from a pool that keeps the largest of each row."""
    return np.count_nonzero(max_pool2d_input_delta(x, delta, (1, x.shape[1])))


def _windows_with_a_tie(image):
    """Return in how many windows of 2×2 the largest number stands more than once."""
    from ..examples import digits  # loaded where it is asked for, so that the package lives without its file

    windows = digits.images[image].reshape(4, 2, 4, 2).swapaxes(1, 2).reshape(-1, 4)
    return ((windows == windows.max(axis=1, keepdims=True)).sum(axis=1) > 1).sum()


def _first_kernel_gradient(image):
    """Return the kernel gradient of lesson 11's network before any step, for one image."""
    from ..examples import digits

    network = digits.network(seed=0)
    network.forward(digits.as_input(digits.images[image]))
    network.backward(digits.labels[image])
    return network.layers[0].gradients["kernel"]


def _settled(answer):
    """Return what no layer calculates: the lesson's text settles it."""
    return np.asarray(answer)


_PIXELS = np.array([
    [[1, 0, 2, 1], [0, 3, 1, 0], [2, 1, 0, 1]],
    [[0, 1, 1, 0], [2, 0, 1, 3], [1, 1, 0, 2]],
    [[1, 2, 0, 1], [0, 1, 0, 2], [3, 0, 1, 1]],
])  # fmt: skip
_KERNELS = np.array([
    [[[1, -1], [0, 2]], [[0, 1], [-1, 1]], [[2, 0], [1, -1]]],
    [[[-1, 0], [1, 1]], [[1, 2], [0, -1]], [[0, -2], [1, 0]]],
])  # fmt: skip
_CHANNELS_DELTA = np.array([[[0.4, 0, 0], [0, 0, -0.1]], [[0, 0.2, 0], [0.3, 0, 0]]])
_WINDOWS = np.array([[1.0, 2, 0, 3], [4, 9, 5, 1], [2, 6, 3, 7]])
_SHARES = np.array([[0.5, -0.2, 0.1], [0.3, 0.04, 0.7]])
_BEFORE_RELU = np.array([[0.3, -0.2, -0.5, -0.1], [0.1, 0.8, -0.4, -0.7]])
_SAME_DELTA = _at((5, 5), ((0, 0), 0.4), ((2, 3), -0.1), ((4, 1), 0.2))
_NEGATIVE, _ARRIVING = np.array([[-0.3, -0.1], [-0.2, -0.4]]), np.array([[0.4, -0.1], [0.2, 0.3]])
_TWO, _TWO_DELTAS = np.stack([_PIXELS, _PIXELS[:, :, ::-1]]), np.stack([_CHANNELS_DELTA, -2 * _CHANNELS_DELTA])
_GRADIENTS = _exact.kernel_gradient, _exact.dense_weights_gradient, _exact.output_weights_gradient
_EARLY = _after_a_step(_rounded.dense_weights, _rounded.dense_weights_gradient, 0.5)
_SCORES = np.array([[1.3, -0.5, 0.4], [0.2, 0.9, -1.0]])
_POOLED_DELTA = _published.pooled_delta.reshape(2, 2)

PREDICTIONS = {
    prediction.id: prediction
    for prediction in (
        Prediction("00.a", squared_error, _exact.output, _exact.target),
        Prediction(
            "00.b", _change_of_the_error, "image", 17, 0.01, estimate=_slope_times(_exact.image_delta, 17, 0.01)
        ),
        Choice("00.c", "stays", "rises", "falls", "stays"),
        Choice("00.d", "less", "twice", "less", "more"),
        Prediction(
            "00.e", _change_of_the_error, "kernel", 0, -0.02, estimate=_slope_times(_exact.kernel_gradient, 0, -0.02)
        ),
        Choice("00.f", "cut off", "rounded", "cut off"),
        Choice("01.a", "negative", "negative", "positive"),
        Prediction("01.b", conv2d, _at((5, 5), ((1, 1), 1)), question.kernel),
        Choice("01.c", "turned", "plain", "turned", "both", "none"),
        Prediction("01.d", _sizes, (5, 5, 2, 2, 2, 0), (5, 5, 2, 2, 1, 1)),
        Choice("01.e", "dozens", "one", "dozens", "thousands"),
        Choice("01.f", "none", "as many", "fewer", "none"),
        Prediction("01.g", _with_another_sign),
        Choice("02.a", "first", "first", "second", "third", "fourth"),
        Prediction("02.b", _pool_of_nudges, _exact.feature_map, (1, 3), (0, 2)),
        Prediction("02.c", max_pool2d_input_delta, _changed(_exact.feature_map, (2, 3), 0.5), _POOLED_DELTA),
        Prediction("02.d", _gradient_of_ones, question.image, _exact.feature_map, place=(0, 0)),
        Prediction("02.e", _sums_of_a_tie, np.array([[3.0, 1], [3, 2]]), np.array([[0.4]])),
        Prediction("02.f", max_pool2d_input_delta, _WINDOWS, _SHARES, size=2, stride=1, place=(1, 1)),
        Prediction("02.g", max_pool2d_input_delta, question.image, _POOLED_DELTA, size=3, stride=2, place=(3, 2)),
        Prediction("02.h", _slopes_up_and_down, 0.5, 0.2, 0.5),
        Choice("02.i", "most", "few", "half", "most"),
        Choice("03.a", "first", "first", "second"),
        Prediction("03.b", dense, _rounded.hidden_delta, _rounded.dense_weights[:, :2], place=(0,)),
        Prediction("03.c", _settled, [0, 0.25]),
        Choice("03.d", "below", "above", "below"),
        Choice("03.e", "slope at s", "forgotten", "times s", "slope at s"),
        Choice("03.f", "none", "none", "four", "all"),
        Prediction("03.g", answers.delta_behind_relu, _BEFORE_RELU, np.array([[-0.6, 0.9]])),
        Choice("03.h", "none", "none", "numbers", "deltas", "both"),
        Choice("03.i", "0.9", "0.9", "-0.6"),
        Choice("04.a", "below", "above", "below"),
        Choice("04.b", "larger", "larger", "smaller"),
        Choice("04.c", "other places", "same places", "other places", "others"),
        Choice("04.d", "others", "the gradient", "turned", "others"),
        Prediction("04.e", conv2d_bias_gradient, _published.feature_map_delta),
        Prediction("04.f", _after_a_step, question.kernel, _published.kernel_gradient, 0.1, place=(0, 1)),
        Prediction("05.a", conv2d_input_delta, question.kernel, _exact.feature_map_delta, place=(1, 2)),
        Prediction("05.b", _numbers_with_a_delta, question.kernel, _exact.feature_map_delta),
        Prediction("05.c", conv2d_input_delta, np.flip(question.kernel), _exact.feature_map_delta, place=(0, 2)),
        Choice("05.d", "others", "these", "turned", "others"),
        Prediction("05.e", _sizes, (6, 6, 5, 5, 1, 0), place=0),
        Choice("05.f", "fourth", "first", "second", "third", "fourth"),
        Prediction("06.a", _apart_by_a_nudge, 0.01, estimate=_slope_times(_exact.kernel_gradient, 0, 0.02)),
        Choice("06.b", "all", "all", "some"),
        Prediction("06.c", _settled, 100.0),
        Prediction("06.d", _settled, [0.5, 0.3]),
        Prediction("06.e", _settled, [4, 0]),
        Prediction("07.a", _fall_of_the_error, 0.1, *_GRADIENTS),
        Prediction(
            "07.b",
            answers.delta_behind_sigmoid,
            _EARLY,
            _rounded.hidden_delta,
            _rounded.activations.ravel(),
            place=(0,),
        ),
        Choice("07.c", "fall", "stand still", "rise", "fall"),
        Prediction("08.a", conv2d, _PIXELS, _KERNELS, np.array([0.5, -1]), place=(0, 0, 0)),
        Prediction("08.b", conv2d_kernel_gradient, _PIXELS, _CHANNELS_DELTA, place=(1, 2, 1, 0)),
        Prediction("08.c", conv2d_input_delta, _KERNELS, _CHANNELS_DELTA, place=(1, 1, 1)),
        Prediction("08.d", _settled, 0.3),
        Prediction("08.e", _settled, [0.2, 0.3]),
        Prediction("08.f", conv2d_kernel_gradient, _TWO, _TWO_DELTAS, place=(1, 2, 1, 0)),
        Prediction("09.a", _sizes, (5, 5, 3, 3, 1, 0), (5, 5, 2, 2, 1, 0), form="two shapes"),
        Prediction("09.b", _settled, [[3, 3], [4, 4]], form="two shapes"),
        Prediction("09.c", conv2d_kernel_gradient, question.image, _SAME_DELTA, place=(0, 0)),
        Choice("09.d", "corners", "corners", "upper left", "lower right"),
        Prediction("09.e", max_pool2d_input_delta, _NEGATIVE, _ARRIVING, padding=1),
        Prediction("09.f", _settled, [[2, 4, 3], [4, 2, 2]], form="two shapes"),
        Prediction("10.a", softmax, _SCORES[0], place=(0,)),
        Choice("10.b", "stays", "falls", "stays", "rises"),
        Prediction("10.c", softmax_cross_entropy, _SCORES[0], 1),
        Prediction("10.d", softmax_cross_entropy, np.zeros(10), 3),
        Prediction("10.e", softmax_cross_entropy_input_delta, _SCORES[0], 1),
        Choice("10.f", "the label's", "none", "the label's", "all"),
        Choice("10.g", "nan", "0.731", "inf", "nan"),
        Prediction("10.h", softmax_cross_entropy_input_delta, _SCORES, np.array([1, 0]), place=(0, 0)),
        Prediction("11.a", _windows_with_a_tie, 1),
        Prediction("11.b", _first_kernel_gradient, 1, place=(6, 0, 0, 1)),
        Choice("11.c", "nine tenths", "a tenth", "half", "nine tenths"),
        Choice("11.d", "fewer", "as many", "fewer"),
        Choice("11.e", "turned", "correct", "turned", "frozen"),
        Prediction(
            "12.a",
            _winners,
            np.array([[0.44, 0.06, 0.55], [0.07, 0.3, 0.18]]),
            np.array([[-0.1125], [0.225]]),
            form="the number of deltas that are not 0",
        ),
        Prediction("12.b", _settled, 4, form="the number of right answers"),
        Prediction("12.c", _settled, 1, form="the number of wrong stages"),
        Choice("12.d", "right", "right", "turned", "transposed"),
    )
}
