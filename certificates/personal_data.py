"""What this room keeps about people."""

from typing import Any

from lms.plugins.manifest import PersonalData


def _papers_go(rows: Any, person: Any) -> None:
    from .services import withdraw_papers

    withdraw_papers(rows)


PERSONAL_DATA = (
    PersonalData(
        "certificates.Certificate",
        person="enrolment__learner",
        what="The name and the course on a certificate, so that it can be verified.",
        erased="kept without the person",
        fields=(
            "serial",
            "language",
            "name",
            "service_number",
            "institution",
            "course",
            "minutes",
            "edition",
            "completed_on",
            "valid_until",
            "issued_at",
            "revoked_at",
        ),
        corrected="By revoking the certificate; a new one is issued with the corrected name.",
        erase=_papers_go,
        emptied={"name": "", "service_number": "", "sha256": "", "problem": "", "revoked_why": "–"},
    ),
    PersonalData(
        "certificates.Certificate",
        person="revoked_by",
        what="Who revoked a certificate.",
        erased="kept without the person",
    ),
)
