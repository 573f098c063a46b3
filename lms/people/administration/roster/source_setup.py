"""Source of people as an administrator set it up for an institution."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from lms.foundation.plugins.institution_settings import Secret
from lms.foundation.plugins.manifest import InstitutionSetting

from ...identity.protection.encryption import CannotBeRead, decrypt, encrypt

log = logging.getLogger(__name__)


class SourceSetup(models.Model):
    """The values with which a source is read for an institution; `secrets` are encrypted, for this row's place alone.

    `cohort_name` is the cohort that everybody on the list joins. A list that is read at night waits to be looked at.
    """

    institution = models.ForeignKey("people.Institution", models.CASCADE, related_name="+")
    source = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    secrets = models.JSONField(default=dict, editable=False)
    cohort_name = models.CharField(max_length=120, blank=True)
    at_night = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "source"], name="source_once_at_an_institution")]

    def __str__(self) -> str:
        return f"{self.institution_id}: {self.source}"

    def keep_secret(self, name: str, text: str) -> None:
        """Let `text` be the secret called `name`; not yet saved."""
        self.secrets = {**self.secrets, name: encrypt(text, place=self._place(name))}

    def options(self, fields: Sequence[InstitutionSetting]) -> Mapping[str, Any]:
        """Return the value of each of `fields`, a secret one as a `Secret`; blank where there is none that fits."""
        return {one.name: self._secret(one.name) if one.secret else self._value(one) for one in fields}

    def _value(self, field: InstitutionSetting) -> object:
        value = self.values.get(field.name)
        return value if field.fits(value) else field.blank

    def _secret(self, name: str) -> Secret:
        try:
            return Secret(decrypt(self.secrets[name], place=self._place(name)) if name in self.secrets else "")
        except CannotBeRead:
            log.error("the secret of %s cannot be decrypted: set it again", self._place(name))
            return Secret()

    def _place(self, name: str) -> str:
        return f"source {self.source} {name} of institution {self.institution_id}"
