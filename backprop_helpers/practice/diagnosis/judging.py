"""Judges an answer to a call: right, rounded, a mistake, a slip or unknown."""

from functools import partial

import numpy as np

from ...maths.numerals import for_python
from ..exercises import CodeExercise, find
from ..mistakes.mistake import sign_turned
from ..predictions import Choice, find_prediction
from . import words
from .asked import Entry
from .asked import asked as asked_of
from .calls import describe_call
from .comparing import compared
from .digits import agree
from .evidence import chance
from .functions import judge_function
from .naming import apart, fits
from .reading import kind, read
from .roundings import LIKELY
from .slips import one_off, slip
from .verdict import NOT_GIVEN, Diagnosis


def judge(answer, exercise):
    """Judge an answer to an exercise.

    Parameters
    ----------
    answer : number, nested list, array or text; or the function that the exercise asks for
    exercise : its id, such as "01.1", or an ``Exercise`` or ``CodeExercise`` of one's own

    Returns
    -------
    Diagnosis; no answer raises an error

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> judge([-0.752, 0.9024, 0.63], "00.1")
    Right to the digits you gave.
    >>> judge([-0.752, -0.9024, 0.63168], "00.1").entries.tolist()
    [True, False, True]
    """
    asked = find(exercise)
    if isinstance(asked, CodeExercise):
        return NOT_GIVEN if answer is ... else judge_function(answer, asked)
    return _Judgement(asked_of(asked.function, asked.arguments, asked.settings), exercise=True).of(answer)


def judge_prediction(answer, prediction):
    """Judge what a learner expects of a lesson's next cell.

    Parameters
    ----------
    answer : as for ``judge``, or one of the words that a ``Choice`` offers
    prediction : its id, such as "04.a", or a ``Prediction`` or ``Choice`` of one's own

    Returns
    -------
    Diagnosis; no answer raises an error

    Raises
    ------
    ValueError
        If there is no such prediction.

    Examples
    --------
    >>> judge_prediction("below", "04.a"), judge_prediction(0.05, "04.a")
    (Right., Answer with "above" or "below".)
    >>> [mistake.id for mistake in judge_prediction(0.005225, "04.e").mistakes]
    ['conv2d_bias_gradient.mean_of_the_deltas']
    """
    asked = find_prediction(prediction)
    if isinstance(asked, Choice):
        return NOT_GIVEN if answer is ... else _judge_choice(answer, asked)
    return _Judgement(_entry_of(asked), exercise=True, estimate=asked.estimate).of(answer)


def judge_entry(answer, function, arguments, settings, place):
    """Judge an answer as one entry of a call's result, whose index is `place`."""
    return _Judgement(Entry(asked_of(function, arguments, settings), place), exercise=True, tells_apart=False).of(
        answer
    )


def _judge_choice(answer, asked):
    word = " ".join(str(answer).lower().split()) if isinstance(answer, str | float) else ""
    if word not in [each.lower() for each in asked.words]:
        return Diagnosis("unreadable", f"Answer with {asked.form}.")
    return Diagnosis("right", "Right.") if word == asked.right.lower() else Diagnosis("unknown", "That is not it.")


def _entry_of(asked):
    whole = asked_of(asked.function, asked.arguments, asked.settings)
    return whole if asked.place is None else Entry(whole, asked.place)


def diagnose(answer, function, *arguments, **settings):
    """Say whether an answer is right to the digits given, and if not, which known mistakes give exactly these numbers.

    Parameters
    ----------
    answer : number, nested list or array, or text from anywhere: decimal points or commas, columns between spaces,
        tabs or semicolons, a printed array; an empty entry or "…" is not given yet
    function : what was to be calculated, a layer's function such as ``conv2d_kernel_gradient``, or any other
    *arguments, **settings : what it was to be calculated of

    Returns
    -------
    Diagnosis, shown as a sentence; ``.verdict`` is one word, ``.mistakes`` are the mistakes that fit, and ``.reveal()``
    tells the right numbers. No answer raises an error.

    Raises
    ------
    ValueError, TypeError
        If the function cannot be called so.

    Notes
    -----
    A mistake is named without "could be" if fewer than one random answer in a thousand would fit any of those that
    could have been made: the fewer digits and entries are given, the more fit by chance.

    Examples
    --------
    >>> from backprop_helpers import conv2d_kernel_gradient, question
    >>> stage = conv2d_kernel_gradient, question.exact.image, question.exact.feature_map_delta
    >>> diagnose("0,0447 0,0943; 0,0112 0,0685", *stage)
    Right to the digits you gave, cut off and not rounded.
    >>> wrong = diagnose([[0.0686, 0.0113], [0.0944, 0.0448]], *stage)
    >>> wrong.verdict, [mistake.id for mistake in wrong.mistakes]
    ('mistake', ['conv2d_kernel_gradient.rotated'])
    """
    if not callable(function):
        raise TypeError(f"the function must be what was to be calculated, such as conv2d, not {kind(function)}")
    return judge_stage(answer, function, arguments, settings)


def judge_stage(answer, function, arguments, settings, called=None):
    """Judge an answer to a call whose arguments are `called` by letters of a calculation, as ``Asked`` has them."""
    return _Judgement(asked_of(function, arguments, settings, called)).of(answer)


class _Judgement:
    """Judges answers to one call; an exercise's must have two digits, and no rounding on the way."""

    def __init__(self, asked, exercise=False, estimate=None, tells_apart=True):
        self.asked, self.truth, self.exercise, self.tells_apart = asked, asked.truth, exercise, tells_apart
        self.estimates = [estimate] if estimate else []

    def of(self, answer):
        if callable(answer):
            return Diagnosis("unreadable", "This is a function. Its result is asked for: call it first.")
        given = NOT_GIVEN if answer is ... else read(answer, self.truth.shape)
        if isinstance(given, Diagnosis):
            return given
        if given.numbers.shape != self.truth.shape:
            return self._of_a_wrong_shape(given)
        plain = compared(given, self.truth)
        if plain.verdict == "not given" and not given.blank.any():
            return self._right_so_far(given, plain)
        if plain.verdict != "unknown":
            return self._told(plain.verdict, plain.message, plain.entries)
        agrees = plain.entries | given.blank
        followed = self._chain(given)
        if followed:
            return self._told("rounded", words.OF_ARRAYS["chain"].format(followed), plain.entries)
        found = fits(given, agrees, self.truth, self.asked)
        certain = [fit for fit in found if fit.is_certain]
        return self._mistaken(given, agrees, certain) if certain else self._uncertain(given, agrees, found, plain)

    def _right_so_far(self, given, plain):
        """Return the diagnosis of numbers with too few digits: of a mistake too, where they have all digits of one."""
        sure = agree(given, self.truth, 2)
        exact = [fit for fit in fits(given, sure, self.truth, self.asked) if fit.exact]
        if not exact:
            return self._told(plain.verdict, plain.message, plain.entries)
        return self._told("unknown", f"{plain.message} {_names(exact)}", sure, exact)

    def _told(self, verdict, message, entries=None, found=(), apart=None):
        mistakes = tuple(dict.fromkeys(each for fit in found for each in fit.mistakes))
        likely = min((fit.chance for fit in found), default=None)
        revealed = partial(self._revealed, entries, mistakes)
        return Diagnosis(verdict, message, entries, mistakes, likely, apart, revealed=revealed)

    def _of_a_wrong_shape(self, given):
        nothing = np.zeros(given.numbers.shape)
        found = fits(given, nothing.astype(bool), nothing, self.asked)
        message = f"{words.wrong_shape_for(given.numbers, self.asked)} {_names(found)}".strip()
        return self._told("wrong shape", message, None, found)

    def _chain(self, given):
        """Say which other chain of the question's numbers an answer follows, or which estimate."""
        return next((how for how, result in [*self.asked.chains, *self.estimates] if agree(given, result, 0).all()), "")

    def _rounding(self, given, agrees):
        """Say which rounding on the way gives an answer's numbers."""
        for how, result in self.asked.roundings:
            likely = chance(given, agrees, self.truth, result, len(self.asked.roundings))
            if likely < LIKELY and agree(given, result, 0).all():
                return how
        return ""

    def _mistaken(self, given, agrees, certain):
        pen = slip(given, self.truth, agrees)
        message = _names(certain)
        message = words.OF_ARRAYS["slip"].format(message, f"{pen[:1].lower()}{pen[1:]}") if pen else message
        call = None
        if self.tells_apart and len(certain) > 1 and all(len(fit.mistakes) == 1 for fit in certain):
            call = apart(self.asked.function, [fit.mistakes[0] for fit in certain])
        if call:
            differ = words.OF_ARRAYS["differ"].format(describe_call(call[0], self.asked.function))
            message += f" {differ.removesuffix('.')}: see .apart."
        return self._told("mistake", message, agrees & ~given.blank, certain, call)

    def _uncertain(self, given, agrees, found, plain):
        """Return the diagnosis of wrong numbers that no mistake has for certain: a rounding, a slip, or unknown."""
        if how := self._rounding(given, agrees):
            return self._told("rounded", words.OF_ARRAYS["rounding"].format(how), plain.entries)
        if pen := slip(given, self.truth, agrees) or one_off(agrees):
            return self._told("slip", _slip_or_mistake(pen, found, agrees), plain.entries, found)
        message = " ".join(filter(None, [plain.message, self._sum_behind(agrees), _names(found)]))
        return self._told("unknown", message, plain.entries, found)

    def _sum_behind(self, agrees):
        """Say with names, not numbers, what the first entry that differs is the sum of."""
        explanation = None if self.exercise else self.asked.explanation(tuple(words.first_that_differs(agrees)))
        named = explanation is not None and explanation.inputs
        return words.sum_behind([text for text, _ in explanation.terms]) if named else ""

    def _revealed(self, entries, mistakes):
        lines = ["The right answer:", _written(self.truth)]
        if entries is not None and not entries.all():
            explanation = self.asked.explanation(tuple(words.first_that_differs(entries)))
            lines += [repr(explanation)] if explanation else []
        truths = [f"{each.truth[:1].upper()}{each.truth[1:]}: {words.where(each)}." for each in mistakes]
        return "\n".join([*lines, *truths])


def _slip_or_mistake(pen, found, agrees):
    """Say what a slip may be, and which mistakes fit; but once that the sign is turned."""
    turned = [fit for fit in found if [each.wrong for each in fit.mistakes] == [sign_turned]]
    if turned and agrees.size - agrees.sum() > 1:
        return _names(found)
    return " ".join(filter(None, [pen, _names([fit for fit in found if fit not in turned])]))


def _names(found):
    """Say which mistakes fit, with a "could be" if chance may have made them fit; or ask for digits that would tell."""
    if not found:
        return ""
    if found[0].is_certain:
        return words.comes_out([fit.mistakes for fit in found])
    likely = [fit for fit in found if fit.exact or fit.chance <= 1 / 2]
    return words.could_be([fit.mistakes for fit in likely], likely[0].exact) if likely else words.OF_ARRAYS["too few"]


def _written(array):
    return np.array2string(array, separator=", ", formatter={"float_kind": lambda number: for_python(number, 6)})
