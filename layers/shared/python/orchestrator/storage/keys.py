"""Names of what is stored: the table's key schema, item keys, S3 keys; infra and tests read them too."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Literal

PARTITION_KEY: Final = "PK"
SORT_KEY: Final = "SK"
TTL_ATTRIBUTE: Final = "expires_at"
LONGEST_PARTITION_KEY_BYTES: Final = 2_048  # DynamoDB's, which refuses to look for a longer one
LONGEST_SORT_KEY_BYTES: Final = 1_024


@dataclass(frozen=True, slots=True)
class Index:
    """A global secondary index: its name and its two string key attributes."""

    name: str
    partition_key: str
    sort_key: str


PROJECTS_BY_USER: Final = Index("projects-by-user", "GSI1PK", "GSI1SK")
DRAWINGS_BY_SHA256: Final = Index("drawings-by-sha256", "GSI2PK", "GSI2SK")
DRAWINGS_BY_NUMBER: Final = Index("drawings-by-number", "GSI3PK", "GSI3SK")
INDEXES: Final = (PROJECTS_BY_USER, DRAWINGS_BY_SHA256, DRAWINGS_BY_NUMBER)


def table_definition(name: str) -> dict[str, Any]:
    """Return the arguments of DynamoDB's CreateTable, for the embedded stack and tests."""
    attributes = [PARTITION_KEY, SORT_KEY, *(a for i in INDEXES for a in (i.partition_key, i.sort_key))]
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": a, "AttributeType": "S"} for a in attributes],
        "KeySchema": _key_schema(PARTITION_KEY, SORT_KEY),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index.name,
                "KeySchema": _key_schema(index.partition_key, index.sort_key),
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in INDEXES
        ],
    }


def _key_schema(partition_key: str, sort_key: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition_key, "KeyType": "HASH"},
        {"AttributeName": sort_key, "KeyType": "RANGE"},
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """The primary key of one item."""

    pk: str
    sk: str

    def item(self) -> dict[str, str]:
        """Return the key as the attributes of an item."""
        return {PARTITION_KEY: self.pk, SORT_KEY: self.sk}

    @property
    def can_be(self) -> bool:
        """Whether the table can hold an item of this key; a caller's id may make it too long."""
        return is_partition_key(self.pk) and is_sort_key(self.sk)


def is_partition_key(text: str) -> bool:
    """Tell whether the table can hold a partition key."""
    return len(text.encode()) <= LONGEST_PARTITION_KEY_BYTES


def is_sort_key(text: str) -> bool:
    """Tell whether the table can hold a sort key."""
    return len(text.encode()) <= LONGEST_SORT_KEY_BYTES


def project(project_id: str) -> Key:
    """Key of a project's own item."""
    return Key(f"PROJECT#{project_id}", "META")


def project_name(owner_id: str, fingerprint: str) -> Key:
    """Key of the lock that keeps a project's name unique for its owner; `fingerprint` is of the name."""
    return Key(f"USER#{owner_id}", f"PROJECT_NAME#{fingerprint}")


def member(project_id: str, user_id: str) -> Key:
    """Key of one membership."""
    return Key(f"PROJECT#{project_id}", f"MEMBER#{user_id}")


def drawing(project_id: str, drawing_id: str) -> Key:
    """Key of one drawing."""
    return Key(f"PROJECT#{project_id}", f"DRAWING#{drawing_id}")


def event(project_id: str, time: str, event_id: str) -> Key:
    """Key of one line of a project's activity; `time` is ISO 8601 UTC."""
    return Key(f"PROJECT#{project_id}", f"EVENT#{time}#{event_id}")


def page(drawing_id: str, number: int) -> Key:
    """Key of one page of a drawing."""
    return Key(f"DRAWING#{drawing_id}", f"PAGE#{number:05d}")


TALLY_PREFIX: Final = "TALLY#"


def tally(drawing_id: str, page_number: int) -> Key:
    """Key of what the components of one page of a drawing come to."""
    return Key(f"DRAWING#{drawing_id}", f"{TALLY_PREFIX}{page_number:05d}")


OPEN_RUNS: Final = "OPEN_RUNS"


def open_run(project_id: str, drawing_id: str) -> Key:
    """Key of the note that a drawing has a run whose end nobody has seen yet."""
    return Key(OPEN_RUNS, f"{project_id}#{drawing_id}")


def review(drawing_id: str, component_id: str) -> Key:
    """Key of what a person said of one component."""
    return Key(f"DRAWING#{drawing_id}", f"REVIEW#{component_id}")


def review_history(drawing_id: str, component_id: str, version: str) -> Key:
    """Key of one entry of a component's history of reviews; the versions are digits of one length."""
    return Key(f"DRAWING#{drawing_id}", f"HISTORY#{component_id}#{version}")


def legend_entry(drawing_id: str, entry_id: str) -> Key:
    """Key of what a person said of one entry of a drawing's legend."""
    return Key(f"DRAWING#{drawing_id}", f"LEGEND#{entry_id}")


TAG_PREFIX: Final = "TAG#"
TAG_NOTE_PREFIX: Final = "TAGS#"


def tags(project_id: str) -> str:
    """Partition of where the tags of a project are drawn."""
    return f"TAGS#{project_id}"


def tag(project_id: str, drawing_id: str, page_number: int, spelling: str) -> Key:
    """Key of one spelling of a tag, in capitals, on one page of a drawing."""
    return Key(tags(project_id), f"{TAG_PREFIX}{spelling}#{drawing_id}#{page_number:05d}")


def tag_note(drawing_id: str, page_number: int) -> Key:
    """Key of the note which tags of a drawing's page are in the project's index."""
    return Key(f"DRAWING#{drawing_id}", f"{TAG_NOTE_PREFIX}{page_number:05d}")


def profile(user_id: str) -> Key:
    """Key of a user's profile."""
    return Key(f"USER#{user_id}", "PROFILE")


def revoked(token_id: str) -> Key:
    """Key that says every token of this origin is revoked."""
    return Key(f"REVOKED#{token_id}", "META")


def idempotency(user_id: str) -> str:
    """Partition of what a user's `Idempotency-Key`s were answered with."""
    return f"IDEMPOTENCY#{user_id}"


def login_attempts(address: str, minute: int) -> Key:
    """Key of the count of sign-ins from an IP address in one minute (since 1970)."""
    return Key(f"LOGINS#{address}", f"{minute:010d}")


UPLOADS: Final = "uploads/"
INBOX: Final = "inbox/"
REJECTED: Final = "rejected/"
RESULTS: Final = "results/"


REASON: Final = ".reason.json"
_LONGEST_KEY_BYTES: Final = 1_024  # S3's


def rejected(key: str) -> str:
    """S3 key under which a refused object is kept, cut where with `REASON` it would be longer than S3 takes."""
    target = REJECTED + key.removeprefix(INBOX)
    if len(target.encode()) <= _LONGEST_KEY_BYTES - len(REASON):
        return target
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    room = _LONGEST_KEY_BYTES - len(REASON) - len(digest) - 1
    return f"{target.encode()[:room].decode(errors='ignore')}-{digest}"


def source_pdf(project_id: str, drawing_id: str) -> str:
    """S3 key of an uploaded PDF."""
    return f"{UPLOADS}{project_id}/{drawing_id}/source.pdf"


def document_file(project_id: str, drawing_id: str) -> str:
    """S3 key of what a drawing's PDF says of itself."""
    return f"{results(project_id, drawing_id)}document.json"


PageFile = Literal["page.json.gz", "page.png", "reading.json.gz", "components.json.gz"]


def page_file(project_id: str, drawing_id: str, number: int, name: PageFile) -> str:
    """S3 key of one result of a page."""
    return f"{results(project_id, drawing_id)}pages/{number:05d}/{name}"


def page_thumbnail(project_id: str, drawing_id: str, number: int, size: str, run: str) -> str:
    """S3 key of a smaller page image, made from the page image of one run."""
    return f"{results(project_id, drawing_id)}pages/{number:05d}/page-{size}-{run}.png"


def comparisons(project_id: str) -> str:
    """S3 prefix of the pictures that show two drawings of a project at once."""
    return f"{RESULTS}{project_id}/comparisons/"


def comparison_picture(project_id: str, drawing_id: str, to_drawing_id: str, number: int) -> str:
    """S3 key of the picture of what changed on a page from one drawing to another."""
    return f"{comparisons(project_id)}{drawing_id}/{to_drawing_id}/{number:05d}.png"


def results(project_id: str, drawing_id: str) -> str:
    """S3 prefix of everything made from a drawing."""
    return f"{RESULTS}{project_id}/{drawing_id}/"


def export_file(project_id: str, drawing_id: str, name: str) -> str:
    """S3 key of an export."""
    return f"{results(project_id, drawing_id)}exports/{name}"
