"""The pictures of crests, each once, by the hash of its bytes."""

from django.db import models


class Crest(models.Model):
    """A PNG that we drew anew from what somebody sent. Which institutions have it, their rows say."""

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the bytes.")
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.digest
