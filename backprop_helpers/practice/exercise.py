"""What an exercise is: a question with one right answer, or a function to write."""


class Exercise:
    """A question with one right answer, ``function(*arguments, **settings)``.

    Attributes
    ----------
    id : "01.2" is the second exercise of lesson 01
    function, arguments, settings : what gives the right answer

    Examples
    --------
    >>> import numpy as np
    >>> from backprop_helpers import check
    >>> check([1.73, 1.41], Exercise("roots", np.sqrt, [3, 2]))
    Right to the digits you gave.
    """

    def __init__(self, id, function, *arguments, **settings):
        self.id, self.function, self.arguments, self.settings = id, function, arguments, settings

    @property
    def truth(self):
        """The right answer."""
        return self.function(*self.arguments, **self.settings)


class CodeExercise:
    """A function to write, judged by its results for several arguments.

    Attributes
    ----------
    id : "01.3" is the third exercise of lesson 01
    function : one that is right
    cases : the arguments of each call

    Examples
    --------
    >>> import numpy as np
    >>> from backprop_helpers import check
    >>> check(lambda x: x * x, CodeExercise("square", np.square, (3,), (np.array([0.5, -2]),)))
    Right, in all 2 calls.
    """

    def __init__(self, id, function, *cases):
        self.id, self.function, self.cases = id, function, cases
