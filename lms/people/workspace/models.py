"""The words by which people are found."""

from typing import Self

from django.db import connections, models


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
