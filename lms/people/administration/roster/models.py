"""Lists of people that came in: what each says row by row, and what became of it."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.storage import private
from lms.foundation.work.models import WorkQuerySet
from lms.foundation.work.staged_import import StagedImport

from ...directory.institutions import AtInstitution


class RosterQuerySet(AtInstitution["Roster"], WorkQuerySet["Roster"]):  # type: ignore[override]  # as_manager
    """Lists for institutions: those of administrators are `visible_to(viewer, Role.ADMINISTRATOR)`."""

    ids_first = False


class Roster(StagedImport):
    """A list of people on its way into an institution.

    It is read, maybe somebody says what its columns mean, it is compared with who is here, it waits for somebody's
    word, then its rows are applied, batch by batch. `by` is whose rights count: who brought it, then who applied it; of
    what a command of the site brought (`by_command`) those of the institution.
    """

    class Status(models.TextChoices):
        READING = "reading", _("Being read")
        CHOOSING = "choosing", _("Waiting for you to say what its columns are")
        COMPARING = "comparing", _("Being compared")
        READY = "ready", _("Waiting for you to apply it")
        APPLYING = "applying", _("Being applied")
        DONE = "done", _("Applied")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Could not be read")
        DROPPED = "dropped", _("Dropped: nothing was changed")

    UNDER_WAY = (Status.READING, Status.COMPARING, Status.APPLYING, Status.UNDOING)
    OPEN: ClassVar[tuple[str, ...]] = (*UNDER_WAY, Status.CHOOSING, Status.READY)
    TASK = "people.run_roster"
    UNDO_WITHIN: ClassVar[timedelta] = timedelta(days=1)

    institution = models.ForeignKey(
        "people.Institution", models.CASCADE, related_name="+", verbose_name=_("institution")
    )
    file = models.FileField(storage=private, upload_to="rosters", blank=True)
    setup = models.ForeignKey(
        "people.SourceSetup", models.SET_NULL, null=True, related_name="+", help_text="The source, if it is no file."
    )
    at_night = models.BooleanField(default=False, db_default=False, help_text="Nobody pressed a button.")
    digest = models.CharField(max_length=64)
    cohort_name = models.CharField(_("cohort"), max_length=120, blank=True)
    cohort = models.ForeignKey(
        "people.Cohort", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("cohort")
    )
    head_row = models.PositiveIntegerField(default=0)
    titles = models.JSONField(default=list)
    fields = models.JSONField(default=list)
    moves = models.BooleanField(default=False, help_text="People of one’s other institutions come.")
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.READING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    by_command = models.BooleanField(default=False, help_text="Whoever runs the site brought it.")
    applied_at = models.DateTimeField(null=True)
    made_cohort = models.BooleanField(default=False, db_default=False, help_text="The cohort was made by this list.")

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "digest", "cohort_name", "by_command"],
                condition=Q(status__in=["reading", "choosing", "comparing", "ready", "applying", "undoing"]),
                name="roster_once_under_way",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def may_undo(self, now: datetime) -> bool:
        return (
            self.status == self.Status.DONE
            and self.applied_at is not None
            and now <= self.applied_at + self.UNDO_WITHIN
        )


class RosterRowQuerySet(models.QuerySet["RosterRow"]):
    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def doubtful(self) -> Self:
        """Return the rows that wait with something that may be read wrongly."""
        waiting = self.in_state(RosterRow.State.CREATE, RosterRow.State.CHANGE, RosterRow.State.MOVE)
        return waiting.filter(outcome=RosterRow.Outcome.WAITING).exclude(reasons=[])


class RosterRow(models.Model):
    """One row of a list: the text of its cells, what it means for whom, and what became of it.

    `changes` has old and new values by field, `reasons` codes of sentences with their values. `joined` says that the
    person joined the cohort by this row, `left` which roles and places in cohorts it took from them by moving them.
    """

    class State(models.TextChoices):
        CREATE = "create", _("New")
        CHANGE = "change", _("Changed")
        MOVE = "move", _("Moves here")
        UNCHANGED = "unchanged", _("As it is")
        ELSEWHERE = "elsewhere", _("Belongs elsewhere")
        REFUSED = "refused", _("Refused")

    class Outcome(models.TextChoices):
        WAITING = "", _("Not applied")
        APPLIED = "applied", _("Applied")
        LEFT = "left", _("Left alone")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Could not be undone")

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    problem = models.CharField(max_length=30, blank=True)
    number = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=40, blank=True, help_text="The service number in small letters.")
    name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, blank=True)
    reasons = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    joined = models.BooleanField(default=False)
    left = models.JSONField(default=dict)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "row"], name="roster_row_once")]
        indexes = [
            models.Index(fields=["roster", "state", "row"], name="roster_row_by_state"),
            models.Index(fields=["roster", "key"], name="roster_row_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.row}: {self.name}"


class ColumnMapping(models.Model):
    """Meanings of headings at an institution and below it, as people there corrected them: fields by plain heading."""

    institution = models.OneToOneField("people.Institution", models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.institution_id}: {len(self.fields)}"
