"""The laws on content formats and meeting kinds, on toys that break them."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from assessments.formats.draft import Draft, Reading
from lms.foundation.plugins.content_format import ContentFormat, NotWritable
from lms.foundation.plugins.contract import Breach
from lms.foundation.plugins.contract.behaviour import NOW
from lms.foundation.plugins.contract.content_formats import reads_what_it_wrote
from lms.foundation.plugins.contract.places import meets_in_time
from lms.foundation.plugins.meetings import Appointment, MeetingKind
from lms.people.directory.models import Cohort

SAMPLE = b"respect\ntrust"


class Words(ContentFormat):
    """A word for each question."""

    slug, name = "toy_words", "Words"

    def read(self, data, *, name=""):
        words = data.decode("utf-8", "replace").split()
        return Reading(tuple(Draft("toy_word", "", {"word": word}) for word in words))

    def write(self, drafts):
        return "\n".join(draft.body["word"] for draft in drafts).encode(), "text/plain"


class Raising(Words):
    def read(self, data, *, name=""):
        data.decode()
        return super().read(data)


class Losing(Words):
    def write(self, drafts):
        return super().write(drafts[:1])


class Refusing(Words):
    def write(self, drafts):
        raise NotWritable({0: ("write-type", {})})


class Silent(Words):
    def write(self, drafts):
        return None, None


class Nothing(Words):
    def read(self, data, *, name=""):
        return None


def test_a_sound_format_keeps_the_law():
    reads_what_it_wrote(Words(), SAMPLE)


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        (Words, b"", "reads no question"),
        (Raising, SAMPLE, "UnicodeDecodeError"),
        (Losing, SAMPLE, "reads in it"),
        (Refusing, SAMPLE, "cannot write what it read"),
        (Silent, SAMPLE, "give bytes and a text"),
        (Nothing, SAMPLE, "no Reading"),
    ],
)
def test_a_format_that_raises_loses_or_gives_nothing_is_found(kind, data, said):
    with pytest.raises(Breach, match=said):
        reads_what_it_wrote(kind(), data)


class Parade(MeetingKind):
    """A meeting of each cohort `after` the time that was asked for."""

    slug, label, after = "toy_parade", "Parades", timedelta()

    def of_cohorts(self, cohorts, *, since, until):
        return [self.made(cohort, since) for cohort in Cohort.objects.filter(pk__in=cohorts)]

    def of_person(self, person, *, since, until):
        return []

    def within(self, *, since, until):
        return []

    def made(self, cohort, since):
        about = {"title": "Parade", "room": "", "ends_at": None, "institution": cohort.institution_id}
        return Appointment(self.slug, 1, "Parade", starts_at=since + self.after, cohort=cohort, url="/", **about)


class Late(Parade):
    after = timedelta(days=90)


class Foreign(Parade):
    def made(self, cohort, since):
        return SimpleNamespace(kind="exam", starts_at=NOW)


class OneByOne(Parade):
    def of_cohorts(self, cohorts, *, since, until):
        return [self.made(Cohort.objects.get(pk=pk), since) for pk in cohorts]


@pytest.fixture
def cohorts(academy):
    return [Cohort.objects.create(institution=academy, name=f"Intake {number}") for number in range(2)]


def test_a_sound_meeting_kind_keeps_the_law(cohorts, wanjiru):
    meets_in_time(Parade(), cohorts, [wanjiru])


@pytest.mark.parametrize(
    ("kind", "said"), [(Late, "does not begin within"), (Foreign, "no Appointment"), (OneByOne, "statements for one")]
)
def test_a_meeting_kind_that_gives_what_was_not_asked_for_is_found(kind, said, cohorts, wanjiru):
    with pytest.raises(Breach, match=said):
        meets_in_time(kind(), cohorts, [wanjiru])
