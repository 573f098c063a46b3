"""Triggers that keep the audit log append-only; the deletion of entries past their retention has a permit."""

from lms.foundation.database.append_only import AppendOnly

LOG = AppendOnly(
    table="people_auditentry",
    setting="mafunzo.audit",
    permit_table="people_audit_permit",
    called="audit log",
    refusal="The audit log is append-only: an entry is never changed or deleted.",
    check_id="people.W003",
)
