"""One voice: ``explain`` and the page say the same of every number, and write every number alike."""

import re

import numpy as np
import pytest

from backprop_helpers import Dense, ReLU, Softmax, diagnose, explain, explore, question
from backprop_helpers.display.explorer.stages import ordered
from backprop_helpers.maths.numerals import decimals_of, number
from backprop_helpers.practice.diagnosis.words import SENTENCES
from tests.display.explorer import channels
from tests.display.explorer.expected import gone_both_ways, random_network
from tests.display.explorer.scores import BATCH, LABELS, WEIGHTS, X, scores

SEEDS = range(16)


@pytest.fixture(scope="module")
def ask(in_node):
    """Ask Node what the page says."""
    return lambda **question: in_node("contract.mjs", question)


def traced(explorer, inputs):
    """The page's arrays, traced anew with other inputs, by their symbols; the first name of a number counts."""
    stages = ordered(explorer._stages, explorer.settings["order"])
    arrays, _ = explorer._calculate(stages, inputs, explorer.settings)
    for label, values in reversed(arrays.items()):
        values.named(label.symbol)
    return {label.symbol: values for label, values in arrays.items()}


def with_classes(explorer, inputs, generator):
    """Inputs with classes for a target, where it is labels."""
    last = next((each["most"] for each in explorer._data["arrays"] if "most" in each), None)
    if last is None:
        return inputs
    return inputs | {"target": generator.integers(0, last + 1, np.shape(inputs["target"])).tolist()}


def states(explorer, generator, count=3):
    """The inputs as they are, some of small integers, so that windows tie and ReLUs close at 0, and some with zeros."""
    yield explorer.state
    for k in range(count):
        draw = [lambda shape: generator.integers(-2, 3, shape) / 2, lambda shape: generator.normal(size=shape)][k % 2]
        drawn = {name: np.asarray(draw(np.shape(values))).tolist() for name, values in explorer.state.items()}
        yield with_classes(explorer, drawn, generator)
    yield {name: np.multiply(values, 0).tolist() for name, values in explorer.state.items()}


def explorers():
    network = question.network()
    network.forward(question.exact.image)
    network.backward(question.exact.target)
    yield "question", explore()
    yield "its convolution", explore(part="convolution")
    yield "its published convolution", explore(question.published, part="convolution")
    yield "its own target", explore(network, target=question.exact.target)
    other = explore()
    other.settings = {"order": ["convolution", "sigmoid", "pool", "dense", "output"]}
    yield "the sigmoid first", other
    wide = explore(part=("convolution", "pool"))
    wide.settings = {"convolution": {"stride": 2, "padding": 1}, "pool": {"size": 2, "stride": 1}}
    yield "stride and padding", wide
    left_over = explore(part="convolution")
    left_over.settings = {"convolution": {"stride": 2}}
    yield "left over", left_over
    for name, make in channels.EXPLORERS.items():
        if name != "sixteen":
            yield f"channels, {name}", explore(make())
    yield "three scores", scores()
    yield "scores of a batch", scores(BATCH, LABELS)
    yield "scores behind a ReLU", scores(X, 1, ReLU())
    layers = [Dense(WEIGHTS), Softmax()]
    yield "softmax as a layer", explore(gone_both_ways(layers, X, [0, 0, 1]), target=[0, 0, 1])
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        network = random_network(generator)
        yield f"random network {seed}", explore(network, target=np.round(network.output, 1) if seed % 2 else None)


def cells(symbol, values):
    """The names of an array's cells, as they would be without another name, and their numbers."""
    for index, element in np.ndenumerate(values):
        yield f"{symbol}[{', '.join(map(str, index))}]" if index else symbol, element


def expected(name, element):
    """The lines and the sentences; of a number that stands on the page before, that it is it."""
    if without_index(element.name) != without_index(name):
        return [f"{element.name}", number(element.value, zeros=False)], []
    explanation = explain(element)
    return explanation._lines(), explanation._words()


def without_index(name):
    return name.partition("[")[0]


def as_lines(lines, name):
    """The page's lines as ``explain`` has them: with names, with numbers, and the result; the products left out."""
    first, second, third = lines
    assert first.startswith(f"{name} = "), (first, name)
    parts = [[part for part in f" {line}".split(" = ") if part.strip()] for line in (second, third)]
    written = [first.removeprefix(f"{name} = "), *parts[0], *parts[1][-1:]]
    return list(dict.fromkeys(written))


def test_python_and_the_page_explain_every_number_alike(ask, oracle):
    shown, asked = [], []
    for name, explorer in explorers():
        for inputs in states(explorer, np.random.default_rng(3)):
            shown.append((name, traced(explorer, inputs), explorer))
            asked.append({"data": explorer._data, "inputs": inputs})
    answers, compared, differing = ask(cases=asked)["cases"], 0, []
    for (name, arrays, explorer), said in zip(shown, answers, strict=True):
        single = {each["symbol"] for each in explorer._data["arrays"] if np.prod(each["shape"]) == 1}
        numbers = [(symbol, *cell) for symbol, values in arrays.items() for cell in cells(symbol, values)]
        for (symbol, cell, element), page_says in zip(numbers, said, strict=True):
            if element.operation == "input" and without_index(element.name) == symbol:
                continue  # an input has no sum
            lines, words = expected(cell, element)
            lines = [shortened(line, single) for line in lines]
            words = [shortened(line, single) for line in words]
            found = as_lines(page_says["lines"], shortened(cell, single)), page_says["words"]
            compared += 1
            if found != (lines, words):
                differing.append(f"{name}, {cell}: {lines} {words}; {found}")
    assert not differing, f"{len(differing)} of {compared}:\n" + "\n".join(differing[:12])
    oracle("Node, what is said of a number", compared)
    assert compared > 5000


def shortened(text, single):
    """The page leaves out the index of an array of one number."""
    for symbol in single:
        text = re.sub(rf"{symbol}\[0(, 0)*\]", symbol, text)
    return text


def draws():
    """Numbers of all sizes: ties, both zeros, tiny, huge, and what comes of a rounding."""
    generator = np.random.default_rng(11)
    values = [0.0, -0.0, 0.5, -0.5, 1.5, 0.1495, 0.25 * 0.61 - 0.15 * 0.02, 1.005, -2.675, 0.00005, 0.000049999, 5e-324]
    values += [999999.4, 999999.5, 1e6, 1234500, 123456.5, 9.99996, 99999.96, 1e21, 1e22, 1e300, -1e-300, 1e-5, 2e-5]
    values += [1 / 3, -0.5, 0.004, -0.00095, 0.00105, -1e-9, 999999999.5, 999999999.9999999, 1e9, 1e11, 1e15, -1.5e15]
    values += [np.inf, -np.inf, np.nan]
    values += (generator.integers(-200000, 200000, 400) / 10.0 ** generator.integers(0, 6, 400)).tolist()
    values += (generator.normal(size=400) * 10.0 ** generator.integers(-12, 13, 400)).tolist()
    return values


def test_python_and_the_page_write_every_number_alike(ask, oracle):
    asked = [(value, decimals, zeros) for value in draws() for decimals in (0, 2, 3, 4, 6) for zeros in (True, False)]
    spelled = [(str(value).replace("inf", "Infinity"), *settings) for value, *settings in asked]
    written = ask(numbers=spelled)["numbers"]
    wrong = [(case, said) for case, said in zip(asked, written, strict=True) if said != number(*case)]
    assert not wrong, f"{len(wrong)} of {len(asked)}: {wrong[:10]}, Python {[number(*case) for case, _ in wrong[:10]]}"
    oracle("Node, how a number is written", len(asked))


def test_python_and_the_page_give_an_array_the_same_decimals(ask, oracle):
    generator = np.random.default_rng(12)
    arrays = [(generator.normal(size=3) * 10.0**power).round(digits) for power in range(-3, 6) for digits in range(6)]
    asked = [(values.tolist(), least, 4) for values in arrays for least in (0, 2, 4)]
    assert ask(arrays=asked)["arrays"] == [decimals_of(*case) for case in asked]
    oracle("Node, the decimals of an array", len(asked))


NOT_NUMBERS = [
    "",
    " ",
    "…",
    "?",
    "_",
    "...",
    "four",
    "0.5 0.2",
    "1;2",
    "[0.5]",
    "0.5]",
    "nan",
    "inf",
    "-",
    "+",
    "e5",
    ".",
]
NOT_NUMBERS += ["1e", "1e400", "-1e400", "1e-400", "0x10", "1_000", "٣", "½", "1.2.3", "1,2,3", "1,234.5", "0.5\t0.2"]
NOT_NUMBERS += [
    "__import__('os').system('true')",
    "1+1",
    "None",
    "np.float64(0.5)",
    "numpy.int32(7)",
    "np.float64()",
    "5%",
]
NOT_NUMBERS += [
    "9" * 400,
    "0." + "3" * 300,
    "a" * 20,
    "a" * 21,
    "🙂" * 25,
    "1 000",
    "1\u00a0000",
    "--1",
    "−−1",
    "<b>1</b>",
]


def answers(generator, count):
    """Answers to right numbers of all sizes: rounded, cut off, one off, the sign, the point, digits swapped, more."""
    for _ in range(count):
        truth = float(generator.normal() * 10.0 ** generator.integers(-6, 5))
        truth = round(truth, int(generator.integers(0, 7))) if generator.random() < 0.5 else truth
        digits = int(generator.integers(1, 10))
        near = [truth, -truth, truth * 10.0 ** generator.integers(-3, 4), truth * (1 + generator.normal() / 50), 0.0]
        text = f"{near[generator.choice(5, p=[0.5, 0.1, 0.15, 0.2, 0.05])]:.{digits}{generator.choice(list('fge'))}}"
        if generator.random() < 0.3:
            text = text[: -int(generator.integers(1, len(text) + 1))] or text
        if generator.random() < 0.2 and len(text) > 2:
            k = int(generator.integers(len(text) - 1))
            text = text[:k] + text[k + 1] + text[k] + text[k + 2 :]
        yield spelled(text, generator), truth


def spelled(text, generator):
    """A number as readers write it."""
    for found, written in (
        (".", ","),
        ("-", "−"),
        ("-", "–"),
        ("0.", "."),
        ("e", "E"),
        (text, f" {text}\u00a0"),
        (text, f"+{text}"),
    ):
        text = text.replace(found, written, 1) if generator.random() < 0.1 else text
    return text


def test_python_and_the_page_judge_every_typed_number_alike(ask, oracle):
    typed = [
        *answers(np.random.default_rng(31), 6000),
        *((text, truth) for text in NOT_NUMBERS for truth in (0.5, 7.0, 0.0)),
    ]
    told = ask(typed=typed)["typed"]
    sentences = [said.partition("{}")[0] for name, said in SENTENCES.items() if name not in ("rounded", "cut")]
    sentences += ["Not answered yet."]
    counts = dict.fromkeys(sentences, 0)
    for (text, truth), page_says in zip(typed, told, strict=True):
        verdict = diagnose(text, lambda right=truth: right)
        assert (page_says["verdict"], page_says["words"]) == (verdict.verdict, verdict.message), (text, truth)
        counts[next(filter(verdict.message.startswith, sentences))] += 1
    oracle("Node, what is said of a typed number", len(typed))
    assert min(counts.values()) >= 10, counts
