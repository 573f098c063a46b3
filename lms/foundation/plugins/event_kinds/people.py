"""Events of people, their roles and transfers, and of cohorts: ids alone. Pure."""

from dataclasses import dataclass

from .event import Event


@dataclass(frozen=True)
class PeopleEvent(Event):
    """Change of people of the institution; `people` are their ids. People of no institution are not told of."""

    people: tuple[int, ...]


@dataclass(frozen=True)
class PeopleCreated(PeopleEvent):
    """People were added, one by one or by a list."""

    name = "people_created.1"


@dataclass(frozen=True)
class PeopleChanged(PeopleEvent):
    """Data of people were changed, an account was opened or closed, or a merge was undone."""

    name = "people_changed.1"


@dataclass(frozen=True)
class PeopleDeleted(PeopleEvent):
    """Accounts without records were deleted: their rows are gone."""

    name = "people_deleted.1"


@dataclass(frozen=True)
class PeopleErased(PeopleEvent):
    """People were erased: their rows stand there without a name."""

    name = "people_erased.1"


@dataclass(frozen=True)
class PeopleMerged(PeopleEvent):
    """The account `merged` became part of `into`; each institution of the two is told once, of its own people."""

    name = "people_merged.1"
    merged: int
    into: int


@dataclass(frozen=True)
class PeopleTransferred(PeopleEvent):
    """People serve at the institution `to` from now on, and no longer at `source`; both are told."""

    name = "people_transferred.1"
    source: int | None
    to: int | None


@dataclass(frozen=True)
class TransferAsked(PeopleEvent):
    """Another institution asked for people of this one."""

    name = "transfer_asked.1"


@dataclass(frozen=True)
class TransferDecided(PeopleEvent):
    """A request for people of this institution was accepted or refused; accepted, they may go on a later day."""

    name = "transfer_decided.1"
    accepted: bool


@dataclass(frozen=True)
class RoleGiven(PeopleEvent):
    """People were given a role at the institution, or other days for it."""

    name = "role_given.1"
    role: str


@dataclass(frozen=True)
class RoleTaken(PeopleEvent):
    """A role at the institution was taken from people."""

    name = "role_taken.1"
    role: str


@dataclass(frozen=True)
class CohortEvent(Event):
    """Change of a cohort of the institution."""

    cohort: int


@dataclass(frozen=True)
class CohortCreated(CohortEvent):
    """A cohort was made."""

    name = "cohort_created.1"


@dataclass(frozen=True)
class CohortClosed(CohortEvent):
    """A cohort was closed to changes."""

    name = "cohort_closed.1"


@dataclass(frozen=True)
class CohortReopened(CohortEvent):
    """A closed cohort can be changed again."""

    name = "cohort_reopened.1"


@dataclass(frozen=True)
class CohortJoined(CohortEvent):
    """People came into a cohort; `people` are their ids."""

    name = "cohort_joined.1"
    people: tuple[int, ...]


@dataclass(frozen=True)
class CohortLeft(CohortEvent):
    """People were taken out of a cohort; `people` are their ids."""

    name = "cohort_left.1"
    people: tuple[int, ...]
