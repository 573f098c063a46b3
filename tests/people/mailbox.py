"""A real mail server for tests: takes what is sent to it, or refuses as told."""

import contextlib
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.bench.cluster import free_port


class MailServer:
    """`refuse` maps an address to the answer to RCPT; everything else is taken and kept in `taken`."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refuse: dict[str, str] = {}
        self.port = free_port()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def to(self, address: str) -> list[Message]:
        return [message for message in self.taken if message["To"] == address]

    @contextlib.contextmanager
    def running(self) -> Iterator["MailServer"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()


def text_of(message: Message) -> str:
    return message.get_content()
