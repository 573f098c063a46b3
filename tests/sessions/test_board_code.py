"""The code on the board: whoever is before it is noted once, and nobody else by it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from lms.learning.sessions import board_code
from lms.learning.sessions.models import Attendance

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def begun(clock, session):
    clock.move_to(session.planned_at)


@pytest.fixture
def on_the_board(session, begun) -> str:
    """The address that the code says at the beginning."""
    return reverse(
        "meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(session.planned_at))]
    )


def scanned(client, address: str, **options):
    return client.get(address, **options)


def press(client, session, page: str):
    found = re.search(r'name="pass" value="([^"]+)"', page)
    return client.post(reverse("meetings:arrive", args=[session.pk]), {"pass": found[1] if found else ""}, follow=True)


def test_the_board_shows_the_code_that_the_phone_opens(as_, omar, wanjiru, session, on_the_board, clock):
    board = as_(omar).get(reverse("meetings:board", args=[session.pk]))
    drawn = board.content.decode()
    assert "<svg" in drawn and 'class="qr"' in drawn and "0 of 2 are here" in drawn
    assert board["Cache-Control"].startswith("max-age=0")
    phone = as_(wanjiru)
    page = press(phone, session, scanned(phone, on_the_board).content.decode()).content.decode()
    assert "You are noted: Present." in page
    row = Attendance.objects.get()
    assert (row.learner, row.status, row.minutes, row.way, row.by) == (wanjiru, "present", 180, "code", None)
    assert "1 of 2 are here" in as_(omar).get(reverse("meetings:live", args=[session.pk])).content.decode()


def test_who_comes_late_is_noted_as_late(as_, wanjiru, session, clock):
    at = session.planned_at + timedelta(minutes=24, seconds=30)
    clock.move_to(at)
    phone = as_(wanjiru)
    address = reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(at))])
    press(phone, session, scanned(phone, address).content.decode())
    assert list(Attendance.objects.values_list("status", "minutes")) == [("late", 155)]


class TestTyped:
    @pytest.fixture
    def arrive(self, session):
        return reverse("meetings:arrive", args=[session.pk])

    @pytest.fixture
    def typed(self, session, begun) -> str:
        return board_code.typed_code(session.pk, board_code.step_of(session.planned_at))

    def test_the_code_on_the_board_is_typed_on_the_page_of_the_session(
        self, as_, omar, wanjiru, session, arrive, typed
    ):
        assert f"{typed[:3]} {typed[3:]}" in as_(omar).get(f"/x/sessions/{session.pk}/board/").content.decode()
        assert 'name="code"' in as_(wanjiru).get(f"/x/sessions/{session.pk}/").content.decode()
        said = {"code": f" {typed[:3].lower()} {typed[3:]}"}
        assert "You are noted: Present." in as_(wanjiru).post(arrive, said, follow=True).content.decode()
        assert 'name="code"' not in as_(wanjiru).get(f"/x/sessions/{session.pk}/").content.decode()

    def test_digits_may_be_those_of_another_script(self, session, begun):
        moments = [session.planned_at + step * board_code.STEP * SECOND for step in range(50)]
        codes = {now: board_code.typed_code(session.pk, board_code.step_of(now)) for now in moments}
        later, code = next((now, code) for now, code in codes.items() if not code.isalpha())
        arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert board_code.is_typed_code(session.pk, arabic, now=later)

    def test_it_is_of_its_time_of_its_session_and_of_its_people(
        self, as_, wanjiru, omar, neighbour, arrive, typed, clock
    ):
        assert as_(wanjiru).post(arrive, {"code": "AAAAAA"}).status_code == 409
        assert as_(wanjiru).post(arrive, {"code": "x" * 5000}).status_code == 409
        assert as_(neighbour).post(arrive, {"code": typed}).status_code == 404
        clock.shift(2 * board_code.STEP * SECOND)
        late = as_(wanjiru).post(arrive, {"code": typed})
        assert late.status_code == 409 and 'name="code"' in late.content.decode()
        assert not Attendance.objects.exists()


class TestAttacks:
    def test_a_picture_of_the_code_is_worth_nothing_soon(self, as_, wanjiru, session, on_the_board, clock):
        clock.move_to(session.planned_at + 49 * SECOND)
        assert scanned(as_(wanjiru), on_the_board).status_code == 200
        clock.move_to(session.planned_at + 51 * SECOND)
        late = scanned(as_(wanjiru), on_the_board)
        assert late.status_code == 409 and "This code has expired" in late.content.decode()
        assert "pass" not in re.findall(r'name="(\w+)"', late.content.decode())

    def test_a_pass_of_another_session_opens_nothing(self, as_, wanjiru, cohort, omar, session, on_the_board):
        from lms.learning.sessions import services

        from .conftest import details

        other = services.plan(
            cohort=cohort, details=details(session.planned_at), instructors=[], by=omar, now=session.planned_at
        )
        page = scanned(as_(wanjiru), on_the_board).content.decode()
        assert press(as_(wanjiru), other, page).status_code == 409
        same = on_the_board.replace(f"/{session.pk}/here", f"/{other.pk}/here")
        assert scanned(as_(wanjiru), same).status_code == 409

    def test_a_code_that_nobody_drew_is_over(self, as_, wanjiru, session):
        ahead = board_code.code(session.pk, board_code.step_of(session.planned_at) + 1)
        for given in (ahead, "x", "a" * 13, "A" * 200):
            assert scanned(as_(wanjiru), reverse("meetings:here", args=[session.pk, given])).status_code == 409

    def test_the_same_request_twice_is_one_record(self, as_, wanjiru, session, on_the_board, clock):
        phone = as_(wanjiru)
        page = scanned(phone, on_the_board).content.decode()
        press(phone, session, page)
        clock.move_to(session.planned_at + 60 * SECOND)
        assert press(phone, session, page).status_code == 200
        assert Attendance.objects.count() == 1

    def test_what_an_instructor_noted_is_not_written_over(self, as_, omar, wanjiru, session, on_the_board):
        from lms.learning.sessions import attendance_services

        mark = attendance_services.Mark(wanjiru.pk, "absent")
        attendance_services.take(session=session, marks=[mark], way="list", by=omar, now=session.planned_at)
        phone = as_(wanjiru)
        assert (
            "You are noted: Absent."
            in press(phone, session, scanned(phone, on_the_board).content.decode()).content.decode()
        )

    def test_somebody_of_another_cohort_is_told_and_not_noted(self, as_, stranger, session, on_the_board):
        with_code = scanned(as_(stranger), on_the_board)
        assert with_code.status_code == 403 and "You are not in the cohort" in with_code.content.decode()
        without = reverse("meetings:here", args=[session.pk, "x"])
        assert scanned(as_(stranger), without).status_code == 404
        sent = {"pass": board_code.give_pass(session.pk, stranger.pk)}
        assert as_(stranger).post(reverse("meetings:arrive", args=[session.pk]), sent).status_code == 404
        assert not Attendance.objects.exists()

    def test_before_and_after_there_is_no_code(self, as_, omar, wanjiru, session, clock):
        for at in (session.planned_at - timedelta(minutes=61), session.ends_at):
            clock.move_to(at)
            board = as_(omar).get(reverse("meetings:board", args=[session.pk])).content.decode()
            assert "There is no code now" in board and 'class="qr"' not in board
            address = reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(at))])
            press(as_(wanjiru), session, scanned(as_(wanjiru), address).content.decode())
        assert not Attendance.objects.exists()
