"""Lists that are read from sources wait like files, and a source that does harm gives a sentence and nothing else."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone

from lms.desks.notices.models import Notice
from lms.foundation.plugins.people_sources import rows
from lms.foundation.plugins.people_sources.rows import NotRead, as_csv, complete
from lms.foundation.plugins.people_sources.source import RULES, PeopleSource
from lms.foundation.plugins.runtime import activation
from lms.foundation.plugins.runtime.registry import Faulty, Registry
from lms.people.administration.roster import runner
from lms.people.administration.roster.models import Roster, RosterRow
from lms.people.administration.roster.parsing.csv_files import lines
from lms.people.administration.roster.services import apply, begin
from lms.people.administration.sources import reading, services
from lms.people.directory.models import User
from tests.conftest import make_person

from .registry import PEOPLE


def problem(roster: Roster) -> str:
    assert roster.status == "failed"
    assert not roster.rows.exists()
    return f"{roster.problem} {roster.values.get('why', '')}".strip()


class TestReadingNow:
    def test_waits_with_the_same_preview_as_a_file_and_changes_nothing(self, set_up, read, registry, as_, amina):
        set_up()
        roster = read()
        assert roster.status == "ready"
        assert list(roster.rows.order_by("row").values_list("row", "number", "state")) == [
            (2, "KE-1", "create"),
            (3, "KE-2", "create"),
        ]
        assert registry.tokens == ["Bearer s3cret"]
        assert not User.objects.filter(service_number="KE-1").exists()
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert "Achieng Odhiambo" in page
        assert "unit" in page  # an unknown column is there, to say what it means

    def test_is_applied_and_undone_like_a_file(
        self, set_up, read, as_, amina, academy, django_capture_on_commit_callbacks
    ):
        set_up(cohort="Intake 9")
        roster = read()
        for button, there in (("apply", True), ("undo", False)):
            with django_capture_on_commit_callbacks(execute=True):
                as_(amina).post(f"/academy/people/lists/{roster.pk}/{button}/")
            assert User.objects.filter(service_number="KE-1", institution=academy).exists() == there

    def test_the_same_source_twice_at_once_is_one_list(self, set_up, read):
        set_up()
        assert read() == read()
        assert Roster.objects.count() == 1

    def test_a_file_and_a_source_are_two_lists(self, set_up, read, amina, academy, now):
        setup = set_up()
        as_file = begin(data=f"source {setup.pk}".encode(), name="x", institution=academy, by=amina, now=now)
        assert read() != as_file

    def test_a_row_about_a_person_elsewhere_asks_for_a_transfer_alone(self, set_up, read, registry, neighbour_academy):
        other = make_person("KE-77", "Njeri Kamau", neighbour_academy)
        registry.say([{"service_number": "KE-77", "name": "Renamed", "institution": 1, "is_superuser": True}])
        set_up()
        [row] = read().rows.all()
        assert (row.state, row.changes) == ("elsewhere", {})
        other.refresh_from_db()
        assert (other.name, other.institution) == ("Njeri Kamau", neighbour_academy)

    def test_a_source_that_was_removed_before_gives_a_sentence(self, set_up, academy, amina, now):
        setup = set_up()
        roster = reading.begin(setup=setup, by=amina, now=now)
        services.remove(institution=academy, source="json", by=amina, now=now)
        runner.run(roster.pk)
        roster.refresh_from_db()
        assert problem(roster) == "source-gone"


class TestAnAddressThatDoesHarm:
    @pytest.mark.parametrize(
        "answer",
        [
            b"<html>Sign in</html>",
            b"",
            b"[" * 100_000,
            {"people": None},
            {"data": []},
            [1, 2],
            "text",
            b"\xff\xfe",
        ],
        ids=str,
    )
    def test_that_is_no_list_gives_a_sentence(self, set_up, read, registry, answer):
        registry.say(answer)
        set_up()
        assert "no list of people in JSON" in problem(read())

    def test_that_is_empty_gives_a_sentence(self, set_up, read, registry):
        registry.say([])
        set_up()
        assert problem(read()) == "empty"

    def test_that_is_too_long_is_cut(self, set_up, read, registry):
        registry.say(b" " * (rows.MOST_BYTES + 1))
        set_up()
        assert "The answer is too long." in problem(read())

    def test_that_sends_on_is_not_followed(self, set_up, read, registry):
        registry.status, registry.location = 302, "http://127.0.0.1/secret"
        set_up()
        assert "sends on to another one" in problem(read())
        assert len(registry.tokens) == 1

    def test_that_refuses_gives_a_sentence_without_the_token(self, set_up, read, registry, as_, amina):
        registry.status = 401
        set_up()
        roster = read()
        assert "status 401" in problem(roster)
        assert "s3cret" not in as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()

    def test_whose_name_is_unknown_gives_a_sentence_and_a_way_to_the_source(self, set_up, read, as_, amina, academy):
        set_up(address="https://registry.invalid/people")
        roster = read()
        assert "No server of this name was found" in problem(roster)
        page = as_(amina).get(f"/academy/people/lists/{roster.pk}/").content.decode()
        assert f'href="/academy/people/sources/{academy.pk}/json/"' in page

    @pytest.mark.parametrize("named", [[], ["hr.example.org"]])
    def test_inside_the_network_is_not_asked(self, set_up, read, registry, settings, named):
        settings.PEOPLE_SOURCE_INTERNAL_HOSTS, settings.SIGN_ON_INTERNAL_HOSTS = named, ["127.0.0.1"]
        set_up()
        assert "https://" in problem(read())
        set_up(address="https://127.0.0.1/people")
        assert "not public" in problem(read())
        assert registry.tokens == []

    def test_a_number_twice_and_text_that_is_a_formula_are_judged_row_by_row(self, set_up, read, registry):
        registry.say([*PEOPLE, PEOPLE[0], {"service_number": "=1+1", "name": "X"}, {}, {"service_number": True}])
        set_up()
        states = list(read().rows.order_by("row").values_list("state", flat=True))
        assert states == ["create", "create", "refused", "refused", "refused"]


class TestASourceOfAPlugin:
    """One of a plugin that breaks in each way: the administrator reads a sentence, and nothing is staged."""

    @pytest.mark.parametrize("given", [None, 7, "text", [None], SystemExit, itertools.repeat(1)], ids=repr)
    def test_breaks_behind_the_guard(self, given):
        class Odd(PeopleSource):
            slug = "odd"
            name = "Odd"

            def read(self, options):
                if given is SystemExit:
                    raise SystemExit(3)
                return given

        registry = Registry("people source", RULES)
        with activation.plugging("odd"):
            registry.register(Odd)
        with pytest.raises(Faulty):
            registry.get("odd").read({})

    def test_that_is_gone_gives_a_sentence(self, set_up, amina, now):
        setup = set_up()
        setup.source = "odd"
        setup.save()
        roster = reading.begin(setup=setup, by=amina, now=now)
        runner.run(roster.pk)
        roster.refresh_from_db()
        assert problem(roster) == "source-broken"

    @pytest.mark.parametrize("given", [None, 7, "text", {"a": 1}, [None], ["text"]], ids=repr)
    def test_gives_what_is_no_list(self, given):
        with pytest.raises(TypeError):
            complete(given)

    def test_never_ends(self):
        with pytest.raises(NotRead, match="more than 20000 rows"):
            complete({"service_number": number} for number in itertools.count())

    def test_never_ends_and_is_slow(self):
        with pytest.raises(NotRead, match="in time"):
            complete(({"a": number} for number in itertools.count()), seconds=0)

    def test_gives_too_much(self):
        with pytest.raises(NotRead, match="larger than 10 MB"):
            complete({"a": "x" * 1_000_000} for _number in itertools.count())
        with pytest.raises(NotRead, match="larger than 10 MB"):
            complete(b"x" * (rows.MOST_BYTES + 1))


def test_rows_come_back_from_the_file_as_they_were():
    given = complete([{"a,b": 'x"y', "c": None}, {"c": "1;2\n3", "d": [1, "ሀ"]}, {"e": "\ud800\0"}])
    assert [line.cells for line in lines(as_csv(given))] == [
        ("a,b", "c", "d", "e"),
        ('x"y', "", "", ""),
        ("", "1;2\n3", '[1, "ሀ"]', ""),
        ("", "", "", "?"),
    ]


class TestAtNight:
    @pytest.fixture
    def night(self, django_capture_on_commit_callbacks):
        def pass_(now) -> Roster | None:
            with django_capture_on_commit_callbacks(execute=True):
                reading.begin_nightly(now=now)
            return Roster.objects.order_by("-pk").first()

        return pass_

    def test_stages_and_tells_and_applies_nothing(self, set_up, night, now, amina):
        set_up(at_night=True)
        roster = night(now)
        assert (roster.status, roster.by) == ("ready", amina)
        assert list(Notice.objects.values_list("kind", "person")) == [("list_waits", amina.pk)]
        assert not User.objects.filter(service_number="KE-1").exists()

    def test_gives_way_to_the_next_night(self, set_up, night, now, registry):
        set_up(at_night=True)
        first = night(now)
        registry.say([*PEOPLE, {"service_number": "KE-3", "name": "Cherono"}])
        second = night(now + timedelta(days=1))
        first.refresh_from_db()
        assert (first.status, second.status, second.rows.count()) == ("dropped", "ready", 3)

    def test_tells_nobody_where_nothing_changed(self, set_up, night, now, amina, django_capture_on_commit_callbacks):
        set_up(at_night=True)
        roster = night(now)
        with django_capture_on_commit_callbacks(execute=True):
            apply(roster=roster, by=amina, now=timezone.now())
        again = night(now + timedelta(days=1))
        assert again != roster
        assert (again.status, again.rows.count()) == ("dropped", 0)

    def test_tells_where_all_rows_were_refused(self, set_up, night, now, amina, registry):
        set_up(at_night=True)
        registry.say([{"service_number": "KE-1", "name": ""}, {"service_number": "KE-2", "name": ""}])
        roster = night(now)
        assert (roster.status, set(roster.rows.values_list("state", flat=True))) == ("ready", {RosterRow.State.REFUSED})
        assert list(Notice.objects.values_list("kind", "person")) == [("list_waits", amina.pk)]

    def test_tells_where_reading_was_given_up(self, set_up, now, amina):
        set_up(at_night=True)
        reading.begin_nightly(now=now)
        Roster.objects.update(tries=Roster.MOST_TRIES, touched_at=now - timedelta(days=1))
        runner.run(Roster.objects.get().pk, clock=lambda: now)
        assert Roster.objects.get().status == "failed"
        assert list(Notice.objects.values_list("kind", "person")) == [("list_waits", amina.pk)]

    def test_reads_nothing_for_a_person_who_lost_the_role(self, set_up, night, now, amina):
        set_up(at_night=True)
        amina.memberships.all().delete()
        assert night(now) is None

    def test_reads_nothing_that_was_not_chosen(self, set_up, night, now):
        set_up()
        assert night(now) is None
