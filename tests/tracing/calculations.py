"""Whole networks, for tests to trace."""

import numpy as np

from backprop_helpers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    question,
    softmax_cross_entropy,
    squared_error,
)


def numbers(*shape, seed=0):
    """Quarters between −4 and 4, none twice until all were used: exact in every type, float32 and fractions too."""
    count = int(np.prod(shape))
    quarters = np.resize(np.random.default_rng(seed + count).permutation(np.arange(-16, 17)), count)
    return quarters.reshape(shape) / 4


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
