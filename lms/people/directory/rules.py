"""Rule that staff never act for themselves, kept in this one place for every action of staff."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .models import Cohort, User


class OwnCase(PermissionDenied):
    """Staff asked for something that concerns themselves. The message says who can do it. Nothing was written."""


def concerns(by: User | int | None, people: Iterable[int]) -> bool:
    """Return whether `by`, the acting user (or their primary key), is one of `people`.

    Never where nobody acts, as when a sweep or a command does.
    """
    return by is not None and (by.pk if isinstance(by, User) else by) in set(people)


def is_member(person: User, cohort: Cohort) -> bool:
    """Return whether `person` is in `cohort`, so that an action for the whole cohort affects them too."""
    return cohort.members.filter(user=person.pk).exists()


def refuse_own_case(by: User | int | None, people: Iterable[int]) -> None:
    """Raise `OwnCase` where what `by` does is for one of `people` (primary keys) and `by` is that person.

    Services of staff call it before they write. Whoever is of the house and learns something has it marked, extended,
    corrected or revoked by somebody else.
    """
    if concerns(by, people):
        raise OwnCase(
            _("This concerns yourself, so you cannot do it. Ask a colleague with the same role to do it for you.")
        )


def refuse_own_cohort(by: User | None, cohort: Cohort) -> None:
    """Raise `OwnCase` where `by` is in `cohort`, for all of which something is about to be done."""
    if by is not None and is_member(by, cohort):
        raise OwnCase(
            _(
                "You are in this cohort yourself, so you cannot do this for all of it. Ask a colleague with the same "
                "role."
            )
        )
