"""The words by which people are found, and the rules by which cohorts are filled."""

from typing import Self

from django.conf import settings
from django.db import connections, models
from django.utils.translation import gettext_lazy as _


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def beginning(self, start: str) -> Self:
        """Words that begin with `start`. Asks the index, which each database does in its own way."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(word__startswith=start)
        return self.filter(word__gte=start, word__lt=start + "\U0010ffff")


class SearchWord(models.Model):
    """A word of somebody's name, service number or e-mail address, as `workspace.words` folds it."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="search_words")
    word = models.CharField(max_length=40, db_index=True)

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.word


class CohortRule(models.Model):
    """Who belongs to a cohort: people of its institution without a role, of one of some ranks, here since a day."""

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
    """Somebody who was taken out of a cohort by hand: its rule does not bring them back."""

    cohort = models.ForeignKey("people.Cohort", models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="stays_out_once")]

    def __str__(self) -> str:
        return f"{self.user_id} out of {self.cohort_id}"
