"""The socket of elements on a certificate: a line that a plugin adds below the words that every certificate has."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .runtime.registry import Registry


@dataclass(frozen=True)
class Award:
    """Contents of a certificate: names as they are printed, the score in 0..1 or None.

    `enrolment` is the row behind it.
    """

    serial: str
    name: str
    course: str
    institution: str
    issued_at: datetime
    score: float | None
    enrolment: Any


class CertificateElement(ABC):
    """One line. Elements are printed in the order of their slugs, three at most."""

    slug: str

    @abstractmethod
    def line(self, award: Award, *, language: str) -> str:
        """Return plain text in `language`, up to 90 characters; empty if this award has no such line."""


certificate_elements: Registry[CertificateElement] = Registry("certificate element")
