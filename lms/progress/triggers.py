"""The database itself refuses to change the journal; `journal.erasure` is the one way past."""

from lms.append_only import AppendOnly

JOURNAL = AppendOnly(
    table="progress_event",
    setting="mafunzo.erasure",
    permit_table="progress_erasure_permit",
    called="journal",
    refusal="The journal is append-only: an event is never changed or deleted.",
    check_id="progress.W001",
)
