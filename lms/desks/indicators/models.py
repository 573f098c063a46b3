"""Indicators with the versions of their definition, targets, sealed values, and the rows behind these."""

import json
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.work.models import Work, WorkQuerySet
from lms.people.directory.choices import REPORTING_ROLES, Kind, Role
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Membership, User
from lms.people.directory.role_validity import in_force

from .counting.rules import Rules


def _staff(name: str = "+", **options: Any) -> Any:
    """Return a column for whoever did something; rows outlive what the database would insist on."""
    return models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name=name, **options)


class IndicatorQuerySet(AtInstitution["Indicator"]):
    about_people = False

    def kept_by(self, viewer: User) -> Self:
        """Return the indicators of the institutions at which `viewer` reports by a role there, and not above: they
        define and count.
        """
        return self.filter(Exists(self._roles(viewer)))

    def whole_to(self, viewer: User) -> Self:
        """Return those of them of which `viewer` sees every cell and the rows behind, and takes evidence away: all but
        the indicators of a region that they coordinate, whose institutions are not their own.
        """
        outside = Q(role=Role.COORDINATOR, institution__kind=Kind.REGION)
        return self.filter(Exists(self._roles(viewer).exclude(outside)))

    def _roles(self, viewer: User) -> models.QuerySet[Membership]:
        roles = Membership.objects.filter(in_force(), user=viewer.pk, role__in=REPORTING_ROLES)
        return roles.filter(institution=OuterRef("institution"))


class Indicator(models.Model):
    """One indicator of an institution, for it and all below. `every` is how often a value is sealed by itself, as of
    `next_on` the next time.
    """

    class Every(models.TextChoices):
        NEVER = "", _("Only by hand")
        MONTH = "month", _("Every month")
        QUARTER = "quarter", _("Every quarter")

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    every = models.CharField(max_length=10, choices=Every, default=Every.NEVER, blank=True)
    next_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_on"], condition=Q(next_on__isnull=False), name="indicator_due")]

    def __str__(self) -> str:
        return f"indicator {self.pk}"


class Definition(models.Model):
    """One version of what an indicator counts. `body` is its one written form, `sha256` the hash of that. Rows stay."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions", db_index=False)
    version = models.PositiveIntegerField()
    body = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = _staff()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "version"], name="definition_version_once")]

    def __str__(self) -> str:
        return f"{self.rules.title} {self.version}"

    @cached_property
    def rules(self) -> Rules:
        return Rules.read(self.body)


class Target(models.Model):
    """The value that an indicator has to reach by a day, in its unit. Of two for one day the later row counts."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="targets")
    day = models.DateField()
    value = models.PositiveIntegerField()
    set_by = _staff()
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.value} by {self.day}"


class Count(Work):
    """The making of one value in the background; `snapshot` is what came of it."""

    MOST_TRIES: ClassVar[int] = 3
    STALE: ClassVar[timedelta] = timedelta(minutes=30)
    """Nothing says how far it is before its end."""

    definition = models.ForeignKey(Definition, models.PROTECT, related_name="counts")
    as_of = models.DateField()
    snapshot = models.OneToOneField("Snapshot", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reached = None  # type: ignore[assignment]

    objects = WorkQuerySet["Count"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "as_of"],
                condition=Q(status__in=("pending", "running")),
                name="one_count_under_way",
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition_id} as of {self.as_of}"


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return the values of the indicators that `viewer` may see."""
        return self.filter(definition__indicator__in=Indicator.objects.visible_to(viewer, *roles))

    def whole_to(self, viewer: User) -> Self:
        """Return the values whose rows `viewer` may see and take away."""
        return self.filter(definition__indicator__in=Indicator.objects.whole_to(viewer))


class Snapshot(models.Model):
    """A sealed value. `head` is what is signed, byte by byte: the value, the hash of the rows behind it, and the hash
    of the head with the number before. `sha256` is that of `head`. Without a key at the time nothing is signed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    definition = models.ForeignKey(Definition, models.PROTECT, related_name="snapshots")
    number = models.PositiveBigIntegerField(unique=True)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    head = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    signature = models.BinaryField(blank=True)
    key_id = models.CharField(max_length=8, blank=True)

    objects = SnapshotQuerySet.as_manager()

    def __str__(self) -> str:
        return f"snapshot {self.number}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        """The facts that the head states."""
        found: dict[str, Any] = json.loads(bytes(self.head))
        return found

    @property
    def seal(self) -> str:
        """The end of the chain as of this value, as people note it: NUMBER:HASH."""
        return f"{self.number}:{self.sha256}"


class SnapshotRow(models.Model):
    """One thing that was counted, or looked at and not counted (`why`). `pseudonym` is drawn for each person and
    snapshot, `n` counts the rows of one of them, `strata` is the written form of what the definition divides by, and
    `detail` the hash of what is known besides. `n` and `pseudonym` are the order of the list.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="rows", db_index=False)
    pseudonym = models.CharField(max_length=32)
    n = models.PositiveSmallIntegerField()
    strata = models.TextField()
    numerator = models.PositiveSmallIntegerField()
    denominator = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=20)
    detail = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "pseudonym", "n"], name="snapshot_row_once")]

    def __str__(self) -> str:
        return f"{self.pseudonym} {self.n}"

    def as_json(self) -> dict[str, object]:
        """Return the line of the list that is hashed."""
        return {
            "pseudonym": self.pseudonym,
            "strata": json.loads(self.strata),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "why": self.why,
            "detail": self.detail,
        }


class Link(models.Model):
    """The person behind a pseudonym, as long as that person is here."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="links", db_index=False)
    pseudonym = models.CharField(max_length=32)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["snapshot", "pseudonym"], name="link_of_pseudonym_once")]

    def __str__(self) -> str:
        return self.pseudonym


class Detail(models.Model):
    """Facts known of one row besides: tests, attendance, edition. The row holds the SHA-256 of `nonce` and `body`."""

    row = models.OneToOneField(SnapshotRow, models.PROTECT, primary_key=True, related_name="known")
    link = models.ForeignKey(Link, models.CASCADE, related_name="details")
    nonce = models.CharField(max_length=32)
    body = models.TextField()

    def __str__(self) -> str:
        return f"detail {self.pk}"
