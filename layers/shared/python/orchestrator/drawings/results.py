"""The files that a run makes of a drawing: none lands on top of those of a run that came later.

A worker cannot be stopped in the middle of a write, and every run writes to the same keys. So a worker looks at the
file that is there, then whether its run is still the drawing's, and writes over that file and no other (S3's
`If-Match`): what a later run writes meanwhile makes it lose, what it writes itself a later run sees and replaces.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Final

from orchestrator.drawings import runs
from orchestrator.drawings.models import PageState
from orchestrator.drawings.store import Store

_ATTEMPTS: Final = 8
_TYPES: Final = {".gz": "application/gzip", ".png": "image/png", ".json": "application/json"}
_GZIP: Final = b"\x1f\x8b\x08\x00"  # deflated, and no optional field in the header
_GZIP_HEADER: Final = 10
_FCOMMENT: Final = 0x10
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER: Final = 33  # the signature and the image header


def write(
    store: Store,
    ids: tuple[str, str],
    run: str,
    files: Mapping[str, bytes],
    *,
    page_results: int | None = None,
    page: PageState | None = None,
) -> None:
    """Store files of a run (bytes by key), with the run's name in them.

    Args:
        store: where to.
        ids: the project and the drawing.
        run: the run that made the files.
        files: gzipped JSON, PNG or JSON objects; the key's ending says which.
        page_results: of files that tell of all pages, how many results of pages they know of.
        page: of files that tell of one page, the page as it was taken (`runs.take_page`).

    Raises:
        Superseded: when the run is no longer the drawing's, or a page has a newer result.
        Busy: when others keep writing the same files, or another worker has taken the page and is still at it.
    """
    mark = run if page_results is None else f"{run}#{page_results}"
    left = {key: _marked(data, mark) for key, data in files.items()}
    for _ in range(_ATTEMPTS):
        found = {key: store.files.info(key) for key in left}
        drawing = store.find(
            *ids
        )  # after looking: a run that begins later finds what is written from here on
        if drawing is None or drawing.run != run or page_results not in {None, drawing.page_results}:
            raise runs.Superseded(ids[1])
        if page is not None:
            runs.require_page(store, ids[1], page)
        for key, there in found.items():
            kind = _TYPES[key[key.rindex(".") :]]
            if store.files.replace(key, left[key], kind, there.etag if there else None):
                del left[key]
        if not left:
            return
    raise runs.Busy(ids[1])


def _marked(data: bytes, run: str) -> bytes:
    """Return a file with its run's name where readers overlook it.

    S3 knows an object by a digest of its bytes. Without the name a file that is replaced and then made anew from the
    same PDF would be taken for the first.
    """
    name = run.encode()
    if data.startswith(_GZIP):
        header = bytearray(data[:_GZIP_HEADER])
        header[3] |= _FCOMMENT
        return bytes(header) + name + b"\0" + data[_GZIP_HEADER:]
    if data.startswith(_PNG):
        chunk = b"tEXtComment\0" + name
        length, check = len(chunk) - 4, zlib.crc32(chunk)
        comment = length.to_bytes(4) + chunk + check.to_bytes(4)
        return data[:_PNG_HEADER] + comment + data[_PNG_HEADER:]
    return b'{"run":' + json.dumps(run).encode() + b"," + data.removeprefix(b"{")
