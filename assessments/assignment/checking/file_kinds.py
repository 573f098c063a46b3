"""Kinds of files that are taken, and documents that hold programs. Pure."""

from collections.abc import Iterable

from lms.foundation.interface.packages import BadPackage, Package

PICTURES, DOCUMENTS, SOUND, VIDEO = FAMILIES = ("pictures", "documents", "sound", "video")
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
    SOUND: ("mp3", "m4a", "ogg", "opus", "wav", "amr", "webm", "3gp", "mp4"),
    VIDEO: ("mp4", "mov", "3gp", "webm"),
}
ZIPPED = ("docx", "xlsx", "pptx", "odt", "ods", "odp")


def endings_of(families: Iterable[str]) -> list[str]:
    """Return the endings of the files that these families allow."""
    return list(dict.fromkeys(ending for family in FAMILIES if family in families for ending in OF_FAMILY[family]))


def is_plain_document(data: bytes) -> bool:
    """Return whether a document that is a zip holds no programs (macros), and is packed as honest ones are."""
    try:
        names = set(Package(data))
    except BadPackage:
        return False
    return not any(name.rpartition("/")[2].lower() == "vbaproject.bin" or name.startswith("Basic/") for name in names)
