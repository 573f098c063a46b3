"""Who locks a row says how much of it."""

import pytest

from .locks import unnamed_locks

pytestmark = pytest.mark.once


def test_every_lock_says_whether_others_may_refer_to_the_row():
    assert unnamed_locks() == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("row = Row.objects.select_for_update().get(pk=1)", 1),
        ('row = Row.objects.select_for_update(of=("self",)).get(pk=1)', 1),
        ("row = Row.objects.select_for_update(no_key=False).get(pk=1)", 1),
        ("# it is deleted\n    row = Row.objects.select_for_update(no_key=False).get(pk=1)", 0),
        ("row = Row.objects.select_for_update(no_key=True).get(pk=1)", 0),
    ],
)
def test_one_that_does_not_is_found(tmp_path, line, faults):
    room = tmp_path / "lms" / "rooms"
    room.mkdir(parents=True)
    (room / "services.py").write_text(f"def change():\n    {line}\n    return row\n")
    assert len(unnamed_locks(tmp_path)) == faults
