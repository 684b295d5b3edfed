"""Networks whose error is softmax and cross-entropy, for the explorer's tests."""

from backprop_helpers import Dense, explore, softmax_cross_entropy
from tests.display.explorer.expected import gone_both_ways

WEIGHTS, BIAS = [[0.5, -1], [0.25, 0.75], [1.5, 0.3]], [0.1, 0, -0.2]
X, LABEL = [1.2, -0.7], 2
BATCH, LABELS = [[1.2, -0.7], [0.3, 0.4]], [2, 0]


def scores(x=X, target=LABEL, *layers):
    """Return an explorer of three scores, with a label or several."""
    return explore(gone_both_ways([Dense(WEIGHTS, BIAS), *layers], x, target, softmax_cross_entropy), target=target)
