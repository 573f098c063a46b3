"""The only writers of observations: start, save, sign, acknowledge and what lies between. No staff do it for
themselves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import Arrival, begin_many, record, record_many
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.audit.services import note_many
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import OwnCase, refuse_own_case

from . import photos
from .activity import ACKNOWLEDGED, OBSERVED
from .checklists import definition_of, enrolments_of, have_same_criteria
from .models import Finding, Observation, Photo
from .notices import tell_observed
from .rules import fits, worth_of

SIGNED = "observation_signed"
MOST_PEOPLE = 20
"""Who is observed at once: more than that nobody watches."""


class NotObservable(ValueError):
    """Refusal: a person cannot be observed by this checklist. The message says who or why."""


class Incomplete(ValueError):
    """Refusal: an entry is missing, so the observation cannot be signed."""


class Overtaken(ValueError):
    """Refusal: another form was saved since this one was made."""


class Signed(ValueError):
    """Refusal: the observation is signed and takes no change any more."""


@dataclass(frozen=True)
class Difference:
    """Differences of one learner: `levels` by criterion, and a remark."""

    levels: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True)
class Entries:
    """Entries of an observer: for everybody, and by learner the differences."""

    levels: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    people: Mapping[int, Difference] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A form that was filled in: its id, and those of the forms one of which has to be the last that was kept."""

    id: UUID
    read: Collection[UUID] = ()


@transaction.atomic
def start(*, key: UUID, cohort: Cohort, activity: UUID, people: Sequence[int], by: User, now: datetime) -> Observation:
    """Begin a draft for `people` of `cohort` (primary keys). The same `key` again is the same draft.

    Raises `NotObservable`, and `OwnCase` where `by` is one of them.
    """
    refuse_own_case(by, people)
    if not 0 < len(people) <= MOST_PEOPLE:
        raise NotObservable(_("Choose one to %(most)s people.") % {"most": MOST_PEOPLE})
    _observable(cohort, activity, people, by=by)
    new = {"institution_id": cohort.institution_id, "started_at": now, "saved_at": now}
    try:
        observation, made = Observation.objects.get_or_create(
            pk=key, observer=by, cohort=cohort, activity_id=activity, defaults=new
        )
    except IntegrityError:  # the key is that of another observation
        raise NotObservable(_("This page was out of date. Look at it again, then send it.")) from None
    if made:
        Finding.objects.bulk_create([Finding(observation=observation, learner_id=pk) for pk in people])
    return observation


@transaction.atomic
def save(*, observation: Observation, entries: Entries, now: datetime, form: Form | None = None) -> bool:
    """Keep what is filled in so far, in a `form` that was made from what is kept; True where that is so.

    False where it was made from something else and says what is kept now. Raises `Overtaken` where it says something
    else, and `Signed`, each with nothing written.
    """
    observation = _open(observation)
    findings = list(observation.findings.filter(learner__in=entries.people))
    before = stored_entries(observation, findings)
    fill_in(observation, findings, entries)
    if form is not None and _is_overtaken(observation, form):
        if stored_entries(observation, findings) != before:
            raise Overtaken
        return False
    observation.saved_at, observation.saved_as = now, form.id if form else uuid4()
    observation.save(update_fields=["levels", "notes", "place", "saved_at", "saved_as"])
    Finding.objects.bulk_update(findings, ["levels", "remark"])
    return True


def _is_overtaken(observation: Observation, form: Form) -> bool:
    """Return whether the form was made from another one than the last that was kept."""
    return observation.saved_as not in (None, form.id, *form.read)


def fill_in(observation: Observation, findings: Sequence[Finding], entries: Entries) -> None:
    """Give the draft and its findings what was filled in, in memory."""
    observation.levels, observation.notes = dict(entries.levels), dict(entries.notes)
    observation.place = entries.place
    for finding in findings:
        if (difference := entries.people.get(finding.learner_id)) is not None:
            finding.levels, finding.remark = dict(difference.levels), difference.remark


def stored_entries(observation: Observation, findings: Sequence[Finding]) -> Entries:
    """Return the filled-in values, as they stand in the draft and its findings."""
    people = {one.learner_id: Difference(one.levels, one.remark) for one in findings}
    return Entries(observation.levels, observation.notes, observation.place, people)


@transaction.atomic
def keep_photo(*, finding: Finding, data: bytes, now: datetime) -> Photo | None:
    """Keep a photo of what the learner does in place of an earlier one; none of somebody who was taken off the draft.

    Raises `Signed`, `NoPicture`.
    """
    picture = photos.convert_photo(data)
    if not _open(finding.observation).findings.filter(pk=finding.pk).exists():
        return None
    Photo.objects.filter(finding=finding).delete()
    return Photo.objects.create(finding=finding, data=picture, taken_at=now)


@transaction.atomic
def drop_photos(*, observation: Observation, learners: Sequence[int]) -> None:
    """Delete the photos of `learners`. Raises `Signed`."""
    Photo.objects.filter(finding__observation=_open(observation), finding__learner__in=learners).delete()


@transaction.atomic
def leave_out(*, observation: Observation, learners: Sequence[int]) -> None:
    """Take `learners` off the draft, unless nobody would stay. Raises `Signed`."""
    findings = _open(observation).findings.all()
    if learners and findings.exclude(learner__in=learners).exists():
        findings.filter(learner__in=learners).delete()


@transaction.atomic
def discard(*, observation: Observation) -> None:
    """Throw a draft away. Raises `Signed`."""
    _open(observation).delete()


@transaction.atomic
def sign(*, observation: Observation, by: User, now: datetime) -> Observation:
    """Sign what is filled in: an attempt and a fact for each learner. What is signed already stays as it is.

    As many statements for twenty people as for two, but for what follows where a course is completed. Raises
    `Incomplete`, `NotObservable`, and `OwnCase` where `by` is one of them, each with nothing written.
    """
    observation = _locked(observation)
    findings = list(observation.findings.order_by("pk"))
    refuse_own_case(by, [one.learner_id for one in findings])
    if observation.signed_at is not None:
        return observation
    if not observation.place:
        raise Incomplete(_("Write where it was."))
    if not findings:
        raise NotObservable(_("This draft has no learners. Delete it and choose people again."))
    people = [one.learner_id for one in findings]
    enrolments = _observable(observation.cohort, observation.activity_id, people, by=by)
    _fill_in(observation, findings, enrolments)
    attempts = _begun(observation, enrolments, by=by, now=now)
    facts = [
        Arrival(attempts[one.learner_id].pk, {"finding": str(one.pk), "levels": one.levels}, uuid7(), OBSERVED)
        for one in findings
    ]
    if refused := [why for why in record_many(facts, by=by, now=now) if why is not None]:
        raise NotObservable(str(refused[0]))
    for one in findings:
        one.attempt = attempts[one.learner_id]
    Finding.objects.bulk_update(findings, ["levels", "notes", "attempt"])
    observation.levels, observation.notes, observation.signed_at = {}, {}, now
    observation.save(update_fields=["levels", "notes", "signed_at"])
    tell_observed(findings, now=now)
    note_many(SIGNED, people, by=by, institution=observation.institution_id, now=now, observation=str(observation.pk))
    return observation


@transaction.atomic
def acknowledge(*, finding: Finding, comment: str, by: User, now: datetime) -> Finding:
    """Note that the learner has read it, and may say something. Acknowledged twice, it says what it said first.

    Raises `OwnCase` where `by` is somebody else.
    """
    row = Finding.objects.select_for_update(of=("self",), no_key=True).select_related("attempt").get(pk=finding.pk)
    if row.learner_id != by.pk:
        raise OwnCase(_("Learners acknowledge what was observed of themselves."))
    if row.acknowledged_at is not None or row.attempt is None:
        return row
    record(attempt=row.attempt, verb=ACKNOWLEDGED, data={}, event_id=uuid7(), now=now, by=by)
    row.acknowledged_at, row.comment = now, comment
    row.save(update_fields=["acknowledged_at", "comment"])
    return row


def _observable(cohort: Cohort, activity: UUID, people: Sequence[int], *, by: User) -> dict[int, Enrolment]:
    """Return by learner the enrolment in which `by` observes them. Raises `NotObservable`."""
    enrolments = enrolments_of(cohort, activity, people, observer=by)
    if missing := set(people) - enrolments.keys():
        names = ", ".join(User.objects.filter(pk__in=missing).order_by("name").values_list("name", flat=True))
        raise NotObservable(_("Not enrolled in the course: %(names)s. Take them off the list.") % {"names": names})
    if not have_same_criteria(enrolments.values(), activity):
        raise NotObservable(
            _("These people are on different editions of the course, with other criteria. Observe them apart.")
        )
    return enrolments


def _fill_in(observation: Observation, findings: Sequence[Finding], enrolments: Mapping[int, Enrolment]) -> None:
    """Give each finding all of its levels and notes, in memory. Raises `Incomplete`."""
    definition = definition_of(next(iter(enrolments.values())), observation.activity_id)
    worth = worth_of(definition["criteria"])
    for one in findings:
        levels = {**observation.levels, **one.levels}
        one.levels = {criterion: level for criterion, level in levels.items() if level in worth.get(criterion, {})}
        one.notes = {criterion: text for criterion, text in observation.notes.items() if criterion in worth}
        if not fits(worth, one.levels):
            raise Incomplete(_("Choose a level for each criterion."))


def _begun(
    observation: Observation, enrolments: Mapping[int, Enrolment], *, by: User, now: datetime
) -> dict[int, Attempt]:
    """Return by learner the attempt that is begun for them. Raises `NotObservable`."""
    begun = begin_many(
        enrolments=list(enrolments.values()),
        activity=observation.activity_id,
        by=by,
        now=now,
        language="en",
        again=True,
    )
    attempts = {}
    for learner, enrolment in enrolments.items():
        one = begun[enrolment.pk]
        if not isinstance(one, Attempt):
            raise NotObservable(str(one))
        attempts[learner] = one
    return attempts


def _locked(observation: Observation) -> Observation:
    # it may be deleted
    rows = Observation.objects.select_for_update(of=("self",), no_key=False).select_related(
        "cohort__institution", "institution"
    )
    return rows.get(pk=observation.pk)


def _open(observation: Observation) -> Observation:
    observation = _locked(observation)
    if observation.signed_at is not None:
        raise Signed(_("This observation is signed, so it takes no change any more. Observe again instead."))
    return observation
