import pytest

from backprop_helpers.maths.windows import Windows


@pytest.mark.parametrize(
    ("windows", "axis", "expected"),
    [
        # windows of three rows at −1, 1 and 3, over rows 0 to 4
        (
            Windows((5, 4), (3, 2), (2, 1), 1),
            0,
            [((0, 1), [[0], [1]]), ((1, 2), [[1], [2], [3]]), ((2, 3), [[3], [4]])],
        ),
        # windows of two columns at −1, 0 … 3, over columns 0 to 3
        (Windows((5, 4), (3, 2), (2, 1), 1), 1, [((0, 1), [[0]]), ((1, 4), [[0, 1, 2], [1, 2, 3]]), ((4, 5), [[3]])]),
        # cells two columns apart, at −1, 0 … 3, over columns 0 to 4
        (
            Windows((1, 5), (1, 2), 1, (0, 1), 2),
            1,
            [((0, 1), [[1]]), ((1, 4), [[0, 1, 2], [2, 3, 4]]), ((4, 5), [[3]])],
        ),
        (Windows((1, 7), (1, 2), 3), 1, [((0, 2), [[0, 3], [1, 4]])]),
    ],
)
def test_cells_in_the_padding_are_left_out_position_by_position(windows, axis, expected):
    found = [((place.start, place.stop), rows) for place, rows in windows.inside(axis)]
    assert [(place, [list(range(7)[row]) for row in rows]) for place, rows in found] == expected


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        # windows of three rows at −1, 1 and 3, over rows 0 to 4
        (Windows((5, 4), (3, 2), (2, 1), 1), [[(0, 1)], [(0, 2), (1, 0)], [(1, 1)], [(1, 2), (2, 0)], [(2, 1)]]),
        # cells two rows apart, windows at 0, 3 and 6, over rows 0 to 11
        (Windows((12, 1), (3, 1), 3, 0, 2), [[(0, 0)], [], [(0, 1)], [(1, 0)], [(0, 2)], [(1, 1)], [(2, 0)]]),
        # cells four rows apart, windows two rows apart: from one position that meets a row to the next it is two
        (Windows((7, 1), (2, 1), 2, 0, 4), [[(0, 0)], [], [(1, 0)], [], [(0, 1)], [], [(1, 1)]]),
        (Windows((9, 1), (2, 1), 2, 0, 4), [[(0, 0)], [], [(1, 0)], [], [(0, 1), (2, 0)], [], [(1, 1)], [], [(2, 1)]]),
    ],
)
def test_a_row_is_met_by_these_positions_with_these_cells(windows, expected):
    for row, met in enumerate(expected):
        positions, cells = windows.meeting(row, 0)
        assert list(zip(range(9)[positions], cells, strict=True)) == met
