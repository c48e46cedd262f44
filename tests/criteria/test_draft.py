"""What is moved, copied and taken away in the builder ends where one means it to."""

from webapp.criteria.building.draft import ALL, ANY, Draft, Group, Row


def shape(group: Group) -> list:
    return [shape(child) if isinstance(child, Group) else child.number for child in group.children]


def test_what_is_moved_goes_into_groups_and_out_of_them():
    draft = Draft(Group(0, ALL, [Row(1), Group(2, ANY, [Row(3), Row(4)]), Row(5)]))
    for number, step, wanted in (
        (1, 1, [[1, 3, 4], 5]),
        (1, 1, [[3, 1, 4], 5]),
        (1, -1, [[1, 3, 4], 5]),
        (1, -1, [1, [3, 4], 5]),
        (1, -1, [1, [3, 4], 5]),
        (5, -1, [1, [3, 4, 5]]),
        (5, 1, [1, [3, 4], 5]),
        (2, 1, [1, 5, [3, 4]]),
        (2, -1, [1, [3, 4], 5]),
    ):
        draft.move(number, step)
        assert shape(draft.root) == wanted


def test_a_copy_stands_behind_with_numbers_of_its_own():
    draft = Draft(Group(0, ALL, [Row(1), Group(2, ANY, [Row(3), Row(4)]), Row(5)]))
    assert draft.duplicate(2) == 6
    assert shape(draft.root) == [1, [3, 4], [7, 8], 5]
    draft.remove(3)
    assert shape(draft.root) == [1, [4], [7, 8], 5]
    draft.remove(0)
    assert shape(draft.root) == []
