"""Explanation in words of what a person may see, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...directory.choices import STAFF
from ...directory.institutions import Institution
from ...directory.models import Membership, User

MOST_NAMED = 4
SENTENCES = {str(one.role): one.sees for one in STAFF}


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds, whether it counts today, and whether the viewer may take it away."""

    membership: Membership
    counts: bool
    may_take: bool


def roles_of(person: User, institutions: Sequence[Institution], *, may_change: bool) -> tuple[list[HeldRole], bool]:
    """Return the roles of `person` at `institutions`, which are those of the viewer, and whether they have others
    elsewhere. Two statements.
    """
    here = {row.pk for row in institutions}
    rows = list(
        Membership.objects.filter(user=person, role__in=SENTENCES)
        .select_related("institution")
        .order_by("institution__path", "role")
    )
    counting = set(Membership.objects.in_force().filter(user=person).values_list("pk", flat=True))
    held = [HeldRole(row, row.pk in counting, may_change) for row in rows if row.institution_id in here]
    return held, len(held) < len(rows)


def sentences(person: User, roles: Sequence[HeldRole], institutions: Sequence[Institution]) -> list[str]:
    """Return a sentence for each reason for which `person` sees anything."""
    said = []
    if person.institution:
        said.append(
            _("Belongs to %(place)s: sees their own courses, results and certificates.")
            % {"place": person.institution.local_name()}
        )
    for held in roles:
        if held.counts:
            at = held.membership.institution
            sentence = str(SENTENCES[held.membership.role])
            said.append(sentence % {"place": at.local_name(), "places": _places(at, institutions)})
    if person.is_superuser:
        said.append(_("Runs the site: sees and changes everything."))
    if not person.is_active:
        said.append(_("May not sign in, and so sees nothing at present."))
    return said


def _places(at: Institution, institutions: Sequence[Institution]) -> str:
    """Return the institution and those below it, by name as far as there is room."""
    below = [row for row in institutions if row.pk != at.pk and (row.path or "").startswith(at.path or "-")]
    names = [at.local_name(), *(row.local_name() for row in below[:MOST_NAMED])]
    rest = len(below) - MOST_NAMED
    text = ", ".join(names)
    if rest <= 0:
        return text
    more = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", rest)
    return more % {"names": text, "count": rest}
