"""The statements of the learner’s pages give what the ORM gives, of the learner’s own rows alone, and can be kept."""

import pytest
from django.db import DatabaseError, connection
from django.db.models import BigIntegerField, F, Q, Value

from lms.foundation.database.statements import Parameter, Statement
from lms.learning.progress.journal import services
from lms.learning.progress.journal import statements as journal_statements
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.player.next_course import ways_of
from lms.learning.progress.player.statements import ENROLMENT, ENROLMENTS, NUMBERED_ATTEMPT, way_and_latest
from tests.builders import start_attempt

from .counting import statements

SLUG = "trafficking-quiz"


@pytest.fixture
def attempts(enrolment, now) -> list[Attempt]:
    for _ in range(2):
        attempt = start_attempt(enrolment, SLUG, now)
        services.terminate(attempt=attempt, now=now)
    return list(Attempt.objects.filter(enrolment=enrolment).order_by("number"))


def values(row) -> dict:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def same(row, by_orm, *related: str) -> bool:
    """The same columns, and the same of what comes with the row, without asking for it."""
    assert values(row) == values(by_orm)
    for path in related:
        one, other = row, by_orm
        for name in path.split("__"):
            assert name in one._state.fields_cache
            one, other = getattr(one, name), getattr(other, name)
        assert (one and values(one)) == (other and values(other))
    return True


def test_every_way_of_a_learner(enrolment, wanjiru, abdi, django_assert_num_queries):
    with django_assert_num_queries(1):
        [row] = ENROLMENTS.rows(learner=wanjiru.pk)
    assert row.__dict__.pop("programme_completed") is False
    assert row.__dict__.pop("cohort_name") == (enrolment.assignment and enrolment.assignment.cohort.name)
    assert same(row, Enrolment.objects.select_related("course__programme").get(), "course", "course__programme")
    assert ENROLMENTS.rows(learner=abdi.pk) == []


def test_columns_that_need_no_conversion_come_as_the_database_gives_them(enrolment, wanjiru):
    key = Parameter("learner", BigIntegerField())
    plain = Statement(lambda: Enrolment.objects.filter(learner=key).only("remaining").annotate(name=F("learner__name")))
    [row] = plain.rows(learner=wanjiru.pk)
    assert plain.records(learner=wanjiru.pk) == [(row.pk, row.remaining, row.name)]
    assert plain.records(learner=0) == []
    with pytest.raises(TypeError, match=r"progress\.Enrolment"):
        ENROLMENTS.records(learner=wanjiru.pk)


def test_the_way_through_a_course(enrolment, course, wanjiru, abdi):
    row = ENROLMENT.first(learner=wanjiru.pk, course=course.slug)
    assert same(row, Enrolment.objects.select_related("course").get(), "course")
    assert ENROLMENT.first(learner=abdi.pk, course=course.slug) is None
    assert ENROLMENT.first(learner=wanjiru.pk, course="another") is None


def test_the_latest_attempt_with_its_way(attempts, course, wanjiru, abdi, django_assert_num_queries):
    orm = Attempt.objects.select_related("enrolment__course")
    with django_assert_num_queries(1):
        way, latest = way_and_latest(wanjiru.pk, course.slug, SLUG)
    assert latest.enrolment is way
    assert same(latest, orm.get(pk=attempts[1].pk), "enrolment", "enrolment__course")
    assert (latest.form, latest.state) == (attempts[1].form, attempts[1].state)
    assert way_and_latest(abdi.pk, course.slug, SLUG) is None


def test_a_way_without_an_attempt(attempts, enrolment, course, wanjiru):
    way, latest = way_and_latest(wanjiru.pk, course.slug, "trafficking-lesson-1")
    assert same(way, Enrolment.objects.select_related("course").get(), "course")
    assert latest is None
    assert way_and_latest(wanjiru.pk, course.slug, "another") == (enrolment, None)
    assert way_and_latest(wanjiru.pk, "another", SLUG) is None


def test_an_attempt_by_its_number_and_none_by_one_that_no_database_holds(attempts, course, wanjiru):
    asked = {"learner": wanjiru.pk, "course": course.slug, "activity": SLUG}
    first = NUMBERED_ATTEMPT.first(number=1, **asked)
    orm = Attempt.objects.select_related("enrolment__course").get(pk=attempts[0].pk)
    assert same(first, orm, "enrolment", "enrolment__course")
    assert NUMBERED_ATTEMPT.first(number=3, **asked) is None

    assert NUMBERED_ATTEMPT.first(learner=wanjiru.pk, course=course.slug, activity=SLUG, number=2**31 - 1) is None


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's driver keeps every statement")
class TestOnPostgreSQL:
    """It keeps what it worked out of a statement that finds few rows, and plans any other for its values."""

    KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%progress_enrolment%'"

    def kept_after(self, statement, **values) -> int:
        for _ in range(4):
            statement.rows(**values)
        with connection.cursor() as cursor:
            cursor.execute(self.KEPT)
            return cursor.fetchone()[0]

    @pytest.fixture(autouse=True)
    def nothing_kept(self, db):
        connection.connection._prepared.clear()
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")

    def test_what_every_request_asks_is_kept(self, enrolment, wanjiru):
        assert self.kept_after(ENROLMENTS, learner=wanjiru.pk) == 1

    def test_what_may_find_many_is_not(self, enrolment, wanjiru):
        plain = Statement(lambda: Enrolment.objects.filter(learner=Parameter("learner", BigIntegerField())))
        assert self.kept_after(plain, learner=wanjiru.pk) == 0

    def test_nothing_is_where_a_pooler_gives_other_connections(self, enrolment, wanjiru, monkeypatch):
        monkeypatch.setattr(connection.connection, "prepare_threshold", None)
        assert self.kept_after(ENROLMENTS, learner=wanjiru.pk) == 0
        assert [row.pk for row in ENROLMENTS.rows(learner=wanjiru.pk)] == [enrolment.pk]


def test_what_is_written_is_what_the_orm_writes(attempts, enrolment, now):
    """Of the columns that an answer changes: an attempt and an enrolment, with and without values."""
    first, second = attempts
    for row, save in (
        (first, journal_statements.FOLDED),
        (second, journal_statements.FOLDED),
        (enrolment, journal_statements.ANSWERED),
    ):
        columns = [type(row)._meta.get_field(name).name for name in save.names]
        for value in (now, None):
            changed(row, value)
            row.save(update_fields=columns)
            by_orm = values(type(row).objects.get(pk=row.pk))
            changed(row, now if value is None else None)
            row.save(update_fields=columns)
            changed(row, value)
            with statements() as asked:
                save.save(row)
            assert len(asked) == 1
            assert values(type(row).objects.get(pk=row.pk)) == by_orm


def changed(row, value) -> None:
    """In memory: columns of each kind, without a value where `value` is None."""
    row.score = None if value is None else 0.5
    if isinstance(row, Attempt):
        row.answered_at, row.passed, row.state = value, value and True, {"text": "é “x”", "none": None, "list": [1]}
    else:
        row.started_at, row.seen_at, row.scores = value, value, {"a": 0.5} if value else {}
        row.done = ["a"] if value else []


def test_a_row_that_is_inserted_is_what_the_orm_inserts(attempts):
    rows_, columns = [], {name: value for name, value in values(attempts[1]).items() if name != "id"}
    for insert in (lambda row: row.save(force_insert=True), journal_statements.NEW_ATTEMPT.insert):
        row = Attempt(**{**columns, "number": 3})
        insert(row)
        assert not row._state.adding
        rows_.append(values(Attempt.objects.get(pk=row.pk)))
        row.delete()
    by_orm, inserted = ({name: value for name, value in row.items() if name != "id"} for row in rows_)
    assert inserted == by_orm


def test_what_completes_a_course_is_written_as_the_orm_writes_it(enrolment, now):
    changed(enrolment, now)
    enrolment.completed_at, enrolment.status = now, Enrolment.Status.COMPLETED
    journal_statements.save_completed(enrolment)
    assert values(Enrolment.objects.get()) == values(enrolment)
    enrolment.pk = 0
    with pytest.raises(DatabaseError):
        journal_statements.save_completed(enrolment)


def test_only_the_row_that_is_named_is_written_and_none_that_is_gone(attempts, now):
    attempts[0].answered_at = now
    journal_statements.FOLDED.save(attempts[0])
    assert Attempt.objects.get(pk=attempts[1].pk).answered_at is None

    attempts[0].pk = 0
    with pytest.raises(DatabaseError):
        journal_statements.FOLDED.save(attempts[0])


def test_who_is_begun_for_is_not_under_way(enrolment, now):
    before = values(Enrolment.objects.get())
    assert journal_statements.HOLD.write(pk=enrolment.pk) == 1
    assert values(Enrolment.objects.get()) == before
    assert journal_statements.SET_OUT.write(pk=enrolment.pk, now=now) == 1
    after = Enrolment.objects.get()
    assert (after.started_at, after.seen_at, after.status) == (now, now, Enrolment.Status.STARTED)


def test_ways_know_the_institution_they_are_at(enrolment, wanjiru, neighbour_academy, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        [here] = ways_of(wanjiru, language="en", now=now)
    assert here.enrolment.institution is wanjiru.institution
    Enrolment.objects.update(institution=neighbour_academy)
    with django_assert_num_queries(2):
        [there] = ways_of(wanjiru, language="en", now=now)
    assert there.enrolment.institution == neighbour_academy


KEY = Parameter("learner", BigIntegerField())


def marked(mark: str) -> Statement[Enrolment]:
    """Enrolments that are under way, with texts that hold what could be taken for places."""
    rows = Enrolment.objects.filter(~Q(rank__contains="100%s"), learner=KEY, status=Enrolment.Status.ASSIGNED)
    return Statement(lambda: rows.annotate(mark=Value(f"{mark} 50%"), name=F("learner__name")), prepared=True)


@pytest.mark.parametrize("prepares", [True, False])
def test_gives_the_same_whether_it_is_prepared_or_not(enrolment, wanjiru, monkeypatch, prepares):
    connection.ensure_connection()
    if connection.vendor == "postgresql" and not prepares:
        monkeypatch.setattr(connection.connection, "prepare_threshold", None)
    one = marked("alike")
    for _ in range(4):
        assert [(row.pk, row.mark, row.name) for row in one.rows(learner=wanjiru.pk)] == [
            (enrolment.pk, "alike 50%", wanjiru.name)
        ]
    assert one.rows(learner=2**40) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL keeps statements.")
def test_is_kept_once_for_values_of_any_size_with_its_constants(enrolment, wanjiru):
    one = marked("of one type")
    for key in (1, wanjiru.pk, 2**40, 2):
        one.rows(learner=key)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, parameter_types::text FROM pg_prepared_statements "
            "WHERE statement LIKE '%%' || %s || '%%'",
            ["of one type"],
        )
        [(text, types)] = cursor.fetchall()
    assert types == "{bigint}"
    assert "'assigned'" in text
    assert "'of one type 50%'" in text
