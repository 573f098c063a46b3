"""Runs of cases, who sits where in them, and their logs.

For whoever builds on it: `Run.state` is the fold of the log, as JSON of `assessments.casework.State`; `scripts` gives
the script and the words of a run; `services` has the only writers. What a viewer of the staff may see is
`visible_to(viewer, *roles)`, what somebody runs or watches is `Run.objects.steered_by(person)`, where they play is
`Seat.objects.of(person)`: never joined.
"""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.casework import RULES
from courses.models import Activity, Content, Release
from lms.foundation.database.statements import Parameter
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Cohort, User

from ..page.choices import CONTROL_ROLES, Mode, Status


class RunQuerySet(AtInstitution["Run"]):
    """`visible_to(viewer, *roles)`: the runs of the institutions where `viewer` is of the staff."""

    def steered_by(self, person: User) -> Self:
        """Return runs in which `person` has a role without an attempt: they run it, evaluate or observe."""
        theirs = Seat.objects.filter(person=person.pk, role__in=CONTROL_ROLES, left_at=None)
        return self.filter(pk__in=theirs.values("run"))

    def in_play(self) -> Self:
        return self.filter(status__in=(Status.OPEN, Status.PAUSED))


class Run(models.Model):
    """One play of one case by one group. `content` has the structure, `release` the words in every language.

    `schedule` says which minute of the case it is when (`assessments.simulation.runs.schedules`); `next_at` when
    something next happens by itself. `rules` are those of play by which it began. `seq` numbers the last entry of its
    log. A fork goes on from entry `fork_seq` of another.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", verbose_name=_("simulation"))
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    content = models.ForeignKey(Content, models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="+", verbose_name=_("cohort"))
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.TURNS)
    rules = models.PositiveSmallIntegerField(default=RULES)
    schedule = models.JSONField(default=dict)
    seed = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.PLANNED)
    seq = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    next_at = models.DateTimeField(null=True)
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    forked_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="forks")
    fork_seq = models.PositiveIntegerField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a simulation")
        verbose_name_plural = _("run of a simulation")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.PLANNED, opened_at=None)
                | (~Q(status=Status.PLANNED) & Q(opened_at__isnull=False)),
                name="run_under_way_was_opened",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, closed_at__isnull=False)
                | (~Q(status=Status.CLOSED) & Q(closed_at=None)),
                name="run_closed_says_when",
            ),
            models.CheckConstraint(condition=Q(next_at=None) | Q(status=Status.OPEN), name="run_due_is_open"),
            models.CheckConstraint(
                condition=Q(forked_from=None, fork_seq=None) | Q(forked_from__isnull=False, fork_seq__isnull=False),
                name="run_fork_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="run_due"),
            models.Index(fields=["institution", "status"], name="run_by_institution"),
            models.Index(fields=["cohort", "activity"], name="run_of_a_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.name}".strip()


class SeatQuerySet(models.QuerySet["Seat"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return seats of the runs that are visible to `viewer`."""
        return self.filter(run__in=Run.objects.visible_to(viewer, *roles))

    def of(self, person: User | Parameter) -> Self:
        """Filter to the seats where `person` plays now; the person may be a `Parameter`."""
        return self.filter(person=person, left_at=None, attempt__isnull=False)

    def playing(self) -> Self:
        """Return seats with an attempt, also of those who left."""
        return self.filter(attempt__isnull=False)

    def taken(self) -> Self:
        return self.filter(left_at=None)


class Seat(models.Model):
    """One person in one role of one run: of the case, with an attempt, or of those who run it (`CONTROL_ROLES`).

    Several with one role are a syndicate. `view` is a name of what the seat sees in the state of the run that is stored
    (`pulse`). `present` says that somebody was in the room of a plenary run.
    """

    run = models.ForeignKey(Run, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="simulation_seats")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="simulation_seats")
    view = models.CharField(max_length=12, blank=True)
    present = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat in a simulation")
        verbose_name_plural = _("seat in a simulation")
        constraints = [
            models.UniqueConstraint(fields=["run", "role", "person"], condition=Q(left_at=None), name="seat_once"),
            models.UniqueConstraint(fields=["attempt", "role"], name="seat_attempt_once"),
            models.CheckConstraint(
                condition=Q(role__in=CONTROL_ROLES, attempt=None)
                | (~Q(role__in=CONTROL_ROLES) & Q(attempt__isnull=False)),
                name="seat_learner_has_attempt",
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(left_at=None), name="seat_taken")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.role}"

    @property
    def is_control(self) -> bool:
        return self.role in CONTROL_ROLES


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Filter to the runs that are visible to `viewer`."""
        return self.filter(run__in=Run.objects.visible_to(viewer, *roles))


class LogEntry(models.Model):
    """One numbered line of the log of a run. Never changed. A learner's has the id of its event in the journal.

    `seat` is who entered it: nobody for what happened by itself. `role` is the seat of the case, or `excon`; `at` the
    minute of the case. A fork has copies, whose `source` is the line that was entered.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    run = models.ForeignKey(Run, models.PROTECT, related_name="log")
    seq = models.PositiveIntegerField()
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="entries")
    role = models.CharField(max_length=60)
    verb = models.CharField(max_length=12)
    data = models.JSONField(default=dict)
    at = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    device = models.CharField(max_length=64, blank=True)
    source = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("log of a simulation")
        verbose_name_plural = _("log of a simulation")
        constraints = [
            models.UniqueConstraint(fields=["run", "seq"], name="entry_number"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_is_numbered_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.seq}: {self.verb}"
