"""A row of the matrix: who gets what at an address."""

from collections.abc import Iterator
from dataclasses import dataclass, field

OUTSIDE = (
    "nobody",
    "learner",
    "classmate",
    "stranger",
    "instructor",
    "neighbour",
    "coordinator",
    "foreign",
    "administrator",
)
"""Those who may not come into the admin."""


STAFF = ("editor", "reviewer", "limited", "abroad", "manager")


WHO = (*OUTSIDE, "superuser", *STAFF)


@dataclass(frozen=True)
class Row:
    """What an address answers to GET and to POST; `arguments` name values of the test's world.

    Fifteen statuses are those of WHO; ten are those up to the superuser's, where staff get what a stranger gets, and
    the manager what the administrator gets; six are those of the superuser and staff, where all others are sent to sign
    in; one is everybody's.
    """

    get: str
    post: str
    arguments: dict[str, str] = field(default_factory=dict)

    def statuses(self, verb: str) -> list[int]:
        found = [int(status) for status in getattr(self, verb).split()]
        missing = {
            1: lambda: found * len(WHO),
            6: lambda: [302] * 9 + found,
            10: lambda: found + [found[3]] * 4 + [found[8]],
        }
        return missing.get(len(found), lambda: found)()

    def of(self, who: str, verb: str) -> int:
        return self.statuses(verb)[WHO.index(who)]

    @property
    def changes(self) -> bool:
        return any(status not in (404, 405) for status in self.statuses("post"))


def alike(text: str) -> Iterator[tuple[str, Row]]:
    """The rows of addresses that share their statuses, which stand in a line above them. An address is written as its
    name, or as `name(argument=value,argument=value)`.
    """
    get = post = ""
    for line in filter(str.strip, text.splitlines()):
        if line.startswith(" "):
            for address in line.split():
                name, _, arguments = address.removesuffix(")").partition("(")
                pairs = (pair.split("=") for pair in arguments.split(",") if pair)
                yield name, Row(get, post, dict(pairs))
        else:
            get, post = map(str.strip, line.split("|"))
