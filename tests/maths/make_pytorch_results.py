"""PyTorch's answers to the cases of ``pytorch_cases.py``.

``python -m tests.maths.make_pytorch_results`` stores those of the small grid anew. PyTorch is imported only when it is
asked, so that the tests run without it.
"""

import json

import numpy as np

from .inputs import whole
from .pytorch_cases import SMALL_GRID, STORED


def pytorch_results(case):
    """Return what PyTorch says about a case, forwards and by autograd: a dict from names to arrays."""
    import torch

    torch.set_num_threads(1)
    tensors = {name: torch.tensor(array) for name, array in case.arrays.items()}
    for tensor in tensors.values():
        tensor.requires_grad_(tensor.is_floating_point())
    results = _network(**tensors, **case.settings) if case.function == "network" else _function(case, tensors)
    return {name: tensor.detach().numpy() for name, tensor in results.items()}


def _function(case, tensors):
    import torch

    is_loss = case.function in ("squared_error", "softmax_cross_entropy")
    y = _FORWARD[case.function](**tensors, **case.settings)
    y.backward(None if is_loss else torch.tensor(whole(tuple(y.shape), 2)))
    gradients = {name: tensor.grad for name, tensor in tensors.items() if name not in ("target", "labels")}
    return {"error" if is_loss else "y": y} | gradients


def _conv2d(x, kernel, bias=None, **settings):
    from torch.nn.functional import conv2d

    if kernel.ndim == 4:
        return conv2d(x, kernel, bias, **settings)
    return conv2d(x[None], kernel[None, None], bias if bias is None else bias[None], **settings)[0]


def _max_pool2d(x, size, stride=None):
    from torch.nn.functional import max_pool2d

    return max_pool2d(x, size, stride) if x.ndim > 2 else max_pool2d(x[None], size, stride)[0]


def _squared_error(y, target):
    return ((target - y) ** 2).sum() / 2


def _softmax_cross_entropy(logits, labels):
    from torch.nn.functional import cross_entropy

    return cross_entropy(logits, labels)


def _dense(x, weights, bias=None):
    from torch.nn.functional import linear

    return linear(x, weights, bias)


_FORWARD = {
    "conv2d": _conv2d,
    "max_pool2d": _max_pool2d,
    "sigmoid": lambda x: x.sigmoid(),
    "relu": lambda x: x.relu(),
    "dense": _dense,
    "squared_error": _squared_error,
    "softmax_cross_entropy": _softmax_cross_entropy,
    "Conv2D": _conv2d,
    "MaxPool2D": _max_pool2d,
    "Sigmoid": lambda x: x.sigmoid(),
    "ReLU": lambda x: x.relu(),
    "Flatten": lambda x: x.flatten(1 if x.ndim == 4 else 0),
    "Dense": _dense,
}


def _network(x, target, loss, layers, **parameters):
    values = [x]
    for index, (kind, names, settings) in enumerate(layers):
        own = {name: parameters[f"layers[{index}].{name}"] for name in names}
        values.append(_FORWARD[kind](values[-1], **own, **settings))
        values[-1].retain_grad()
    error = _FORWARD[loss](values[-1], target)
    error.backward()
    results = {"output": values[-1], "x": x.grad, "error": error}
    for index, value in enumerate(values[1:]):
        results |= {f"layers[{index}].output": value, f"layers[{index}].delta": value.grad}
    results |= {f"{name} gradient": parameter.grad for name, parameter in parameters.items()}
    return results | {f"{name} after": parameter - 0.25 * parameter.grad for name, parameter in parameters.items()}


def as_lists(array):
    """Return an array as nested lists, whole numbers without their “.0”, which halves the file."""
    return np.where(array % 1 == 0, array.astype(int).astype(object), array.astype(object)).tolist()


def main():
    cases = [case for cases in SMALL_GRID.values() for case in cases]
    answers = {str(case): {name: as_lists(array) for name, array in pytorch_results(case).items()} for case in cases}
    assert len(answers) == len(cases), "two cases have one name"
    lines = (f"{json.dumps(name)}: {json.dumps(answer, separators=(',', ':'))}" for name, answer in answers.items())
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
