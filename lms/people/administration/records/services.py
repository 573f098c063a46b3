"""The only writers of institutions, roles, cohorts and switches."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from lms.foundation.plugins.events import cohort_joined, person_transferred

from ...audit.services import note, note_many
from ...directory.codes import code_for
from ...directory.inherited_settings import recompute_inherited
from ...directory.institutions import Institution
from ...directory.models import Cohort, CohortMember, Membership, User
from ...directory.rules import refuse_own_case
from ...directory.switches import PluginSwitch
from ...directory.tree import hold_the_trees
from .departures import end_roles, of_old_place
from .models import CohortRule, StaysOut

SWITCHED = {True: "people.plugin_on", False: "people.plugin_off", None: "people.plugin_as_above"}
"""What stands in the site's history, by what a switch was set to."""
INHERITED = ("plugins", "settings_version", "factor_days", "notice", "issues", "issuer", "crest", "crest_alt")
"""What a new institution has of the one above it."""
TRANSFERRED = "people.transferred"
"""In the history of a person: they came to serve at another institution."""
JOINED, LEFT = "people.joined", "people.left"
"""In the history of a cohort: people were added, somebody was taken out."""
CLOSED, OPENED = "people.closed", "people.opened"
"""In the history of a cohort, too."""


@transaction.atomic
def create_institution(
    *, name: str, kind: str, parent: Institution | None = None, code: str = "", **fields
) -> Institution:
    """Create an institution below `parent`, whose country and time zone it takes over if none is given.

    Its `code` follows from its name where none is given.
    """
    if parent is not None:
        fields.setdefault("country", parent.country)
        fields.setdefault("timezone", parent.timezone)
        hold_the_trees()
        fields |= Institution.objects.values(*INHERITED).get(pk=parent.pk)
    code = code or code_for(name, kind)
    institution = Institution.objects.create(name=name, kind=kind, parent=parent, code=code, **fields)
    institution.path = f"{parent.path if parent else ''}{institution.pk}/"
    institution.save(update_fields=["path"])
    return institution


@transaction.atomic
def move(*, institution: Institution, parent: Institution | None, by: User | None = None) -> Institution:
    """Hang `institution`, with all below it, under `parent`. Raises `ValueError` if that is itself or below itself."""
    hold_the_trees()
    old = institution.path or ""
    if parent is not None and (parent.path or "").startswith(old):
        raise ValueError("An institution cannot belong to itself.")
    new, version = f"{parent.path if parent else ''}{institution.pk}/", uuid4().hex
    for node in list(Institution.objects.select_for_update(no_key=True).filter(path__startswith=old)):
        node.path, node.settings_version = new + (node.path or "")[len(old) :], version
        node.save(update_fields=["path", "settings_version"])
    institution.parent, institution.path, institution.settings_version = parent, new, version
    institution.save(update_fields=["parent", "path"])
    to = parent.pk if parent else None
    note("institution_moved", by=by, institution=institution, now=timezone.now(), to=to)
    _settle(institution)
    recompute_inherited(institution)
    return institution


@transaction.atomic
def switch(*, plugin: str, institution: Institution, on: bool | None, by: User | None, now: datetime) -> Institution:
    """Switch `plugin` on or off at `institution`, for it and all below it that has no closer switch; None takes its own
    switch away.

    Who did it and when stands in the switch and in the site's history. The same again changes nothing.
    """
    hold_the_trees()
    own = PluginSwitch.objects.filter(plugin=plugin, institution=institution)
    known = own.first()
    if (known.on if known else None) is on:
        return institution
    if on is None:
        own.delete()
    else:
        PluginSwitch.objects.update_or_create(
            plugin=plugin, institution=institution, defaults={"on": on, "changed_at": now, "changed_by": by}
        )
    log(institution, SWITCHED[on], user=by, data={"plugin": plugin}, timestamp=now)
    note("plugin_switched", by=by, institution=institution, now=now, plugin=plugin, on=on)
    _settle(institution)
    return institution


@transaction.atomic
def renew_settings(*, institution: Institution) -> Institution:
    """Say that a plugin's settings change at `institution` and all below it, before they do: each process then reads
    them anew, once the transaction has committed.
    """
    hold_the_trees()
    institution.settings_version = uuid4().hex
    below = Institution.objects.filter(path__startswith=institution.path or "")
    below.update(settings_version=institution.settings_version)
    return institution


def _settle(institution: Institution) -> None:
    """Work out again what the switches come to at `institution` and at all below it. Three statements."""
    path = institution.path or ""
    above = [int(pk) for pk in path.rstrip("/").split("/")]
    nodes = list(Institution.objects.filter(path__startswith=path).only("path", "plugins"))
    switches: dict[int, dict[str, bool]] = {}
    for at, plugin, on in PluginSwitch.objects.filter(
        Q(institution__in=above) | Q(institution__path__startswith=path)
    ).values_list("institution", "plugin", "on"):
        switches.setdefault(at, {})[plugin] = on
    for node in nodes:
        node.plugins = {}
        for pk in (node.path or "").rstrip("/").split("/"):
            node.plugins |= switches.get(int(pk), {})
    Institution.objects.bulk_update(nodes, ["plugins"])
    institution.plugins = next(node.plugins for node in nodes if node.pk == institution.pk)


def narrowed(viewer: User, plugin: str) -> User:
    """Return a copy of `viewer` who sees no more than the institutions where `plugin` is on: a plugin gets it for its
    queries.
    """
    if (
        not viewer.is_authenticated
    ):  # asking also loads a request's lazy user: a copy of one that is not loaded would be the user itself
        raise ValueError("Only somebody who is signed in sees anything.")
    person = copy(viewer)
    person.within = plugin
    return person


@transaction.atomic
def transfer(
    *, person: User, to: Institution | None, now: datetime, by: User | None = None, last_day: date | None = None
) -> User:
    """Let `person` serve at the institution `to` from now on, and tell the floors above, where those there become
    responsible.

    Roles at the old place end with `last_day`, which is yesterday where none is said, and places in its cohorts now: at
    the institution, above it and below it, but for what is also above or below the new one. Who did it, and from where
    to where, stands in the person's history. To where they are already, nothing changes. Raises `OwnCase` where `by` is
    `person`.
    """
    locked = User.objects.select_for_update(of=("self",), no_key=True).select_related("institution").get(pk=person.pk)
    source, person.institution = locked.institution_id, to
    if source == (to.pk if to else None):
        return person
    if locked.institution is not None:  # who served nowhere leaves nobody
        refuse_own_case(by, [person.pk])
        left = of_old_place(locked.institution, to)
        end_roles(person=locked, left=left, last_day=last_day or timezone.localdate(now) - timedelta(days=1))
        for cohort in Cohort.objects.filter(left, people=locked).select_related("institution"):
            leave(cohort=cohort, person=locked, now=now, by=by)
    User.objects.filter(pk=person.pk).update(institution=to)
    log(person, TRANSFERRED, user=by, data={"from": source, "to": to.pk if to else None}, timestamp=now)
    if source is not None:
        note("person_transferred", by=by, person=person, institution=source, now=now, to=to.pk if to else None)
    if to is not None:
        note("person_transferred", by=by, person=person, institution=to, now=now, source=source)
    person_transferred.send(User, person=person, now=now)
    return person


def appoint(*, user: User, institution: Institution, role: str) -> Membership:
    """Give `user` the `role` at `institution`; giving it again changes nothing."""
    return Membership.objects.get_or_create(user=user, institution=institution, role=role)[0]


@dataclass(frozen=True)
class LookUp:
    """People found by a list of service numbers, and the lines, counted from one, that named no person."""

    people: list[User]
    unknown: list[tuple[int, str]]


def look_up(*, institution: Institution, lines: Sequence[str]) -> LookUp:
    """Return the people of `institution`, or below it, by service numbers in upper or lower case, one on each line.

    The number of an account that was merged finds the one that stayed. A number of another institution is as unknown as
    one that nobody has: it is not for the asker to know.
    """
    asked = {number: text.strip() for number, text in enumerate(lines, start=1) if text.strip()}
    numbers = {text.lower() for text in asked.values()}
    within = Q(institution__path__startswith=institution.path)
    merged = Q(merged_into__institution__path__startswith=institution.path)
    here = User.objects.filter(within | merged).select_related("institution", "merged_into__institution")
    known = {person.service_number.lower(): person.merged_into or person for person in here.numbered(*numbers)}
    unknown = [(number, text) for number, text in asked.items() if text.lower() not in known]
    return LookUp(people=list({person.pk: person for person in known.values()}.values()), unknown=unknown)


def open_cohort(
    *, institution: Institution, name: str, starts_on: date | None = None, ends_on: date | None = None
) -> Cohort:
    """Return the cohort called `name` (whatever its case) at `institution`, made if there is none."""
    known = Cohort.objects.filter(institution=institution, name__iexact=name).first()
    return known or Cohort.objects.create(institution=institution, name=name, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def close_cohort(*, cohort: Cohort, now: datetime, by: User) -> bool:
    """Close `cohort` to changes: from now on people are not added or taken out, not even by its rule, and courses are
    not assigned. False if it was closed before.
    """
    if not Cohort.objects.filter(pk=cohort.pk, closed_at=None).update(closed_at=now):
        return False
    note("cohort_closed", by=by, institution=cohort.institution_id, now=now, cohort=cohort.pk)
    log(cohort, CLOSED, user=by, timestamp=now)
    return True


@transaction.atomic
def reopen_cohort(*, cohort: Cohort, now: datetime, by: User | None) -> bool:
    """Let `cohort` be changed again. False where it was open."""
    if not Cohort.objects.filter(pk=cohort.pk).exclude(closed_at=None).update(closed_at=None):
        return False
    note("cohort_opened", by=by, institution=cohort.institution_id, now=now, cohort=cohort.pk)
    log(cohort, OPENED, user=by, timestamp=now)
    return True


@transaction.atomic
def join(
    *, cohort: Cohort, people: Iterable[User], now: datetime, by: User | None = None, by_rule: bool = False
) -> int:
    """Add `people` to `cohort`, and tell the floors above, which enrol them in what the cohort has been assigned.

    Returns how many were not in it before. `by` is who adds them, and stays on record; or the cohort's rule does.
    Raises `OwnCase` where that is one of them.
    """
    here = set(cohort.members.values_list("user_id", flat=True))
    new = [person for person in people if person.pk not in here]
    refuse_own_case(by, [person.pk for person in new])
    CohortMember.objects.bulk_create(
        [CohortMember(cohort=cohort, user=person, joined_at=now, by_rule=by_rule) for person in new],
        ignore_conflicts=True,
    )
    if new:
        note_many("cohort_joined", new, by=by, institution=cohort.institution_id, now=now, cohort=cohort.pk)
        log(cohort, JOINED, user=by, data={"people": [person.pk for person in new]}, timestamp=now)
        cohort_joined.send(Cohort, cohort=cohort, people=new, now=now)
    return len(new)


@transaction.atomic
def leave(*, cohort: Cohort, person: User, now: datetime, by: User | None = None) -> bool:
    """Take `person` out of `cohort`; what they learned stays theirs. False where they were not in it.

    `by` is who does it, and stays on record. Raises `OwnCase` where that is `person`.
    """
    refuse_own_case(by, [person.pk])
    left = bool(CohortMember.objects.filter(cohort=cohort, user=person).delete()[0])
    if left:
        _stay_out(cohort, [person.pk], by)
        note("cohort_left", by=by, person=person, institution=cohort.institution_id, now=now, cohort=cohort.pk)
        log(cohort, LEFT, user=by, data={"people": [person.pk]}, timestamp=now)
    return left


@transaction.atomic
def leave_all(*, cohort: Cohort, people: Iterable[User | int], now: datetime, by: User | None = None) -> int:
    """Take `people` out of `cohort`. Returns how many were in it. Raises `OwnCase` where `by` is one of them."""
    here = list(cohort.members.filter(user__in=list(people)).values_list("user_id", flat=True))
    refuse_own_case(by, here)
    if here:
        CohortMember.objects.filter(cohort=cohort, user__in=here).delete()
        _stay_out(cohort, here, by)
        note_many("cohort_left", here, by=by, institution=cohort.institution_id, now=now, cohort=cohort.pk)
        log(cohort, LEFT, user=by, data={"people": here}, timestamp=now)
    return len(here)


def _stay_out(cohort: Cohort, people: Sequence[int], by: User | None) -> None:
    """Note that the rule of the cohort does not bring `people` back, if a person took them out and there is a rule."""
    if by is not None and CohortRule.objects.filter(cohort=cohort).exists():
        StaysOut.objects.bulk_create(
            [StaysOut(cohort=cohort, user_id=person) for person in people], ignore_conflicts=True
        )
