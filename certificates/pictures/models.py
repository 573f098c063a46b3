"""Pictures, by the hash of their bytes."""

from django.db import models


class Picture(models.Model):
    """A PNG or JPEG, drawn anew. Certificates and settings name it by its digest, so it stays."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the bytes.")
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest
