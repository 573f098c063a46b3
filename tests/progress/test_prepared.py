"""A statement that PostgreSQL keeps has what never changes in its text, so that its plan may use what depends on it."""

import pytest
from django.db import connection
from django.db.models import BigIntegerField, F, Q, Value

from lms.foundation.database.statements import Parameter, Statement
from lms.learning.progress.models import Enrolment

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
