"""Places of sets: a folder, or a bucket of an S3-compatible storage.

A set is there under its name when all of it is written, and not before.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from .encryption import MIB, Refused

PART = 32 * MIB
"""Bytes of one part of an upload: of 10,000 parts, the most that S3 takes, a set has 320 GB."""


@dataclass(frozen=True)
class Folder:
    """A folder, such as a disk of another machine that is mounted here."""

    path: Path

    def names(self) -> list[str]:
        return sorted(entry.name for entry in self.path.iterdir() if entry.is_file())

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        for left in self.path.glob(f".{name.rpartition('_')[0]}_*.part"):  # by a process that was killed
            left.unlink()
        part = self.path / f".{name}.part"
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.rename(self.path / name)
        finally:
            part.unlink(missing_ok=True)

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        if not (self.path / name).is_file():
            raise Refused(f"There is no set {self.path / name}. “manage.py backup list” names those that are there.")
        with (self.path / name).open("rb") as file:
            yield file

    def delete(self, name: str) -> None:
        (self.path / name).unlink()


@dataclass(frozen=True)
class Bucket:
    """A bucket, or a folder of it."""

    client: Any
    bucket: str
    prefix: str

    @classmethod
    def at(cls, address: str) -> "Bucket":
        from storages.backends.s3 import S3Storage  # no process that serves needs it

        parts = urlsplit(address)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        if not (parts.hostname and bucket and parts.username and parts.password):
            raise Refused("BACKUP_TO is no address of a bucket: write s3://KEY:SECRET@HOST/BUCKET/FOLDER.")
        host = parts.hostname + (f":{parts.port}" if parts.port else "")
        storage = S3Storage(
            endpoint_url=f"{'http' if parts.scheme == 's3+http' else 'https'}://{host}",
            access_key=unquote(parts.username),
            secret_key=unquote(parts.password),
            region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
        )
        return cls(storage.connection.meta.client, bucket, f"{prefix}/" if prefix else "")

    def names(self) -> list[str]:
        with self._asked():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
            keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
        return sorted(key.removeprefix(self.prefix) for key in keys)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        where = {"Bucket": self.bucket, "Key": self.prefix + name}
        with self._asked():
            upload = self.client.create_multipart_upload(**where)["UploadId"]
            file: Any = _Upload(self.client, {**where, "UploadId": upload})
            try:
                yield file
                file.finish()
            except BaseException:
                with suppress(Exception):  # the first error is told
                    self.client.abort_multipart_upload(**where, UploadId=upload)
                raise

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes]]:
        with self._asked():
            yield self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)["Body"]

    def delete(self, name: str) -> None:
        with self._asked():
            self.client.delete_object(Bucket=self.bucket, Key=self.prefix + name)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if not type(error).__module__.startswith("botocore."):  # which django-storages brings
                raise
            raise Refused(f"The bucket {self.bucket} of BACKUP_TO did not do it: {error}") from error


class _Upload:
    """A file that goes to a bucket part by part."""

    def __init__(self, client: Any, where: dict[str, str]) -> None:
        self.client, self.where = client, where
        self.waiting = bytearray()
        self.parts: list[dict[str, Any]] = []

    def write(self, data: bytes) -> int:
        self.waiting += data
        if len(self.waiting) >= PART:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Keep what waits: parts but the last have 5 MiB at least."""

    def finish(self) -> None:
        self._send()
        self.client.complete_multipart_upload(**self.where, MultipartUpload={"Parts": self.parts})

    def _send(self) -> None:
        number = len(self.parts) + 1
        answer = self.client.upload_part(**self.where, PartNumber=number, Body=bytes(self.waiting))
        self.parts.append({"PartNumber": number, "ETag": answer["ETag"]})
        self.waiting.clear()


Place = Folder | Bucket
"""A place of sets. Its methods raise `Refused`, or `OSError` while a set is written or read."""


def place_at(address: str) -> Place:
    """Return the place at `address`: the path of a folder, or `s3://KEY:SECRET@HOST/BUCKET/FOLDER?region=REGION`
    (`s3+http://` without TLS). Raises `Refused`.
    """
    if not address:
        raise Refused("BACKUP_TO is not set. Name a folder on another disk, or a bucket: docs/run/backup.md.")
    if address.startswith(("s3://", "s3+http://")):
        return Bucket.at(address)
    folder = Path(address)
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}. Make it, or mount its disk, or name another in BACKUP_TO.")
    if folder.resolve().is_relative_to(Path(settings.DATA_DIR).resolve()):
        raise Refused(f"{folder} lies in the data folder and would be lost with it. Name a folder on another disk.")
    return Folder(folder)
