"""Words by which people are found, rules by which cohorts are filled, roles held for somebody who is away, and lists
of first steps that were put away.
"""

from typing import Self

from django.conf import settings
from django.db import connections, models
from django.utils.translation import gettext_lazy as _


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def beginning(self, start: str) -> Self:
        """Return the words that begin with `start`. Asks the index, which each database does in its own way."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(word__startswith=start)
        return self.filter(word__gte=start, word__lt=start + "\U0010ffff")

    def open_to_staff(self) -> Self:
        """Return the words of names and service numbers. Words of addresses are left out: a reader without a right to
        an address could learn it letter by letter.
        """
        return self.filter(of_address=False)

    def with_addresses_of(self, people: "models.QuerySet[models.Model]") -> Self:
        """Return words of names and service numbers, and for `people` those of their e-mail addresses as well."""
        return self.filter(models.Q(of_address=False) | models.Q(user__in=people))


class SearchWord(models.Model):
    """A word of somebody's name, service number or e-mail address, as `search_words` folds it."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=40, db_index=True)
    of_address = models.BooleanField(default=False)
    """Whether only the e-mail address has this word."""

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class CohortRule(models.Model):
    """Rule of who belongs to a cohort: people of its institution without a role, of one of some ranks, here since a
    day.
    """

    cohort = models.OneToOneField("people.Cohort", models.CASCADE, related_name="rule")
    ranks = models.CharField(_("ranks"), max_length=200, blank=True)
    """Separated by commas; none: whatever the rank."""
    since = models.DateField(_("since"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(ranks="") | models.Q(since__isnull=False), name="cohort_rule_asks_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.ranks} {self.since or ''}".strip()


class StaysOut(models.Model):
    """Person who was taken out of a cohort by hand: its rule does not bring them back."""

    cohort = models.ForeignKey("people.Cohort", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="stays_out_once")]

    def __str__(self) -> str:
        return f"{self.user_id} out of {self.cohort_id}"


class LikenessKey(models.Model):
    """Key by which people are compared: of the `kind` “number” the service number, of “name” the words of the name in
    order, both as `search_words` folds them; of “alike” the year of birth, if known, and the sound of the name. The
    kinds are in the order of their weight, the least first.
    """

    class Kind(models.TextChoices):
        ALIKE = "alike"
        NAME = "name"
        NUMBER = "number"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likeness_keys", db_index=False)
    kind = models.CharField(max_length=6, choices=Kind)
    key = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="likeness_key_once")]
        indexes = [models.Index(fields=["kind", "key", "user"], name="likeness_by_key")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class StandIn(models.Model):
    """Appointment of `person` to hold the role `source` as well, from `starts_on` to `ends_on`, for its holder.

    Nothing holds before an administrator has confirmed it. `membership` is the role that `person` has for it, from the
    first day on.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.ForeignKey("people.Membership", models.CASCADE, related_name="stand_ins")
    membership = models.OneToOneField("people.Membership", models.CASCADE, null=True, related_name="stand_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("source")), name="nobody_stands_in_for_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(membership=None) | models.Q(confirmed_at__isnull=False),
                name="stand_in_is_confirmed_before_it_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="stand_in_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.source_id}"


class FirstSteps(models.Model):
    """List of first steps of an institution that was put away; without a row it stands on the home page."""

    institution = models.OneToOneField("people.Institution", models.CASCADE, primary_key=True, related_name="+")
    put_away_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.institution_id}"
