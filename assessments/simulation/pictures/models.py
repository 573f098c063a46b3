"""The pictures of cards, each once, by the hash of its bytes."""

from django.db import models


class Picture(models.Model):
    """A JPEG that we drew anew from what an author brought. Which cards show it, their cases say. `used_at` is when it
    was last brought, or found in a case.
    """

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the bytes.")
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest
