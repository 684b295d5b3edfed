"""Calculations of every kind, for tests to trace: a call of every function of the layers, and whole networks."""

import numpy as np

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    conv2d,
    conv2d_bias_gradient,
    conv2d_input_delta,
    conv2d_kernel_gradient,
    dense,
    dense_bias_gradient,
    dense_input_delta,
    dense_weights_gradient,
    max_pool2d,
    max_pool2d_input_delta,
    question,
    relu,
    relu_input_delta,
    sigmoid,
    sigmoid_input_delta,
    softmax_cross_entropy,
    softmax_cross_entropy_input_delta,
    squared_error,
    squared_error_input_delta,
)


def numbers(*shape, seed=0):
    """Quarters between −4 and 4, none twice until all were used: exact in every type, float32 and fractions too."""
    count = int(np.prod(shape))
    quarters = np.resize(np.random.default_rng(seed + count).permutation(np.arange(-16, 17)), count)
    return quarters.reshape(shape) / 4


def strided(channels, kernels):
    """Settings under which rows and columns differ and the last image column is reached by no kernel."""
    x, kernel = (2, channels, 5, 7), (kernels, channels, 2, 3)
    return x, kernel, (2, kernels, 3, 2), {"stride": (2, 3), "padding": (1, 0), "dilation": (2, 1)}


IMAGES, KERNELS, MAPS, SETTINGS = strided(3, 2)

CALLS = {
    "conv2d": (conv2d, {"x": numbers(4, 5), "kernel": numbers(2, 3)}, {}),
    "conv2d, bias": (conv2d, {"x": numbers(4, 5), "kernel": numbers(2, 3), "bias": numbers()}, {}),
    "conv2d, batch": (conv2d, {"x": numbers(*IMAGES), "kernel": numbers(*KERNELS), "bias": numbers(2)}, SETTINGS),
    "kernel gradient": (conv2d_kernel_gradient, {"x": numbers(4, 5), "delta": numbers(3, 3)}, {}),
    "kernel gradient, batch": (
        conv2d_kernel_gradient,
        {"x": numbers(*IMAGES), "delta": numbers(*MAPS)},
        {"kernel_shape": KERNELS, **SETTINGS},
    ),
    "bias gradient": (conv2d_bias_gradient, {"delta": numbers(3, 3)}, {}),
    "bias gradient, batch": (conv2d_bias_gradient, {"delta": numbers(*MAPS)}, {}),
    "input delta": (conv2d_input_delta, {"kernel": numbers(2, 3), "delta": numbers(3, 3)}, {}),
    "input delta, batch": (
        conv2d_input_delta,
        {"kernel": numbers(*KERNELS), "delta": numbers(*MAPS)},
        {"input_shape": IMAGES, **SETTINGS},
    ),
    "max_pool2d": (max_pool2d, {"x": numbers(4, 6)}, {}),
    "max_pool2d, overlap and rest": (max_pool2d, {"x": numbers(2, 5, 6)}, {"size": (2, 3), "stride": (2, 1)}),
    "pool delta": (max_pool2d_input_delta, {"x": numbers(4, 6), "delta": numbers(2, 3)}, {}),
    "pool delta, overlap and rest": (
        max_pool2d_input_delta,
        {"x": numbers(2, 5, 6), "delta": numbers(2, 2, 4)},
        {"size": (2, 3), "stride": (2, 1)},
    ),
    "sigmoid": (sigmoid, {"x": numbers(2, 3)}, {}),
    "sigmoid delta": (sigmoid_input_delta, {"y": numbers(2, 3), "delta": numbers(2, 3, seed=1)}, {}),
    "relu": (relu, {"x": numbers(2, 3)}, {}),
    "relu delta": (relu_input_delta, {"x": numbers(2, 3), "delta": numbers(2, 3, seed=1)}, {}),
    "dense": (dense, {"x": numbers(4), "weights": numbers(3, 4)}, {}),
    "dense, batch": (dense, {"x": numbers(2, 4), "weights": numbers(3, 4), "bias": numbers(3)}, {}),
    "weights gradient": (dense_weights_gradient, {"x": numbers(4), "delta": numbers(3)}, {}),
    "weights gradient, batch": (dense_weights_gradient, {"x": numbers(2, 4), "delta": numbers(2, 3)}, {}),
    "dense bias gradient": (dense_bias_gradient, {"delta": numbers(2, 3)}, {}),
    "dense input delta": (dense_input_delta, {"weights": numbers(3, 4), "delta": numbers(3)}, {}),
    "dense input delta, batch": (dense_input_delta, {"weights": numbers(3, 4), "delta": numbers(2, 3)}, {}),
    "squared error": (squared_error, {"y": numbers(2, 3), "target": numbers(2, 3, seed=1)}, {}),
    "squared error delta": (squared_error_input_delta, {"y": numbers(2, 3), "target": numbers(2, 3, seed=1)}, {}),
    "cross entropy": (softmax_cross_entropy, {"logits": numbers(4)}, {"labels": 2}),
    "cross entropy, batch": (softmax_cross_entropy, {"logits": numbers(2, 4)}, {"labels": [3, 0]}),
    "cross entropy delta": (softmax_cross_entropy_input_delta, {"logits": numbers(4)}, {"labels": 2}),
    "cross entropy delta, batch": (
        softmax_cross_entropy_input_delta,
        {"logits": numbers(2, 4)},
        {"labels": [3, 0]},
    ),
}


def long_network(wrap=lambda array, name: array):
    """Two convolutions with all settings, a pool that overlaps, both activations, two dense layers, a batch of two."""
    kernel, bias = wrap(numbers(2, 3, 2, 2) / 4, "kernel"), wrap(numbers(2), "bias")
    layers = [
        Conv2D(kernel, bias, stride=(1, 2), padding=(1, 0)),  # (2, 3, 6, 9) → (2, 2, 7, 4)
        ReLU(),
        MaxPool2D((2, 2), stride=(2, 1)),  # → (2, 2, 3, 3), one row left over
        Conv2D(wrap(numbers(3, 2, 2, 1) / 4, "second"), dilation=(2, 1)),  # → (2, 3, 1, 3)
        Sigmoid(),
        Flatten(),
        Dense(wrap(numbers(4, 9) / 4, "weights"), wrap(numbers(4), "b")),
        ReLU(),
        Dense(wrap(numbers(3, 4) / 4, "last")),
    ]
    return Network(layers, softmax_cross_entropy)


def question_inputs():
    names = ("image", "kernel", "bias", "dense_weights", "output_weights", "target")
    return {name: getattr(question.exact, name, np.zeros(())) for name in names}


def question_network(inputs):
    """All numbers of the question's network, forwards and back, by the names of ``question.exact``; and a step's."""
    layers = [Conv2D(inputs["kernel"], inputs.get("bias")), MaxPool2D(), Sigmoid(), Flatten()]
    layers += [Dense(inputs["dense_weights"]), Dense(inputs["output_weights"])]
    network = Network(layers, squared_error)
    network.forward(inputs["image"])
    network.backward(inputs["target"])
    convolution, pool, activation, _, hidden, output = layers
    numbers = {
        "feature_map": convolution.output,
        "pooled": pool.output,
        "activations": activation.output,
        "hidden": hidden.output,
        "output": output.output,
        "error": network.error,
        "output_delta": output.delta,
        "output_weights_gradient": output.gradients["weights"],
        "hidden_delta": hidden.delta,
        "dense_weights_gradient": hidden.gradients["weights"],
        "activations_delta": activation.delta,
        "pooled_delta": pool.delta,
        "feature_map_delta": convolution.delta,
        "image_delta": convolution.input_delta,
    }
    numbers |= {f"{name}_gradient": gradient for name, gradient in convolution.gradients.items()}
    network.step(0.1)
    numbers |= {f"{name} after": parameter for name, parameter in convolution.parameters.items()}
    return numbers | {"dense_weights after": hidden.parameters["weights"]}
