"""The database itself refuses to change the minutes of an exam; erasing somebody's words is the one way past."""

from lms.foundation.database.append_only import AppendOnly

MINUTES = AppendOnly(
    table="quiz_minute",
    setting="mafunzo.minutes",
    permit_table="quiz_minutes_permit",
    called="table of the minutes of exams",
    refusal="The minutes of an exam are append-only: an entry is never changed or deleted.",
    check_id="quiz.W001",
)
