"""The database itself refuses to change the journal, and what was opened to learners; erasing somebody is the one way
past.
"""

from lms.foundation.database.append_only import AppendOnly

JOURNAL = AppendOnly(
    table="progress_event",
    setting="mafunzo.erasure",
    permit_table="progress_erasure_permit",
    called="journal",
    refusal="The journal is append-only: an event is never changed or deleted.",
    check_id="progress.W001",
)
WAIVERS = AppendOnly(
    table="progress_waiver",
    setting="mafunzo.waivers",
    permit_table="progress_waiver_permit",
    called="table of what was opened to learners",
    refusal="What was opened to a learner is append-only: it is never changed or taken back.",
    check_id="progress.W002",
)
