"""The part of the contract on channels and kinds of notices: whom they reach, what becomes of a message sent twice, and
what is said.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..channel import OWN, SENT, USES, Channel, Message, Receipt, sound_receipt
from ..notice import NoticeKind, Occasion, PendingNotice, sound_words
from . import sample_rows
from .behaviour import NOW
from .breach import Breach, expect
from .content_formats import FormatsContract

SHORTEST = 70
"""Characters that every channel takes: one SMS of any script."""
TEXTS = ("Your pledge is signed.", "ስልጠናዎን ይጀምሩ።", "x" * 400)


class MessagesContract(FormatsContract):
    """The laws. `addresses` has, by channel, an address to which the tests may send."""

    addresses: Mapping[str, str] = {}

    def test_reaches_people_by_its_channels(self, db: None) -> None:
        for channel in self.subject.within("channel"):
            says_whom_it_reaches(channel, sample_rows.make().under_way.learner)

    def test_sends_the_same_message_once(self, db: None) -> None:
        for channel in self.subject.within("channel"):
            expect(
                channel.slug in self.addresses,
                f"Give an address to which “{channel.slug}” may send: addresses = {{“{channel.slug}”: …}}.",
            )
            is_sent_once(channel, self.addresses[channel.slug], sample_rows.institution())

    def test_tells_in_words(self, db: None) -> None:
        for kind in self.subject.within("notice kind"):
            says_in_words(kind, [enrolment.learner_id for enrolment in self.enrolments()])


def says_in_words(kind: NoticeKind, people: Sequence[int]) -> None:
    """Check that a kind has a name, finds occasions that make sense for a while, and has words, or None, for each in
    turn, with as many statements for many as for one.
    """
    what = f"The kind of notice “{kind.slug}”"
    expect(str(kind.name).strip(), f"{what} has no name.")
    for one in kind.occasions(now=NOW):
        expect(isinstance(one, Occasion), f"{what} finds {one!r:.200}, which is no Occasion.")
        expect(one.at < one.until, f"{what} finds {one!r:.200}, which never makes sense.")
    counted = []
    for told in ([PendingNotice(people[0], {})], [PendingNotice(person, {}) for person in people]):
        with CaptureQueriesContext(connection) as statements:
            try:
                words = sound_words(kind.words(told, now=NOW))
            except Exception as error:  # whatever somebody else's code raises
                raise Breach(
                    f"{what} has no words for what it knows nothing of ({type(error).__name__}: {error})."
                ) from error
        counted.append(len(statements))
        expect(len(words) == len(told), f"{what} has {len(words)} words for {len(told)} that are told.")
    expect(counted[1] <= counted[0], f"{what} takes more statements for many than for one.")


def says_whom_it_reaches(channel: Channel, person: Any) -> None:
    """Check that a channel has a name and a kind of address, takes texts of some length, counts their cost, and gives a
    text as the address of every person, also of one without an address.
    """
    what = f"The channel “{channel.slug}”"
    expect(str(channel.name).strip(), f"{what} has no name.")
    expect(channel.uses in USES, f"{what} uses “{channel.uses}”: it is one of {', '.join(USES)}.")
    takes = channel.longest is None or (isinstance(channel.longest, int) and channel.longest >= SHORTEST)
    expect(takes, f"{what} takes {channel.longest!r} characters: it is a number from {SHORTEST}, or None.")
    is_own = channel.uses == OWN or type(channel).address is not Channel.address
    expect(is_own, f"{what} has no function “address”: only channels that use OWN have it from the house.")
    person.email = person.phone = ""
    address = channel.address(person)
    expect(isinstance(address, str), f"{what} gives {address!r:.200} as an address: give “” where there is none.")
    for text in TEXTS:
        cost = channel.cost(text)
        sound = isinstance(cost, int) and not isinstance(cost, bool) and cost >= 1
        expect(sound, f"{what} says that “{text:.20}” costs {cost!r:.200} messages: it is a number from 1.")


def is_sent_once(channel: Channel, to: str, institution: object) -> None:
    """Check that a message gives a sound receipt and no error, and that one that was sent is the same when it comes
    again.
    """
    message = Message("contract-1", TEXTS[0], "en", subject="Pledge", link="https://academy.example/x/pledge/")
    first, again = (_sent(channel, message, to, institution) for _time in range(2))
    same = first.state != SENT or (again.state == SENT and again.reference == first.reference)
    expect(
        same,
        f"The channel “{channel.slug}” gives {first!r} and then {again!r} for the same key: it went out already, so "
        "say the same again and send nothing.",
    )


def _sent(channel: Channel, message: Message, to: str, institution: object) -> Receipt:
    try:
        return sound_receipt(channel.send(message, to=to, institution=institution))
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"send of “{channel.slug}” raises or gives what is no receipt ({type(error).__name__}: {error}). Say what "
            "went wrong in a Receipt."
        ) from error
