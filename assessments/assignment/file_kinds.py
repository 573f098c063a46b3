"""Kinds of files that are taken, told by their content and never by their name alone. Pure."""

from collections.abc import Iterable, Sequence

from lms.foundation.interface.packages import BadPackage, Package, is_zip

PICTURES, DOCUMENTS, SOUND, VIDEO = FAMILIES = ("pictures", "documents", "sound", "video")
HEAD = 512
"""Bytes at the beginning of a file that tell its kind."""
TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "3gp": "video/3gpp",
    "webm": "video/webm",
}
"""Type of each ending under which files are sent."""
OF_FAMILY = {
    PICTURES: ("jpg", "png", "webp"),
    DOCUMENTS: ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv"),
    SOUND: ("mp3", "m4a", "ogg", "opus", "wav", "amr", "webm", "3gp"),
    VIDEO: ("mp4", "mov", "3gp", "webm"),
}
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


class BadDocument(ValueError):
    """Refusal: a document holds programs (macros), or is packed in a hostile way."""


def endings_of(families: Iterable[str]) -> list[str]:
    """Return the endings of the files that these families allow."""
    return list(dict.fromkeys(ending for family in FAMILIES if family in families for ending in OF_FAMILY[family]))


def endings_told_by(head: bytes, *, whole: bool) -> Sequence[str]:
    """Return the endings that a file which begins with `head` may have, the usual one first; none for an unknown kind,
    and of a zip (`document_ending`). `whole` where `head` is all of the file.
    """
    if head.startswith(b"RIFF"):
        return {b"WEBP": ("webp",), b"WAVE": ("wav",)}.get(head[8:12], ())
    if head[4:8] == b"ftyp":
        return _of_container(head[8:12])
    for begins, endings in _BEGINNINGS:
        if head.startswith(begins):
            return endings
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # a frame of MPEG audio without a tag
        return ("mp3",)
    return ("txt", "csv") if _is_text(head, whole=whole) else ()


_BEGINNINGS: tuple[tuple[bytes, Sequence[str]], ...] = (
    (b"\xff\xd8\xff", ("jpg",)),
    (b"\x89PNG\r\n\x1a\n", ("png",)),
    (b"%PDF-", ("pdf",)),
    (b"ID3", ("mp3",)),
    (b"OggS", ("ogg", "opus")),
    (b"#!AMR", ("amr",)),
    (b"\x1aE\xdf\xa3", ("webm",)),
)


def _of_container(brand: bytes) -> Sequence[str]:
    """Return the endings of an ISO media file (ISO 14496-12, 4.3) by its brand: phones record sound in it, too."""
    if brand[:3] in (b"hei", b"hev", b"mif", b"msf", b"avi"):
        return ()  # pictures (HEIC, AVIF) that are not taken
    if brand == b"qt  ":
        return ("mov",)
    return ("m4a", "mp4") if brand[:3] == b"M4A" else ("mp4", "m4a", "3gp", "mov")


def _is_text(head: bytes, *, whole: bool) -> bool:
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if whole or error.start < len(head) - 3:  # a sign that is cut off at the end is none of its faults
            return False
        text = head[: error.start].decode()
    return bool(text) and not any(sign < " " and sign not in "\t\r\n\f" for sign in text)


def document_ending(data: bytes) -> str:
    """Return the ending of a document that is a zip; empty for another zip. Raises `BadDocument`."""
    if not is_zip(data):
        return ""
    try:
        package = Package(data)
        names = set(package)
        kind = package["mimetype"].strip() if "mimetype" in names else b""
    except BadPackage as error:
        raise BadDocument from error
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" or name.startswith("Basic/") for name in names):
        raise BadDocument
    return next((ending for name, ending in _OFFICE.items() if name in names), _OPEN.get(kind, ""))
