"""Mails that come back: reading what a mail server says of them (RFC 3464), and marking the address."""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default

from lms.people.directory.models import User

from .outcomes import mark_bad


def mark_bounced(data: bytes, *, now: datetime) -> int:
    """Mark the addresses that `data`, a mail as it came, says are not there for good. Returns of how many people."""
    bad = [
        (person, "mail", person.email, f"came back: {status}")
        for address, status in failed_recipients(message_from_bytes(data, policy=default))
        for person in User.objects.reached_at(address)
    ]
    if bad:
        mark_bad(bad, now=now)
    return len(bad)


def failed_recipients(mail: Message) -> Iterator[tuple[str, str]]:
    """Yield addresses of recipients whose delivery failed for good, each with its status code (5.x.x)."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            failed = str(block.get("Action", "")).strip().lower() == "failed"  # type: ignore[union-attr]  # a message
            status = str(block.get("Status", "")).strip()  # type: ignore[union-attr]
            recipient = str(block.get("Final-Recipient", ""))  # type: ignore[union-attr]
            address = recipient.partition(";")[2].strip().strip("<>")
            if failed and status.startswith("5.") and address:
                yield address, status.split()[0]
