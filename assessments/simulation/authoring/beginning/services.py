"""Writer of what a new case begins with."""

from lms.people.directory.models import User

from ..drafts import Draft, put_in
from ..pages import CasePage


def begin(page: CasePage, draft: Draft, *, by: User) -> None:
    """Put the case into the draft of a page that has none; one that has one stays as it is. Raises `BadCase` and
    `Busy`.
    """
    put_in(page=page, change=lambda before: before if before.structure else draft, by=by)
