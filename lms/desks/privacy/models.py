"""Erasures that somebody asked for: they wait for some days and can be stopped, then they are carried out. Privacy
notices, and who accepted which.
"""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import User


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def visible_to(self, viewer: User) -> Self:
        """Return erasures of people whose account `viewer` manages."""
        return self.filter(person__in=User.objects.managed_by(viewer).exclude(pk=viewer.pk))

    def waiting(self) -> Self:
        return self.filter(state=Erasure.State.WAITING)

    def lapsed(self) -> Self:
        return self.filter(state=Erasure.State.LAPSED)

    def due(self, now: datetime) -> Self:
        """Return the waiting erasures whose waiting time is over."""
        return self.waiting().filter(waits_until__lte=now)


class Erasure(models.Model):
    """One person who is to be erased, or was. `reason` goes with the person: it may say who they are.

    It lapses where whoever asked for it may no longer when its day has come.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        STOPPED = "stopped", _("Stopped")
        DONE = "done", _("Carried out")
        LAPSED = "lapsed", _("Not carried out")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    waits_until = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="waiting"), name="erasure_waits_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="erasure_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["waits_until"], condition=Q(state="waiting"), name="erasure_by_due")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.state}"


def waiting_time() -> timedelta:
    """Return for how long an erasure can be stopped."""
    return timedelta(days=settings.ERASURE_DAYS)


class Remainder(models.Model):
    """A part of an erasure that an outside plugin could not do with the rest: it is tried again
    from `next_at` on; at once where that is empty.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    plugin = models.CharField(_("plugin"), max_length=60)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "plugin"], name="remainder_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.plugin}"


class Declaration(models.Model):
    """One kind of record about people that a plugin keeps here, written down when its tables were made: its rows are
    found by these facts where its code is gone (`lms.desks.privacy.declarations` writes them,
    `lms.desks.privacy.missing_plugins` reads).
    """

    plugin = models.CharField(_("plugin"), max_length=60)
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.plugin}: {self.facts['table']}"


class Notice(models.Model):
    """One version of the privacy notice of an institution and all below it that have none of their own. It is never
    changed: who accepted it must know what they accepted. `texts` has plain text by language.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("institution"))
    version = models.PositiveIntegerField(_("version"))
    texts = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = AtInstitution["Notice"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "version"], name="notice_version_once"),
            models.CheckConstraint(condition=~Q(texts={}), name="notice_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.version}"

    def text_in(self, language: str) -> tuple[str, str]:
        """Return the text for a reader of `language`, and the language that it is in."""
        shown = next(code for code in (language, "en", *sorted(self.texts)) if self.texts.get(code))
        return self.texts[shown], shown


class Acceptance(models.Model):
    """Acceptance of a notice by a person: its time, and the language in which they read the notice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="acceptances")
    language = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.notice_id}"
