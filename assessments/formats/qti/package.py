"""Packages of QTI: zips as `lms.foundation.interface.packages` reads them, refused for the reasons of this format.
Pure.
"""

from lms.foundation.interface import packages
from lms.foundation.interface.packages import BadPackage, is_zip

from .refusal import Unread

__all__ = ["Package", "is_zip"]


class Package(packages.Package):
    """Content of a package; `Unread` for a zip that is broken, hostile or too large."""

    def __init__(self, data: bytes) -> None:
        try:
            super().__init__(data)
        except BadPackage as bad:
            raise Unread(f"qti-zip-{bad.why}", **bad.values) from bad

    def __getitem__(self, name: str) -> bytes:
        try:
            return super().__getitem__(name)
        except BadPackage as bad:
            raise Unread(f"qti-zip-{bad.why}", **bad.values) from bad
