"""Links by which holders show a certificate."""

from django.db import models


class Share(models.Model):
    """A link to one certificate, which goes when its holder ends it. `digest` is the SHA-256 of its secret, which
    nobody keeps.
    """

    certificate = models.ForeignKey("certificates.Certificate", models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.certificate_id}"
