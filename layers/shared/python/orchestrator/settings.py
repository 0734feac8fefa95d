"""Typed settings from environment variables: read once at cold start, which fails when one is missing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, Final, TypeVar, get_type_hints

from orchestrator.pdf.limits import Limits

EXTRACTION_TIMEOUT_S: Final = 750
RECOGNITION_TIMEOUT_S: Final = 120
"""How long a call of these functions may take, on AWS and on one machine."""
MAX_RECEIVES: Final = 4
"""Deliveries of a message before it is put among the dead letters."""
MIN_CONFIDENCE: Final = 0.5
"""Confidence from which what the model sees is a component."""

S = TypeVar("S")


class MissingSetting(RuntimeError):
    """An environment variable that a function needs is not set or does not read."""


def read(cls: type[S], environ: Mapping[str, str] = os.environ) -> S:
    """Return `cls` (a dataclass) filled from the upper-cased environment variables of its fields.

    Raises:
        MissingSetting: when a field without a default is absent, or a value does not convert.
    """
    hints = get_type_hints(cls)
    values = {f.name: _value(f, hints[f.name], environ) for f in fields(cls)}  # type: ignore[arg-type]  # S is a dataclass
    return cls(**values)


def _value(field: Field[Any], kind: type, environ: Mapping[str, str]) -> object:
    name = field.name.upper()
    raw = environ.get(name)
    if raw is None:
        if field.default is MISSING:
            raise MissingSetting(f"environment variable {name} is not set")
        return field.default
    try:
        return _convert(kind, raw)
    except ValueError as error:
        raise MissingSetting(f"environment variable {name} does not read as {kind}: {error}") from error


def _convert(kind: type, raw: str) -> object:
    if kind is bool:
        if raw.lower() not in {"true", "false"}:
            raise ValueError("expected true or false")
        return raw.lower() == "true"
    if kind in {int, float}:
        return kind(raw)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    return raw


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthHooksSettings:
    """`auth_hooks`: empty `allowed_email_domains` lets every domain register."""

    table_name: str
    allowed_email_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizerSettings:
    """`authorizer`: `issuer` is the pool's URL; its JWKS lies at `<issuer>/.well-known/jwks.json`."""

    table_name: str
    issuer: str
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsSettings:
    """`sessions`; `logins_per_minute` counts for one IP address."""

    table_name: str
    user_pool_id: str
    client_id: str
    allowed_origins: tuple[str, ...] = ()
    logins_per_minute: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectsSettings:
    """`projects`."""

    table_name: str
    allowed_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingsSettings:
    """`drawings`; a request reviews `review_items` (100 at most).

    A search looks at `find_pages` pages, for `find_examples` examples at once (50 at most).

    A page of the list of components comes from the states of `list_pages` pages at most, and the components of
    `list_reads` of them. An export holds `export_components` components at most, all in memory.
    """

    table_name: str
    bucket_name: str
    uploads_queue_url: str
    recognition_function: str
    allowed_origins: tuple[str, ...] = ()
    max_file_bytes: int = 100_000_000
    upload_expires_s: int = 900
    download_expires_s: int = 300
    find_pages: int = 50
    find_examples: int = 8
    list_pages: int = 200
    list_reads: int = 16
    export_components: int = 200_000
    review_items: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionSettings(Limits):
    """`extraction`: where it reads and writes; every limit of the front door is a setting too.

    `max_receives` is the queue's `maxReceiveCount`: the last receive only records the failure, so that
    work which kills its worker ends too. `handover_s` before its time is up, the function begins no further page
    of a drawing and hands the rest of it on to a next call: more than the slowest page takes (135 s: two children
    lack memory at the end of their time, one with all of it opens the PDF and begins anew). A run that stands still for
    `stalled_after_s` is told to go on, longer than a message is hidden after a failure (75 minutes).
    """

    table_name: str
    bucket_name: str
    pages_queue_url: str
    uploads_queue_url: str
    handover_s: float = 150.0
    stalled_after_s: float = 5_400.0
    max_receives: int = MAX_RECEIVES


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionSettings:
    """`recognition`: `model_dir` holds the pinned ONNX files; `threads` is the ONNX session's.

    What the model is less sure of than `min_confidence` is not stored: with less, more is found, and more that is none.
    `max_receives` is the queue's `maxReceiveCount`, as for `extraction`. A search for a symbol begins no further page
    after `find_s`: who asked waits 24 s at most, and a page takes up to 5 s. With `read_scans` the text of pages whose
    PDF has next to none is read from their pictures; what is not read after `read_scans_s` is left, and the page says
    so.
    """

    table_name: str
    bucket_name: str
    model_dir: str
    threads: int = 2
    min_confidence: float = MIN_CONFIDENCE
    find_s: float = 15.0
    read_scans: bool = True
    read_scans_s: float = 60.0
    max_receives: int = MAX_RECEIVES
