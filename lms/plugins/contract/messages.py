"""The part of the contract on channels: what they say of themselves, and what becomes of a message sent twice."""

from collections.abc import Mapping
from typing import Any

from ..channel import SENT, USES, Channel, Message, Receipt, sound_receipt
from . import rows
from .breach import Breach, expect
from .places import PlacesContract

SHORTEST = 70
"""Characters that every channel takes: one SMS of any script."""
TEXTS = ("Your pledge is signed.", "ስልጠናዎን ይጀምሩ።", "x" * 400)


class MessagesContract(PlacesContract):
    """The laws. `addresses` has, by channel, an address to which the tests may send."""

    addresses: Mapping[str, str] = {}

    def test_reaches_people_by_its_channels(self, db: None) -> None:
        for channel in self.subject.within("channel"):
            says_whom_it_reaches(channel, rows.make().under_way.learner)

    def test_sends_the_same_message_once(self, db: None) -> None:
        for channel in self.subject.within("channel"):
            expect(
                channel.slug in self.addresses,
                f"Give an address to which “{channel.slug}” may send: addresses = {{“{channel.slug}”: …}}.",
            )
            is_sent_once(channel, self.addresses[channel.slug], rows.institution())


def says_whom_it_reaches(channel: Channel, person: Any) -> None:
    """A channel has a name and a kind of address, takes texts of some length, counts what they cost, and gives a text
    as the address of anybody, also of somebody who has none.
    """
    what = f"The channel “{channel.slug}”"
    expect(str(channel.name).strip(), f"{what} has no name.")
    expect(channel.uses in USES, f"{what} uses “{channel.uses}”: it is one of {', '.join(USES)}.")
    takes = channel.longest is None or (isinstance(channel.longest, int) and channel.longest >= SHORTEST)
    expect(takes, f"{what} takes {channel.longest!r} characters: it is a number from {SHORTEST}, or None.")
    person.email = person.phone = ""
    address = channel.address(person)
    expect(isinstance(address, str), f"{what} gives {address!r:.200} as an address: give “” where there is none.")
    for text in TEXTS:
        cost = channel.cost(text)
        sound = isinstance(cost, int) and not isinstance(cost, bool) and cost >= 1
        expect(sound, f"{what} says that “{text:.20}” costs {cost!r:.200} messages: it is a number from 1.")


def is_sent_once(channel: Channel, to: str, institution: Any) -> None:
    """A message gives a sound receipt and no error, and one that was sent is the same when it comes again."""
    message = Message("contract-1", TEXTS[0], "en", subject="Pledge", link="https://academy.example/x/pledge/")
    first, again = (_sent(channel, message, to, institution) for _time in range(2))
    same = first.state != SENT or (again.state == SENT and again.reference == first.reference)
    expect(
        same,
        f"The channel “{channel.slug}” gives {first!r} and then {again!r} for the same key: it went out already, so "
        "say the same again and send nothing.",
    )


def _sent(channel: Channel, message: Message, to: str, institution: Any) -> Receipt:
    try:
        return sound_receipt(channel.send(message, to=to, institution=institution))
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(
            f"send of “{channel.slug}” raises or gives what is no receipt ({type(error).__name__}: {error}). Say what "
            "went wrong in a Receipt."
        ) from error
