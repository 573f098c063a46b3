"""The socket of channels: the ways on which a short message comes to a person outside the page they are on. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

from .runtime import faults, guard, value_checks
from .runtime.guard import Rule
from .runtime.registry import Registry

E_MAIL, PHONE, ACCOUNT, DEVICE, OWN = "e-mail", "phone", "account", "device", "own"
USES = (E_MAIL, PHONE, ACCOUNT, DEVICE, OWN)
"""Address of a person that a channel uses: a mailbox, a phone, the pages that they sign in to, a browser of theirs, or
one that they give for this channel on their notice settings and prove by a code.
"""
SENT: Final = "sent"
FAILED: Final = "failed"
LATER: Final = "later"
STATES = (SENT, FAILED, LATER)


@dataclass(frozen=True)
class Attachment:
    """File that goes with a message where the channel carries files. `read` is asked when the message is sent, and
    returns its bytes, or None where the reader may not have it any more.
    """

    name: str
    content_type: str
    read: Callable[[], bytes | None]


@dataclass(frozen=True)
class Message:
    """Message to send: plain text in the reader's `language`, without the address of the person.

    `key` names what is told: a message with the same key is the same message, however often it is tried. `subject` is
    for channels that have one, `link` a whole address where the matter is, or nothing. `stop` is an address at which
    the reader ends such messages, or nothing. `files` go along where the channel carries files.
    """

    key: str
    text: str
    language: str
    subject: str = ""
    link: str = ""
    stop: str = ""
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """Result of sending a message.

    `state` is “sent” (taken by whoever carries it), “failed” (for good: trying again changes nothing) or “later” (not
    now, or nobody knows: `unknown`, as where no answer came in time). `reference` is by what its carrier finds it
    again, `reason` a short English sentence for the log, without texts and addresses. `bad_address`: nobody is there,
    so nothing else is sent to it. `wait` is after how many seconds to try again, a day at most; None where the sender
    may choose. `cost` is how many messages the carrier counts.
    """

    state: Literal["sent", "failed", "later"]
    reference: str = ""
    reason: str = ""
    bad_address: bool = False
    unknown: bool = False
    wait: int | None = None
    cost: int = 1


_own_readers: list[Callable[[Any, str], str]] = []


def read_own_with(reader: Callable[[Any, str], str]) -> None:
    """Let `reader` find the address that a person proved for the channel with a slug."""
    _own_readers[:] = [reader]


class Channel(ABC):
    """One way to reach people. `uses` says which address of theirs, `longest` how many characters a text may have;
    None where that does not matter. `address_help` tells people what to write where `uses` is `OWN`.
    """

    slug: str
    name: Any
    uses: str
    longest: int | None = None
    address_help: Any = ""

    def address(self, person: Any) -> str:
        """Return the address at which `person`, a user with their institution, is reached; empty if there is none. No
        statement. As it stands it is the one that the person proved, for channels that use `OWN`.
        """
        return _own_readers[0](person, self.slug) if self.uses == OWN and _own_readers else ""

    def clean_address(self, text: str) -> str:
        """Return the address in what a person wrote, where `uses` is `OWN`. Raises `ValueError` with a sentence."""
        return text.strip()

    def is_ready(self, institution: Any) -> bool:
        """Return whether messages to people of `institution` can be sent now. One statement at most."""
        return True

    def may_carry_secrets(self, person: Any) -> bool:
        """Return whether the channel may carry a link by which its reader becomes `person`. False unless a channel
        overrides it.

        Yes where the installation chose who carries the messages; where an institution did, only for people whom that
        institution may sign in (`lms.people.identity.sso.queries.signed_in_by`). Three statements at most.
        """
        return False

    def cost(self, text: str) -> int:
        """Return as how many messages the carrier bills `text`."""
        return 1

    def together(self) -> AbstractContextManager[Any]:
        """Return a context manager: messages sent inside go out together, as over one connection."""
        return nullcontext()

    @abstractmethod
    def send(self, message: Message, *, to: str, institution: Any) -> Receipt:
        """Send `message` to the address `to`, on behalf of `institution`.

        Called in the background, outside a transaction. The same `message.key` again is the same message: where it went
        out before it is not sent a second time. Raises nothing: what goes wrong is in the receipt.
        """


def sound_receipt(value: object) -> Receipt:
    """Return a receipt that can be kept. Raises `TypeError` or `ValueError` for anything else."""
    receipt: Receipt = value_checks.instance_of(Receipt)(value)
    if receipt.state not in STATES:
        raise ValueError(f"{receipt.state!r:.200} is no state of a message: {', '.join(STATES)}")
    for text in (receipt.reference, receipt.reason):
        value_checks.as_json(value_checks.instance_of(str)(text))
    value_checks.number_or_none(receipt.wait)
    value_checks.number_or_none(value_checks.instance_of(int)(receipt.cost))
    if receipt.bad_address and receipt.state != FAILED:
        raise ValueError("an address at which nobody is cannot be sent to later")
    return receipt


def _broken(_channel: Channel) -> Receipt:
    """Return the receipt of a channel that breaks, which may have sent the message before it did."""
    return Receipt(LATER, reason="The channel has a fault.", unknown=True)


RULES: Mapping[str, Rule] = {
    "address": Rule(value_checks.instance_of(str), instead=lambda _channel: ""),
    "clean_address": Rule(value_checks.instance_of(str), may_raise=(ValueError,), instead=lambda _channel: ""),
    "is_ready": Rule(value_checks.instance_of(bool), instead=lambda _channel: False),
    "may_carry_secrets": Rule(value_checks.instance_of(bool), instead=lambda _channel: False),
    "cost": Rule(value_checks.instance_of(int), instead=lambda _channel: 1),
    "together": Rule(value_checks.instance_of(AbstractContextManager), instead=lambda _channel: nullcontext()),
    "send": Rule(sound_receipt, instead=_broken),
}

channels: Registry[Channel] = Registry("channel", RULES)


@contextmanager
def together() -> Iterator[None]:
    """Send the messages inside the block together, as each channel has it; a channel that breaks at that continues
    without.
    """
    with ExitStack() as begun:
        for channel in channels:
            _begin(channel, begun)
        yield


def _begin(channel: Channel, begun: ExitStack) -> None:
    call = guard.Call(channels.owner(channel.slug), faults.CHANNEL, f"{channel.slug}.together")
    way = channel.together()

    def enter() -> bool:
        way.__enter__()
        return True

    def leave(*about: Any) -> None:
        guard.answer_or(call, partial(way.__exit__, *about), instead=lambda: None)

    if guard.answer_or(call, enter, instead=bool):
        begun.push(leave)


def channels_using(uses: str, *, at: Any) -> list[Channel]:
    """Return the channels that use this kind of address and are on `at` that institution, in the order of
    registration.
    """
    return [channel for channel in channels.on_at(at) if channel.uses == uses]


def way_for_secrets(person: Any, uses: str) -> tuple[Channel, str] | None:
    """Return the first channel of that kind that can reach `person` now and may carry a link that opens their account,
    with their address; None if there is none.
    """
    for channel in channels_using(uses, at=person.institution):
        address = channel.address(person)
        if address and channel.is_ready(person.institution) and channel.may_carry_secrets(person):
            return channel, address
    return None
