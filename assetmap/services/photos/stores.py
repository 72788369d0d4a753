"""Where the pictures lie: in a folder, or in an S3-compatible store."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

NAME = re.compile(r"[A-Za-z0-9_-]{8,60}(-small)?\.jpg")


class Store(Protocol):
    """A place for files by name."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; it is there, whole, once this returns."""

    def get(self, name: str) -> bytes | None:
        """A file's bytes; none where there is no such file."""

    def remove(self, name: str) -> None:
        """Forget a file; no harm where there is none."""


@dataclass(frozen=True)
class Folder:
    """A folder of this machine's."""

    path: Path

    def put(self, name: str, content: bytes) -> None:
        """Write beside it and rename, so that nobody ever reads half a file."""
        self.path.mkdir(parents=True, exist_ok=True)
        beside = self.path / f".{_checked(name)}"
        beside.write_bytes(content)
        beside.replace(self.path / name)

    def get(self, name: str) -> bytes | None:
        """Read it."""
        file = self.path / _checked(name)
        return file.read_bytes() if file.is_file() else None

    def remove(self, name: str) -> None:
        """Delete it."""
        (self.path / _checked(name)).unlink(missing_ok=True)


@dataclass(frozen=True)
class Bucket:
    """A bucket of an S3-compatible store; its keys are in the environment, as boto3 reads them (AWS_ACCESS_KEY_ID and so on)."""

    name: str
    prefix: str
    endpoint: str | None
    region: str | None

    def put(self, name: str, content: bytes) -> None:
        """Send it."""
        self._client().put_object(Bucket=self.name, Key=self._key(name), Body=content, ContentType="image/jpeg")

    def get(self, name: str) -> bytes | None:
        """Fetch it."""
        client = self._client()
        try:
            return client.get_object(Bucket=self.name, Key=self._key(name))["Body"].read()
        except client.exceptions.NoSuchKey:
            return None

    def remove(self, name: str) -> None:
        """Delete it."""
        self._client().delete_object(Bucket=self.name, Key=self._key(name))

    def _key(self, name: str) -> str:
        return f"{self.prefix}{_checked(name)}"

    def _client(self) -> "S3Client":
        return _client(self.endpoint, self.region)


@lru_cache(maxsize=4)
def _client(endpoint: str | None, region: str | None) -> "S3Client":
    """One client for a store: making one takes half a second, and it may be shared."""
    import boto3

    return boto3.client("s3", endpoint_url=endpoint, region_name=region)


def open_store(address: str, instance: Path) -> Store:
    """The store at `address`: s3://bucket/prefix?endpoint=https://...&region=..., a folder, or where it is empty `instance`/photos."""
    if not address.startswith("s3://"):
        return Folder(Path(address) if address else instance / "photos")
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    prefix = parts.path.strip("/")
    return Bucket(parts.netloc, f"{prefix}/" if prefix else "", asked.get("endpoint"), asked.get("region"))


def _checked(name: str) -> str:
    if not NAME.fullmatch(name):
        raise ValueError("not the name of a picture of ours")
    return name
