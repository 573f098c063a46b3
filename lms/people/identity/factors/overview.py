"""Factors of a person besides the password, as the page shows them."""

from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from ...directory.models import User
from ..protection.encryption import CannotBeRead


@dataclass
class Factors:
    """`app` is one row or none, `codes_left` a number where there are recovery codes."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None

    @property
    def any(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(person: User) -> Factors:
    """Return the factors of `person`. One statement."""
    factors = Factors()
    for row in Authenticator.objects.filter(user=person.pk).order_by("created_at"):
        if row.type == Authenticator.Type.TOTP:
            factors.app = row
        elif row.type == Authenticator.Type.WEBAUTHN:
            factors.passkeys.append(row)
        else:
            factors.codes_left = _left(row)
    return factors


def _left(row: Authenticator) -> int:
    try:
        return len(RecoveryCodes(row).get_unused_codes())
    except CannotBeRead:
        return 0
