"""Activation cards, and the sheets on which they are printed."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.models import Work, WorkQuerySet


class CardSheetQuerySet(WorkQuerySet["CardSheet"]):
    def of(self, maker: "models.Model") -> Self:
        """Return the sheets that `maker` had made; only they get them."""
        return self.filter(by=maker.pk)


class CardSheet(Work):
    """Cards that somebody has printed together.

    `sealed` is the PDF with the codes, encrypted, until it is fetched, which it is once. No kind of `lms.files`: making
    the sheet makes the cards, and withdrawing it makes them void; such a file is stored as it is and fetched again.
    """

    MOST: ClassVar[int] = 1000
    """Cards on one sheet."""

    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sealed = models.TextField(blank=True)
    made_at = models.DateTimeField(_("when"))
    printed_at = models.DateTimeField(null=True)

    objects = CardSheetQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-made_at"], name="card_sheet_by_maker")]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class ActivationCardQuerySet(models.QuerySet["ActivationCard"]):
    def unused(self) -> Self:
        return self.filter(used_at=None)

    def good(self, now: datetime) -> Self:
        """Return the cards by which a person can still choose a password, or will when their sheet is made."""
        return self.unused().filter(expires_at__gt=now)


class ActivationCard(models.Model):
    """A code by which a person chooses a password, once: with their service number, until `expires_at`.

    `code` is a hash, and empty before the sheet is made and once the card was used. A new card takes the place of the
    old one, whose code is void.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="activation_card")
    sheet = models.ForeignKey(CardSheet, models.SET_NULL, null=True, related_name="cards")
    code = models.CharField(max_length=128, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = ActivationCardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="activation_card_by_end")]

    def __str__(self) -> str:
        return f"of {self.person_id}"

    def is_good(self, now: datetime) -> bool:
        return bool(self.code) and self.used_at is None and now < self.expires_at


class NameRequest(models.Model):
    """Another name that a person asked for; whoever manages their account accepts or refuses it. A later one takes its
    place.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="name_request")
    name = models.CharField(_("name as on official papers"), max_length=200)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["status", "asked_at"], name="name_request_by_state")]

    def __str__(self) -> str:
        return f"of {self.person_id}"
