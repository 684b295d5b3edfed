"""Exercises 07.1 and 07.2: the truth by hand, and the wrong ways."""

TRUTHS = {
    # y = 0.15 − 0.2 = −0.05 and δ = −1.05; then y = 0.17625 + 0.22 = 0.39625
    "07.1": [0.3 - 0.1 * -1.05 * 0.5, 0.1 - 0.1 * -1.05 * -2, (1 - 0.39625) ** 2 / 2],
    # h = −0.6, y = −0.3 and δ = −1.2; the delta of h is 0.5 · (−1.2) = −0.6
    "07.2": [-0.4 - 0.2 * -0.6 * 1.5, 0.5 - 0.2 * -1.2 * -0.6],
}
CASE_TRUTHS = {}


# 07.1: x, weights, target and learning rate; [the two weights after the step, E]


# 07.2: x, the two weights, target and learning rate; [first weight, second weight] after the step


MISTAKES = {
    "07.1": {},
    "07.2": {},
}
IN_PLACE = set()
