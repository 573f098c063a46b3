"""The words of contents, by which they are found."""

from typing import ClassVar

from django.db import models

from courses.models import Content


class Passage(models.Model):
    """Passage of a content below one heading. `line` is heading and text as they are compared
    (`words`); `anchor` is where on the page it begins.
    """

    content = models.ForeignKey(Content, models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    anchor = models.CharField(max_length=80, blank=True)
    heading = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    line = models.TextField()

    objects: ClassVar[models.Manager["Passage"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="passage_of_a_content_once")]

    def __str__(self) -> str:
        return f"{self.content_id[:8]} #{self.number}"


class ReadContent(models.Model):
    """A content whose passages are here, or which has none, by the rules of `version`. What is frozen is read once."""

    content = models.OneToOneField(Content, models.CASCADE, primary_key=True, related_name="+")
    version = models.PositiveIntegerField()

    objects: ClassVar[models.Manager["ReadContent"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.content_id[:8]} by {self.version}"
