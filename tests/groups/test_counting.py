"""How many are in every group, as far as one sees them, in one question."""

from webapp.db import db
from webapp.groups.counting import Numbers, numbers


def test_numbers_go_by_what_one_sees_and_are_asked_for_once(
    world, doing, travel, italy, spain, sicily, statements
):
    dana, henrik, ines = world.people.values()
    doing.add([dana, henrik, ines], [sicily.id])
    doing.add([dana], [spain.id])
    db.session.commit()
    for viewer, below_italy, own_spain in ((world.mona, 3, 1), (world.jonas, 2, 1), (world.tomas, 1, 0)):
        statements.clear()
        found = numbers(viewer)
        assert len([s for s in statements if "people_count" in s]) == 1
        assert found[travel.id] == Numbers(0, below_italy)
        assert found[sicily.id] == Numbers(below_italy, below_italy)
        assert found[spain.id] == Numbers(own_spain, own_spain)
        assert found[0] == Numbers(0, 0)
