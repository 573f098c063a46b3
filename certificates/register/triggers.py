"""The register is append-only in the database itself; sealing and erasing are the ways past."""

from lms.foundation.database.append_only import AppendOnly

REGISTER = AppendOnly(
    table="certificates_entry",
    setting="mafunzo.register",
    permit_table="certificates_register_permit",
    called="register of certificates",
    refusal="The register of certificates is append-only: an entry is never changed or deleted.",
    check_id="certificates.W001",
)
