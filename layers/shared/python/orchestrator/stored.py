"""How results of a page are stored: as gzipped JSON."""

from __future__ import annotations

import gzip
import zlib
from typing import ClassVar, Self

from pydantic import BaseModel


class Stored(BaseModel):
    """A result with its stored form.

    Attributes:
        SCHEMA: the newest version of the form that this code knows.
    """

    SCHEMA: ClassVar[int] = 1
    COMPRESSION: ClassVar[int] = 6

    schema_version: int = 1

    def to_bytes(self) -> bytes:
        """Return the result as gzipped JSON, the same bytes for the same result."""
        return self.pack(self.model_dump_json(by_alias=True).encode())

    @classmethod
    def pack(cls, json: bytes) -> bytes:
        """Return JSON as gzip."""
        return gzip.compress(json, compresslevel=cls.COMPRESSION, mtime=0)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a stored result.

        Raises:
            ValueError: when the bytes are none of a version that this code knows.
        """
        try:
            result = cls.model_validate_json(gzip.decompress(data))
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError(f"not a gzipped {cls.__name__}: {error}") from error
        if result.schema_version > cls.SCHEMA:
            raise ValueError(f"{cls.__name__} of schema {result.schema_version} is newer than {cls.SCHEMA}")
        return result
