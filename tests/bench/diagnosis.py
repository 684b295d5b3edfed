"""Print how soon an answer is judged: to be at once, under 100 ms for a stage, under 1 s for a function."""

from statistics import median
from time import process_time

import numpy as np

import backprop_helpers as bp
from backprop_helpers import diagnose, diagnose_calculation, diagnose_function, question
from backprop_helpers.practice.diagnosis import asked
from backprop_helpers.practice.diagnosis.stages import stages
from backprop_helpers.practice.mistakes import mistakes_of
from backprop_helpers.practice.trials import TRIED

SHOWN = "{:34}{:>12}{:>12}{:>12}"
DIGITS = [
    # as large as the arrays of the lessons on channels and digits
    (bp.conv2d, ((6, 8, 8), (4, 6, 3, 3))),
    (bp.conv2d_kernel_gradient, ((6, 8, 8), (4, 6, 6))),
    (bp.conv2d_input_delta, ((4, 6, 3, 3), (4, 6, 6))),
    (bp.dense, ((64,), (10, 64))),
]


def main():
    print("Milliseconds of processor time; “first” is before anything is known of the call, “later” a median.")
    print(SHOWN.format("", "first", "later", "longest"))
    network = question.network()
    network.forward(question.exact.image)
    network.backward(question.exact.target)
    known = {"image": question.exact.image}
    for stage in stages(network):
        report(stage.name, lambda answer, call=stage: judged(call, known, answer), answers(stage.truth))
        known[stage.name] = stage.truth
    random = np.random.default_rng(1)
    for function, shapes in DIGITS:
        arguments = [random.normal(size=shape).round(2) for shape in shapes]
        report(
            f"{function.__name__} {shapes}"[:33],
            lambda answer, call=(function, *arguments): diagnose(answer, *call),
            answers(function(*arguments)),
        )
    right = {name: value for name, value in known.items() if name != "image"}
    wrong = {name: value + 0.0137 for name, value in right.items()}
    report("the whole calculation", lambda each: diagnose_calculation(each, network), [wrong, right, wrong])
    functions()


def judged(stage, known, answer):
    return diagnose(answer, stage.function, *stage.arguments(known), **stage.settings)


def answers(truth):
    """Wrong in any way first, then turned, then right."""
    return [truth + np.linspace(0.01, 0.02, truth.size).reshape(truth.shape), -np.flip(truth), truth * 1.2345, truth]


def report(name, judge, given):
    asked._RECENT.clear()
    times = [timed(judge, each) for each in given]
    print(SHOWN.format(name, *(f"{1000 * t:.1f}" for t in (times[0], median(times[1:]), max(times)))), flush=True)


def functions():
    times = {}
    for layer in TRIED:
        ways = {"right": layer, "unknown": lambda *a, f=layer, **k: 1.37 * np.asarray(f(*a, **k)) + 0.1}
        ways |= {found.id: made(found) for found in mistakes_of(layer)}
        times |= {(layer.__name__, way): timed(diagnose_function, each, layer) for way, each in ways.items()}
    slowest = max(times, key=times.get)
    print(
        SHOWN.format(
            f"{len(times)} functions", "", f"{1000 * median(times.values()):.1f}", f"{1000 * times[slowest]:.1f}"
        )
    )
    print(f"the slowest: {slowest[0]}, {slowest[1]}")


def made(found):
    def way(*arguments, **settings):
        try:
            return found.apply(*arguments, **settings)
        except ValueError:
            return found.function(*arguments, **settings)

    return way


def timed(call, *arguments):
    start = process_time()
    call(*arguments)
    return process_time() - start


if __name__ == "__main__":
    main()
