"""All numbers of the question's network, and of random ones, for any inputs, by the package on plain arrays."""

import numpy as np

import backprop_helpers
from backprop_helpers import (
    AveragePool2D,
    Conv2D,
    Dense,
    Flatten,
    LeakyReLU,
    MaxPool2D,
    Network,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
    conv2d,
    conv2d_input_delta,
    conv2d_kernel_gradient,
    dense,
    dense_input_delta,
    dense_weights_gradient,
    max_pool2d,
    max_pool2d_input_delta,
    question,
    sigmoid,
    sigmoid_input_delta,
    squared_error,
    squared_error_input_delta,
)
from backprop_helpers.tracing.graph import evaluate

INPUTS = {
    "image": question.exact.image,
    "kernel": question.exact.kernel,
    "dense weights": question.exact.dense_weights,
    "output weights": question.exact.output_weights,
    "target": question.exact.target,
    "learning rate": np.array(0.5),
}


def numbers(inputs):
    """Return every array of the explorer by its name."""
    image, kernel, hidden_weights, output_weights, target, rate = (np.array(inputs[name]) for name in INPUTS)
    forward = {"image": image, "kernel": kernel, "feature map": conv2d(image, kernel)}
    pooled = forward["pooled"] = max_pool2d(forward["feature map"])
    activations = forward["activations"] = sigmoid(pooled)
    hidden = forward["hidden"] = dense(activations.ravel(), hidden_weights)
    output = forward["output"] = dense(hidden, output_weights)
    deltas = {"output": squared_error_input_delta(output, target)}
    deltas["hidden"] = dense_input_delta(output_weights, deltas["output"])
    deltas["activations"] = dense_input_delta(hidden_weights, deltas["hidden"]).reshape(activations.shape)
    deltas["pooled"] = sigmoid_input_delta(activations, deltas["activations"])
    deltas["feature map"] = max_pool2d_input_delta(forward["feature map"], deltas["pooled"])
    deltas["image"] = conv2d_input_delta(kernel, deltas["feature map"])
    gradients = {
        "kernel": conv2d_kernel_gradient(image, deltas["feature map"]),
        "dense weights": dense_weights_gradient(activations.ravel(), deltas["hidden"]),
        "output weights": dense_weights_gradient(hidden, deltas["output"]),
    }
    after = {f"{name} after the step": inputs[name] - rate * gradient for name, gradient in gradients.items()}
    return (
        {name: np.array(inputs[name]) for name in INPUTS}
        | forward
        | {"error": squared_error(output, target)}
        | {f"delta of {name}": delta for name, delta in deltas.items()}
        | {f"gradient of {name}": gradient for name, gradient in gradients.items()}
        | after
    )


def changed(inputs, generator):
    """Return the inputs with one number changed; now and then to a neighbour's, so that windows tie."""
    name = generator.choice(list(INPUTS))
    values = np.array(inputs[name], float)
    place = tuple(generator.integers(length) for length in values.shape)
    tie = values.size > 1 and generator.random() < 0.3
    values[place] = generator.choice(values.ravel()) if tie else round(generator.normal(), 2)
    return inputs | {name: values}


def values_on_the_page(explorer):
    """Return the arrays of the page by name, as the graph holds them before the browser changes anything."""
    values = evaluate(explorer._data, {})
    return {
        each["name"]: np.array([float(values[node]) for node in each["cells"]]).reshape(each["shape"])
        for each in explorer._data["arrays"]
    }


def gone_both_ways(layers, x, target, loss=squared_error):
    network = Network(layers, loss)
    network.forward(x)
    network.backward(target)
    return network


def random_network(generator):
    """Return a network after both ways: a convolution with all settings, a pool, activations, often a dense layer and
    softmax behind it.

    Its image has no channel axis, or has one, or is a batch.
    """

    def draw(*shape):
        return generator.integers(-4, 5, shape) / 2

    def pair():
        return tuple(map(int, generator.integers(1, 3, 2)))

    maps, image = [((), ()), ((2, 3), (3,)), ((2, 1), (2, 1))][generator.integers(3)]
    bias = draw(*maps[:1]) if generator.random() < 0.5 else None
    layers = [Conv2D(draw(*maps, 2, 2), bias, pair(), pair(), pair())]
    padding = int(generator.integers(0, 2))
    pool = [MaxPool2D((2, 2), pair(), padding), AveragePool2D((2, 2), pair())][generator.integers(2)]
    middle = [pool, *generator.permutation([ReLU(), Sigmoid(), Tanh(), LeakyReLU(0.25), LeakyReLU(-0.5)])[:2]]
    layers += [middle[place] for place in generator.permutation(3)[: generator.integers(1, 4)]]
    x = draw(*image, 5, 6)
    size = Network([*layers, Flatten()], squared_error).forward(x).shape[-1]
    if size <= 12:
        layers += [Flatten(), Dense(draw(2, size), draw(2) if generator.random() < 0.5 else None)]
        layers += [Softmax()] * int(generator.random() < 0.3)
    network = Network(layers, squared_error)
    network.backward(draw(*network.forward(x).shape))
    return network


def numbers_of(stages, state):
    """Return every array of an explorer by its name: the page's layers made anew and run on plain arrays."""
    given = {name: np.array(values, float) for name, values in state.items()}
    arrays, layers = dict(given), []
    for stage in stages:
        parameters = {own: given[name] for own, name in stage["parameters"].items()}
        layers.append(getattr(backprop_helpers, stage["layer"])(**parameters, **stage["settings"]))
        arrays[stage["result"]] = layers[-1].forward(arrays[stage["given"]])
    return arrays | way_back(stages, layers, arrays, given)


def way_back(stages, layers, arrays, given):
    last = stages[-1]["result"]
    delta = given.get(f"delta of {last}")
    found = {}
    if delta is None:
        found["error"] = squared_error(arrays[last], given["target"])
        delta = squared_error_input_delta(arrays[last], given["target"])
    found[f"delta of {last}"] = delta
    for stage, layer in zip(reversed(stages), reversed(layers), strict=True):
        delta = found[f"delta of {stage['given']}"] = layer.backward(delta)
        for own, name in stage["parameters"].items():
            found[f"gradient of {name}"] = gradient = layer.gradients[own]
            if "error" in found:
                found[f"{name} after the step"] = given[name] - given["learning rate"] * gradient
    return found
