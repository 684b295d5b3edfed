"""How an explorer is opened: a network, or the question's, as a whole or in part."""

from ...examples import question
from ...maths.losses import softmax_cross_entropy, squared_error
from ...maths.network import Network
from ...tracing.labels import stages_of
from ..figures.question_network import network as picture_of_the_question
from .calculation import compared
from .stages import labels_of, part_of, titles_of
from .widget import Explorer


def explore(example=question, part=None, target=None, offer=None, images=None):
    """Show a network, or a part of it, in which every number explains itself and every input can be changed.

    Parameters
    ----------
    example : `question`, one of its three chains, or a ``Network`` through which an image (H, W) or (C, H, W), a row of
        numbers, or a batch of either has gone both ways
        All later numbers are calculated from those that enter, also where a chain rounded on the way.
    part : str or iterable of str, the layers from the first to the last that it names; None for the whole network
        "convolution", "pool", "average pool", "sigmoid", "ReLU", "leaky ReLU", "tanh", "dense", and "output" for a
        dense layer at the end; a second one is "convolution 2". What enters a part from outside, an array and a delta,
        becomes an input.
    target : what a network's output is compared with by the squared error, or its labels by softmax_cross_entropy;
        without it the output's delta is an input
    offer : str or iterable of str, what the page offers besides the numbers; None for all that there is, () for nothing
        Settings such as "stride" or "size", "order" of pool and activation, and where there is a target the "step".
    images : pair of arrays, up to 100 images and their labels, of the shapes of the network's image and the target
        The page offers them to be picked, each with its label, and a pen to draw over the image. They need a target.

    Returns
    -------
    Explorer, a widget. Its ``.state`` holds the inputs' values by name; it can be read, set and linked.

    Raises
    ------
    ValueError
        If there is no such part, or nothing of that kind to offer; if the network has not gone both ways; if there are
        too many numbers for a page, or one that is not finite; if a target is given that does not fit, or where
        nothing is compared with it by one of the two losses; or if the images do not fit.
    TypeError
        If the example is something else, or a layer is one of your own.

    Examples
    --------
    >>> list(explore(part="pool").state)
    ['feature map', 'delta of pooled']
    >>> explorer = explore(part="convolution")
    >>> explorer.state = {"kernel": [[1, 0], [0, 2]]}
    >>> explorer.state["kernel"]
    [[1.0, 0.0], [0.0, 2.0]]
    >>> "learning rate" in explore(offer=()).state
    False
    """
    chain = question.exact if example is question else example
    if isinstance(chain, question.Chain):
        return _explore_the_question(chain, part, offer, images)
    if not isinstance(chain, Network):
        raise TypeError(f"example must be question, one of its chains or a Network; got {example!r}")
    target = _target(chain, target)
    stages, chosen = _stages(chain, part, target)
    reaches_the_end = chosen[-1] is stages[-1]
    if target is not None and not reaches_the_end:
        raise ValueError("a target has no place in a part that does not reach the network's end; leave it out")
    return Explorer(chosen, chain, target, offer, images=images)


def _explore_the_question(chain, part, offer, images):
    network = question.network()
    network.forward(chain.image)
    network.backward(chain.target)
    stages, chosen = _stages(network, part, chain.target)
    target = chain.target if chosen[-1] is stages[-1] else None
    both_ways = [label for forward in labels_of(stages) for label in (forward, forward.back)]
    known = {label.name: getattr(chain, label.identifier) for label in both_ways}
    lit = None if chosen == stages else titles_of(chosen)
    return Explorer(chosen, network, target, offer, known, picture_of_the_question(lit, chain=chain), images)


def _stages(network, part, target):
    """Return all stages of a network that has gone both ways, and those of a part."""
    if network.layers[0].delta is None or network.output is None:
        raise ValueError("the network must have gone both ways: call forward(x) and backward(target) first")
    stages = stages_of(network)
    return stages, part_of(stages, part, ends=target is not None)


def _target(network, target):
    """Return what one's own network is compared with, which only the course's own losses can show."""
    if target is not None and network.loss not in (squared_error, softmax_cross_entropy):
        raise ValueError(
            "a target can be explored with squared_error or softmax_cross_entropy only; "
            "leave it out, and output's delta is an input"
        )
    if target is not None:
        compared(network, network.output, target)  # which says what does not fit
    return target
