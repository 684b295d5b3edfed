"""Training that can be watched: a bar, a curve that grows, and nothing left of the bar."""

import html
import io
import sys
from functools import partial

from tqdm import tqdm

from ..maths.arguments import as_whole_number
from .figures import learning

SECONDS = 1  # from one picture to the next


def train(training, epochs=20, learning_rate=0.2, batch_size=16):
    """Take the steps of some epochs, under a bar and a curve that grows, and return the curve.

    An interrupt or an error leaves the curve so far; the network keeps its steps, and `train` can be called again.

    Parameters
    ----------
    training : Training
    epochs, batch_size : int
    learning_rate : one number

    Returns
    -------
    Picture of errors and accuracies over all epochs, those of earlier calls too

    Raises
    ------
    ValueError, TypeError
        If epochs or batch size are no whole numbers from 1 on, or the learning rate is not finite.
    FloatingPointError
        If the error becomes infinite or NaN: it says at which step, and the network is as it was before that epoch.

    Examples
    --------
    >>> from backprop_helpers import Training, digits
    >>> (x, labels), held_out = digits.random_split(seed=0)
    >>> training = Training(digits.network(), x[:64], labels[:64], held_out)
    >>> curve = train(training, epochs=2)
    >>> training.steps, training.errors.shape
    (8, (2, 3))
    """
    steps = as_whole_number("epochs", epochs) * training.batches(batch_size)
    with _bar(training)(total=steps, unit="step", leave=False) as bar:
        try:
            for _ in range(epochs):
                for _ in training.epoch(learning_rate, batch_size):
                    bar.update()
        except BaseException as stop:
            bar.leave = True
            if isinstance(stop, KeyboardInterrupt):
                told = f"after step {training.steps}. The network keeps its steps; train goes on from there"
                raise KeyboardInterrupt(told) from None
            raise
    return _curve(training)


def _curve(training):
    return learning(training.errors, training.accuracies)


def _bar(training):
    """Return the kind of bar that can be seen where this runs."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "kernel"):
        return partial(_NotebookBar, training)
    return partial(tqdm, disable=None)


class _NotebookBar(tqdm):
    """A bar with the curve so far under it, in one output of a cell, which is empty in the end.

    nbval sees the first state of an output, nbclient the last: both have nothing in it.
    """

    def __init__(self, training, **settings):
        from IPython.display import display

        self._training, self._drawn = training, (0, "")
        self._output = display({}, raw=True, display_id=True)
        super().__init__(file=io.StringIO(), mininterval=SECONDS, ncols=72, **settings)

    def display(self, *_, **__):
        """Show the bar as it is now, and the curve."""
        self._output.update({"text/html": f"<pre>{html.escape(str(self))}</pre>{self._picture()}"}, raw=True)

    def close(self):
        """Leave nothing, or after a stop the curve so far."""
        if not self.disable:
            self._output.update({"text/html": self._picture()} if self.leave else {}, raw=True)
        self.disable = True

    def _picture(self):
        epochs = self._training.errors.shape[1]
        if epochs > 1 and self._drawn[0] != epochs:
            self._drawn = epochs, _curve(self._training)._repr_html_()
        return self._drawn[1]
