"""Files of compiled content as they are sent: typed by extension, never run as ours, kept by the browser for ever."""

import re
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lms.foundation.interface.cache_headers import privately_cached

from .media import FOLDER

NAME = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]{1,5})")
SHOWN = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
OFFERED = {
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
}
# 18 digits at most: no file is longer, and Python reads no number of thousands of digits.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
YEAR = 365 * 24 * 3600
"""In seconds."""
_PIECE = 64 * 1024


def send(name: str, wanted: str = "") -> HttpResponseBase:
    """Show the kept file called `name`, or of it the bytes that a Range header `wanted` (some players refuse to play
    without).

    Documents are offered as downloads; a file of any other kind is not there. Raises `Http404`.
    """
    match = NAME.fullmatch(name)
    path = f"{FOLDER}/{name}"
    if not match or match[1] not in SHOWN | OFFERED or not default_storage.exists(path):
        raise Http404
    response = reply(default_storage.open(path), match[1], wanted)
    privately_cached(response, seconds=YEAR, for_ever=True)
    return response


def reply(file: File, ending: str, wanted: str) -> HttpResponseBase:
    """Show the file, or the bytes of it that are `wanted`, typed by its `ending` and never by what a browser makes of
    it.
    """
    kind = SHOWN.get(ending) or OFFERED[ending]
    response = _part(file, file.size, wanted, kind) or FileResponse(file, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = "attachment" if ending in OFFERED else "inline"
    return response


def _part(file: IO[bytes], size: int, wanted: str, kind: str) -> HttpResponse | StreamingHttpResponse | None:
    """Show one range of the file (RFC 9110, 14.1.2); None where the whole file is to be sent."""
    match = _RANGE.fullmatch(wanted)
    if match is None or not (match[1] or match[2]):
        return None
    start = int(match[1]) if match[1] else max(size - int(match[2]), 0)
    end = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return StreamingHttpResponse(_pieces(file, start, end), status=206, content_type=kind, headers=headers)


def _pieces(file: IO[bytes], start: int, end: int):
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
