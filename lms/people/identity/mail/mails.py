"""Mail on its way, as rows, and e-mail addresses that wait to be confirmed.

No row holds a link: it is made when the mail is sent.
"""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from lms.foundation.work.models import RetriedQuerySet, RetriedWork

LEASE = RetriedWork.LEASE


class Kind(models.TextChoices):
    """`FORGOTTEN` is never sent: it says which address to look up,
    so that known and unknown ones cost a request the same.
    """

    FORGOTTEN = "forgotten"
    LINK = "link"
    CONFIRM = "confirm"
    ASKED = "asked"
    CHANGED = "changed"
    PASSWORD = "password"  # noqa: S105 (a kind of mail)
    FACTORS = "factors"
    TRANSFER = "transfer"
    HELPED = "helped"
    ACTIVATE = "activate"


class Status(models.TextChoices):
    """`REFUSED`: the server took no mail for this recipient.

    `GIVEN_UP`: it was tried often enough, and a person has to look.
    """

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


class MailQuerySet(RetriedQuerySet["Mail"]):
    def given_up(self) -> Self:
        return self.filter(status=Status.GIVEN_UP)


class Mail(RetriedWork):
    """One mail to one address. `person` is whom it is about; of an address that is still to be looked up, nobody."""

    PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
    GIVEN_UP = {"status": Status.GIVEN_UP}

    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey("people.User", models.CASCADE, null=True, related_name="mails")
    recipient = models.EmailField()
    language = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.WAITING, next_at__isnull=False)
                | (~Q(status=Status.WAITING) & Q(next_at=None)),
                name="mail_has_a_next_try_while_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(kind=Kind.FORGOTTEN), name="mail_is_about_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="mail_by_next_try"),
            models.Index(fields=["made_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class NewAddress(models.Model):
    """The e-mail address that somebody asked for and has not confirmed.

    It counts for nothing until then; a later one takes its place.
    """

    person = models.OneToOneField("people.User", models.CASCADE, related_name="new_address")
    address = models.EmailField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.person_id}"
