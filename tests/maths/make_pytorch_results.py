"""PyTorch's answers to the cases of ``pytorch_cases.py``.

``python -m tests.maths.make_pytorch_results`` stores those of the small grid anew. PyTorch is imported only when it is
asked, so that the tests run without it.
"""

import json
from collections import Counter

from .inputs import whole
from .pytorch_cases import SMALL_GRID, STORED
from .registry import ENTRIES, FIXED, REGISTRY


def pytorch_results(case):
    """Return what PyTorch says about a case, forwards and by autograd: a dict from names to arrays."""
    import torch

    torch.set_num_threads(1)
    tensors = {name: torch.tensor(array) for name, array in case.arrays.items()}
    for tensor in tensors.values():
        tensor.requires_grad_(tensor.is_floating_point())
    results = _network(**tensors, **case.settings) if case.function == "network" else _layer(case, tensors)
    return {name: tensor.detach().numpy() for name, tensor in results.items()}


def _layer(case, tensors):
    import torch

    y = _twin(ENTRIES[case.function], **tensors, **case.settings)
    y.backward(torch.tensor(whole(tuple(y.shape), 2)))
    return {"y": y} | {name: tensor.grad for name, tensor in tensors.items() if name not in FIXED}


def _twin(entry, *arguments, **named):
    from torch.nn import functional

    return entry.twin(functional, *arguments, **named)


def _network(x, target, loss, layers, **parameters):
    values, entries = [x], {entry.layer.__name__: entry for entry in REGISTRY if entry.layer}
    for index, (kind, names, settings) in enumerate(layers):
        own = {name: parameters[f"layers[{index}].{name}"] for name in names}
        values.append(_twin(entries[kind], values[-1], **own, **settings))
        values[-1].retain_grad()
    error = _twin(ENTRIES[loss], values[-1], target)
    error.backward()
    results = {"output": values[-1], "x": x.grad, "error": error}
    for index, value in enumerate(values[1:]):
        results |= {f"layers[{index}].output": value, f"layers[{index}].delta": value.grad}
    results |= {f"{name} gradient": parameter.grad for name, parameter in parameters.items()}
    return results | {f"{name} after": parameter - 0.25 * parameter.grad for name, parameter in parameters.items()}


def as_lists(array):
    """Return an array as nested lists, whole numbers without their “.0”, which halves the file."""
    if array.ndim:
        return [as_lists(part) for part in array]
    number = float(array)
    return int(number) if number.is_integer() else number


def main():
    cases = [case for cases in SMALL_GRID.values() for case in cases]
    shared = [name for name, count in Counter(map(str, cases)).items() if count > 1]
    assert not shared, f"several cases have one name: {shared}"
    answers = {str(case): {name: as_lists(array) for name, array in pytorch_results(case).items()} for case in cases}
    lines = (f"{json.dumps(name)}: {json.dumps(answer, separators=(',', ':'))}" for name, answer in answers.items())
    STORED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
