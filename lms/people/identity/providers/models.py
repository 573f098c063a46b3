"""Identity provider that signs in the people of an institution."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..protection.encryption import decrypt, encrypt


class Protocol(models.TextChoices):
    OIDC = "oidc", "OpenID Connect"
    SAML = "saml", "SAML 2.0"


class SignOnQuerySet(models.QuerySet["SignOn"]):
    def at_work(self) -> Self:
        """Return the providers that are on, with their institutions."""
        return self.filter(on=True).select_related("institution")


class SignOn(models.Model):
    """The identity provider of a node of the tree, for people of that node and all below it.

    `secret` is encrypted, for this institution alone. `number_from` names the claim or attribute that holds the service
    number. Of SAML there are the `address` that signs people in, and the `certificates` that answers are signed with,
    in DER as base64.
    """

    institution = models.ForeignKey(
        "people.Institution", models.CASCADE, related_name="sign_ons", verbose_name=_("institution")
    )
    protocol = models.CharField(max_length=4, choices=Protocol, default=Protocol.OIDC)
    on = models.BooleanField(_("on"), default=False)
    issuer = models.CharField(max_length=500, blank=True)
    client = models.CharField(max_length=200, blank=True)
    secret = models.TextField(blank=True, editable=False)
    address = models.CharField(max_length=2000, blank=True)
    certificates = models.JSONField(default=list, blank=True)
    metadata_url = models.CharField(max_length=2000, blank=True)
    number_from = models.CharField(max_length=200)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )

    objects = SignOnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution"], name="sign_on_once_at_an_institution")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.issuer}"

    @property
    def version(self) -> str:
        """The version of the provider for caches: another text after each change."""
        return f"{self.pk}:{self.changed_at.timestamp()}"

    def keep_secret(self, text: str) -> None:
        """Let `text` be the secret; not yet saved."""
        self.secret = encrypt(text, place=self._place) if text else ""

    def reveal_secret(self) -> str:
        """Return the secret, or an empty text if there is none. Raises `CannotBeRead` if its key is gone."""
        return decrypt(self.secret, place=self._place) if self.secret else ""

    @property
    def _place(self) -> str:
        return f"sign-on of institution {self.institution_id}"
