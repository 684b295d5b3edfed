"""Problems: their numbers, what they can tell, and how they are stored."""

import pytest

from backprop_helpers import diagnose_calculation, problem, read_problem
from backprop_helpers.practice.problems.levels import LEVELS


@pytest.fixture(scope="module", params=LEVELS)
def drawn(request):
    return problem(7, request.param)


def test_the_key_of_a_problem_is_judged_right_at_every_stage(drawn):
    told = diagnose_calculation(drawn.key, drawn.network, drawn.target)
    assert told.right == list(drawn.stages)


def test_a_problem_is_the_same_after_it_was_stored(drawn):
    again = read_problem(drawn.text)
    assert again == drawn and again.id == drawn.id
    assert again.key == drawn.key
    assert {name: array.tolist() for name, array in again.given.items()} == {
        name: array.tolist() for name, array in drawn.given.items()
    }


@pytest.mark.parametrize("seed", [-1, True, 0.5, "7", None, [7]])
def test_a_seed_that_is_no_whole_number_is_refused(seed):
    with pytest.raises(ValueError, match="seed must be a whole number"):
        problem(seed, 1)


@pytest.mark.parametrize("level", [0, 7, "1", None, 1.5, [1], True])
def test_a_level_that_there_is_not_is_refused(level):
    with pytest.raises(ValueError, match="level must be one of 1, 2, 3, 4, 5, 6; got"):
        problem(7, level)
