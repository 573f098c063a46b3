"""Who sits where: the places of a room, and drawing them so that neighbours of the roll sit apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.exams import sittings
from assessments.quiz.exams.models import Sitting, Ticket
from assessments.quiz.exams.room import services
from assessments.quiz.exams.seats import Hall, clashes, mixed
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.rules import OwnCase
from tests.conftest import make_person
from tests.progress.counting import statements

halls = st.builds(Hall, rows=st.integers(3, 12), row_seats=st.integers(3, 12))


@given(halls, st.data())
def test_everybody_sits_once_and_neighbours_of_the_roll_sit_apart(hall, data):
    number = data.draw(st.integers(12, hall.seats) if hall.seats >= 12 else st.just(9))
    seed = data.draw(st.integers(0, 1000))
    order = mixed(number, hall, seed=seed)
    assert sorted(order) == list(range(number))
    if number >= 12:
        assert not any(clashes(order, place, hall) for place in range(number))
    assert mixed(number, hall, seed=seed) == order


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_few_people_who_cannot_sit_apart_have_seats_all_the_same(number):
    assert sorted(mixed(number, Hall(1, 3), seed=1)) == list(range(number))


def test_seats_are_counted_row_by_row_and_each_knows_what_is_beside_it():
    hall = Hall(3, 4)
    assert (hall.place(1), hall.place(4), hall.place(5), hall.place(12)) == ((1, 1), (1, 4), (2, 1), (3, 4))
    assert sorted(hall.beside(5, 12)) == [1, 4, 6, 9]
    assert sorted(hall.beside(3, 12)) == [2, 7]
    assert sorted(hall.beside(3, 5)) == [2], "nobody sits behind"


def seats_of(sitting):
    return {ticket.learner.service_number: ticket.seat for ticket in sitting.tickets.in_force()}


class TestGivingSeats:
    def test_goes_by_the_roll(self, sitting, wanjiru, abdi, omar, now):
        services.seat(sitting=sitting, hall=Hall(2, 3), order="number", by=omar, now=now)
        assert seats_of(sitting) == {wanjiru.service_number: 1, abdi.service_number: 2}
        services.seat(sitting=sitting, hall=Hall(1, 2), order="name", by=omar, now=now)
        assert seats_of(sitting) == {abdi.service_number: 1, wanjiru.service_number: 2}
        sitting.refresh_from_db()
        assert (sitting.rows, sitting.row_seats) == (1, 2)

    def test_refuses_a_room_that_is_too_small_and_leaves_all_as_it_was(self, sitting, omar, now):
        services.seat(sitting=sitting, hall=Hall(1, 2), order="number", by=omar, now=now)
        before = seats_of(sitting)
        with pytest.raises(services.TooFewSeats, match="1 seats, and 2 people"):
            services.seat(sitting=sitting, hall=Hall(1, 1), order="number", by=omar, now=now)
        assert seats_of(sitting) == before

    def test_gives_who_joins_later_the_first_free_one_and_nobody_another(self, sitting, cohort, academy, omar, now):
        services.seat(sitting=sitting, hall=Hall(1, 3), order="mixed", by=omar, now=now, seed=1)
        before, late = seats_of(sitting), make_person("KE-7", "Chebet Kosgei", academy)
        people_services.join(cohort=cohort, people=[late], now=now)
        sittings.admit_latecomers(sitting=sitting, now=now, by=omar)
        sitting.refresh_from_db()
        services.seat_rest(sitting=sitting, by=omar, now=now)
        assert seats_of(sitting) == {**before, "KE-7": 3}
        people_services.join(cohort=cohort, people=[make_person("KE-8", "One more", academy)], now=now)
        sittings.admit_latecomers(sitting=sitting, now=now, by=omar)
        with pytest.raises(services.TooFewSeats):
            services.seat_rest(sitting=sitting, by=omar, now=now)

    def test_lets_who_is_let_in_again_keep_the_seat(self, opened, wanjiru, omar, now):
        services.seat(sitting=opened, hall=Hall(1, 2), order="number", by=omar, now=now)
        ticket = Ticket.objects.in_force().get(learner=wanjiru)
        assert sittings.let_in_again(ticket=ticket, reason="Lost it", by=omar, now=now).seat == ticket.seat

    def test_is_not_for_oneself_and_not_after_the_end(self, opened, cohort, academy, omar, now):
        own = make_person("KE-9", "Naliaka Barasa", academy, Role.ADMINISTRATOR)
        people_services.join(cohort=cohort, people=[own], now=now)
        with pytest.raises(OwnCase):
            services.seat(sitting=opened, hall=Hall(2, 2), order="number", by=own, now=now)
        sittings.close_sitting(sitting=opened, by=omar, now=now)
        for give in (services.seat_rest, lambda **how: services.seat(hall=Hall(2, 2), order="number", **how)):
            with pytest.raises(sittings.SittingOver):
                give(sitting=opened, by=omar, now=now)
        assert set(seats_of(opened).values()) == {None}

    @pytest.mark.parametrize("many", [3, 60])
    def test_costs_the_same_for_many(self, many, opened, crowd, omar, now):
        crowd(many)
        with statements() as found:
            services.seat(sitting=Sitting.objects.get(pk=opened.pk), hall=Hall(10, 10), order="mixed", by=omar, now=now)
        assert len(found) == 10, "\n".join(found)
