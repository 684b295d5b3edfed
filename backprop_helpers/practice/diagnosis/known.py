"""What is known of a question before it is answered, as plain data: so a page judges without Python."""

import numpy as np

from ..exercises import CodeExercise, find
from ..mistakes.mistake import sign_turned
from ..predictions import Choice, find_prediction
from ..trials import TRIED, trials
from .asked import Asked, Entry, by_numbers
from .asked import asked as asked_of
from .calls import describe_call
from .evidence import chance_of_an_order, last_place
from .judging import judge_prediction
from .words import right_shape, where


def known(question):
    """Return all that judges an answer, as data that can be written as JSON.

    Parameters
    ----------
    question : id of an exercise or a prediction, such as "04.1" or "04.e"

    Returns
    -------
    dict, or None of an exercise that asks for a function.
        "mistakes" are their names, each with the number of the lesson that treats it and whether a sign is turned;
        "results" and "trials" name mistakes by their number there. Of a prediction that asks for a word, each of the
        "words" with what is said of it.

    Raises
    ------
    ValueError
        If there is no such question.

    Examples
    --------
    >>> data = known("01.2")
    >>> data["truth"], [values for values, _, _ in data["results"][0]["alone"][:3]]
    ([4, 7], [[3, 6], [5, 8], [4, 5]])
    """
    asks = find(question) if question.rpartition(".")[2].isdigit() else find_prediction(question)
    if isinstance(asks, CodeExercise):
        return None
    if isinstance(asks, Choice):
        return {"words": [[word, judge_prediction(word, asks).message] for word in asks.words]}
    place, estimate = getattr(asks, "place", None), getattr(asks, "estimate", None)
    whole = asked_of(asks.function, asks.arguments, asks.settings)
    return _Known(whole if place is None else Entry(whole, place), [estimate] if estimate else []).data()


class _Known:
    """Gives the mistakes of a call their numbers, in the order in which they are met."""

    def __init__(self, asked, estimates):
        self.asked, self.estimates, self.mistakes, self.lessons = asked, estimates, {}, {}

    def data(self):
        asked = self.asked
        shapes = {result.shape for ways in (asked.alone, asked.together) for _, result in ways}
        wrong_shapes = sorted(shapes - {asked.truth.shape})
        results = [self._results(asked.truth), *(self._results(np.zeros(shape)) for shape in wrong_shapes)]
        return {
            "shape": asked.truth.shape,
            "truth": _flat(asked.truth),
            "chains": [[how, _flat(result)] for how, result in [*asked.chains, *self.estimates]],
            "roundings": [[how, _flat(result)] for how, result in asked.roundings],
            "results": [results[0], *(each for each in results[1:] if each["alone"] or each["together"])],
            "right shape": right_shape(asked),
            "arguments": _shapes(asked) if right_shape(asked) else [],
            "mistakes": [[each.name, self._lesson(each), each.wrong is sign_turned] for each in self.mistakes],
            "lessons": [[words, *place] for place, (_, words) in self.lessons.items()],
            "trials": self._trials(),
        }

    def _results(self, right):
        """Return what comes out in the shape of an answer, which is right or wrong."""
        ways = {way: self.asked.distinct(way, right) for way in ("alone", "together")}
        of_one = {way: [self._result(right, *each, len(found)) for each in found] for way, found in ways.items()}
        end = last_place(right)
        return {"shape": right.shape, "end": end if end <= 1 else None} | of_one

    def _result(self, right, numbers, makers, count):
        """Return the numbers, the chance that they are an order of the right ones, and which mistakes give them."""
        order = chance_of_an_order(right, numbers, count) if len(makers[0]) > 1 else 0
        number = self.mistakes.setdefault
        return _flat(numbers), order, [[number(each, len(self.mistakes)) for each in made] for made in makers]

    def _lesson(self, mistake):
        place = mistake.lesson, mistake.heading
        return self.lessons.setdefault(place, (len(self.lessons), where(mistake)))[0]

    def _trials(self):
        """Return calls that tell mistakes apart: words, and by the mistakes' numbers which of them give the same."""
        function, found = self.asked.function, {}
        for arguments, settings in trials(function) if function in TRIED else []:
            kinds, classes = {}, [None] * len(self.mistakes)
            for (each,), result in Asked(function, arguments, settings).alone:
                if each in self.mistakes:
                    classes[self.mistakes[each]] = kinds.setdefault((result.shape, by_numbers(result)), len(kinds))
            found.setdefault(tuple(classes), describe_call(arguments, function))
        return [[words, classes] for classes, words in found.items()]


def _shapes(asked):
    return [[name, np.shape(value)] for name, value in (asked.named_arguments or {}).items()]


def _flat(numbers):
    """Return numbers in a row, the whole ones as integers: JSON then writes them without ".0"."""
    return [int(number) if float(number).is_integer() else number for number in np.ravel(numbers).tolist()]
