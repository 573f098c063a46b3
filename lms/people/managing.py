"""Whether a decision about somebody still holds on the day on which it is carried out."""

from .models import User


def still_manages(by: User | None, person: User) -> bool:
    """May `by` change the account of `person` now? Their account is open, and it is not their own. One statement."""
    if by is None or not by.is_active or by.pk == person.pk:
        return False
    return User.objects.managed_by(by).filter(pk=person.pk).exists()
