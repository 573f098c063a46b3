"""Events of learning: enrolments, attempts, certificates and meetings. Pure."""

from dataclasses import dataclass
from uuid import UUID

from .event import Event


@dataclass(frozen=True)
class Enrolled(Event):
    """People were enrolled in a course."""

    name = "enrolled.1"
    course: UUID
    enrolments: tuple[int, ...]


@dataclass(frozen=True)
class AttemptBegun(Event):
    """A learner began an attempt at an activity."""

    name = "attempt_begun.1"
    enrolment: int
    attempt: int
    activity: UUID
    kind: str


@dataclass(frozen=True)
class AttemptClosed(Event):
    """An attempt ended. The score is in 0..1; both it and `passed` are empty where the activity knows none."""

    name = "attempt_closed.1"
    enrolment: int
    attempt: int
    activity: UUID
    kind: str
    passed: bool | None
    score: float | None


@dataclass(frozen=True)
class CourseCompleted(Event):
    """A learner completed a course, which happens once to an enrolment."""

    name = "course_completed.1"
    enrolment: int
    course: UUID
    score: float | None


@dataclass(frozen=True)
class CertificateEvent(Event):
    """An act on a certificate, whose number is `serial`."""

    enrolment: int
    serial: str


@dataclass(frozen=True)
class CertificateIssued(CertificateEvent):
    """A certificate was issued; its PDF may still be in the making."""

    name = "certificate_issued.1"


@dataclass(frozen=True)
class CertificateRevoked(CertificateEvent):
    """A certificate was revoked."""

    name = "certificate_revoked.1"


@dataclass(frozen=True)
class CertificateReinstated(CertificateEvent):
    """A certificate that was revoked holds again."""

    name = "certificate_reinstated.1"


@dataclass(frozen=True)
class CertificateReplaced(CertificateEvent):
    """A certificate was replaced by a corrected one, which is told as issued just before."""

    name = "certificate_replaced.1"


@dataclass(frozen=True)
class MeetingEvent(Event):
    """An act on a meeting of a cohort: `meeting` is its key among those of its `kind`, a slug of a `MeetingKind`."""

    meeting: int
    kind: str
    cohort: int


@dataclass(frozen=True)
class MeetingPlanned(MeetingEvent):
    """A cohort is to meet."""

    name = "meeting_planned.1"


@dataclass(frozen=True)
class MeetingChanged(MeetingEvent):
    """Change of a planned meeting: of its time, its room or its subject."""

    name = "meeting_changed.1"


@dataclass(frozen=True)
class MeetingCancelled(MeetingEvent):
    """A meeting was called off."""

    name = "meeting_cancelled.1"
