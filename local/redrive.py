"""`orchestrator redrive`: what a stage gave up and why; put back into its queue, or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Sheet

from local.deployment import QUEUES, Deployment, Queue, aws
from local.failures import CommandFailed
from orchestrator.drawings.intake import SOURCE_PDF, read_message
from orchestrator.drawings.models import Drawing
from orchestrator.drawings.s3_events import NewObject, UnknownMessage
from orchestrator.drawings.store import Store
from orchestrator.errors import NotFound
from orchestrator.messages import PageMessage, ReprocessMessage
from orchestrator.storage.files import Files
from orchestrator.storage.table import Table

HIDDEN_S: Final = 600
"""How long other readers do not see what this one looks at; it is given back before that."""
WAIT_S: Final = 1
"""How long an empty answer takes: SQS then asks all of its servers."""
SHOWN_ID: Final = 8
_NO_LONGER: Final = "Nothing is left to do: "


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up: which work it stands for, and why it failed as far as the table knows."""

    queue: Queue
    message_id: str
    receipt: str
    body: str
    group: str | None
    sent_at: datetime
    work: str
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Which dead letters are meant: those whose id begins so, or all."""

    ids: tuple[str, ...] = ()
    everything: bool = False

    def of(self, letters: Sequence[DeadLetter]) -> list[DeadLetter]:
        """Return the letters that are meant.

        Raises:
            CommandFailed: when an id is nobody's, or more than one's.
        """
        if self.everything:
            return list(letters)
        return [_only(given, [m for m in letters if m.message_id.startswith(given)]) for given in self.ids]


def redrive(deployment: Deployment, selection: Selection, confirm: Callable[[int], bool] | None) -> None:
    """List a stage's dead letters and put the selected ones back; with `confirm`, throw them away instead.

    Args:
        deployment: the stage.
        selection: which of them; none lists only.
        confirm: asked once with the number of messages that will be lost.

    Raises:
        CommandFailed: when the stage is not there or a selected message is not.
    """
    console = Console()
    letters = [letter for queue in QUEUES for letter in dead_letters(deployment, queue)]
    left = letters
    try:
        show(console, letters)
        chosen = selection.of(letters)
        if not chosen or (confirm and not confirm(len(chosen))):
            return
        for letter in chosen:
            if not confirm:
                _put_back(deployment, letter)
            _delete(deployment, letter)
            left = [other for other in left if other is not letter]
        console.print(f"{len(chosen)} {'thrown away' if confirm else 'put back'}.")
    finally:
        for letter in left:
            _release(deployment, letter)


def dead_letters(deployment: Deployment, queue: Queue) -> Iterator[DeadLetter]:
    """Yield what waits among the dead letters of a queue, hidden from other readers for `HIDDEN_S`."""
    store = _store(deployment)
    explain = {"uploads": _of_upload, "pages": _of_page}[queue]
    request = {"MaxNumberOfMessages": 10, "VisibilityTimeout": HIDDEN_S, "WaitTimeSeconds": WAIT_S}
    url = _url(deployment, f"{queue}-dead-letters")
    while messages := _received(url, request):
        for message in messages:
            work, reason = explain(store, message["Body"])
            yield DeadLetter(
                queue=queue,
                message_id=message["MessageId"],
                receipt=message["ReceiptHandle"],
                body=message["Body"],
                group=message["Attributes"].get("MessageGroupId"),
                sent_at=datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1_000, UTC),
                work=work,
                reason=reason,
            )


def show(console: Console, letters: Sequence[DeadLetter]) -> None:
    """Print the letters as a table."""
    if not letters:
        console.print("There are no dead letters.")
        return
    sheet = Sheet("message", "queue", "sent (UTC)", "work", "why", title=f"{len(letters)} dead letters")
    for letter in letters:
        cells = (letter.message_id[:SHOWN_ID], letter.queue, f"{letter.sent_at:%Y-%m-%d %H:%M}")
        sheet.add_row(*cells, escape(letter.work), escape(letter.reason))
    console.print(sheet)


def _of_page(store: Store, body: str) -> tuple[str, str]:
    try:
        message = PageMessage.model_validate_json(body)
    except ValidationError:
        return "?", "It is not a message of ours."
    drawing = store.find(message.project_id, message.drawing_id)
    work = f"page {message.page} of {_named(drawing, message.drawing_id)}"
    over = _over(drawing, message.run)
    if drawing is None or over:
        return work, over
    try:
        error = store.page(drawing, message.page).error
    except NotFound as gone:
        return work, gone.detail
    return work, error.detail if error else f"{_NO_LONGER}the page was recognised meanwhile."


def _of_upload(store: Store, body: str) -> tuple[str, str]:
    try:
        asked = read_message(body)
    except UnknownMessage as error:
        return "?", f"It is {error}."
    if isinstance(asked, ReprocessMessage):
        drawing = store.find(asked.project_id, asked.drawing_id)
        return _named(drawing, asked.drawing_id), _why(drawing, asked.run)
    told = [_of_object(store, created) for created in asked] or [
        ("a test of S3's", f"{_NO_LONGER}it is a test.")
    ]
    works, reasons = zip(*told, strict=True)
    return "; ".join(works), "; ".join(reasons)


def _of_object(store: Store, created: NewObject) -> tuple[str, str]:
    place = SOURCE_PDF.fullmatch(created.key)
    if place is None:
        there = store.files.info(created.key, created.version_id) is not None
        return created.key, "Its log says why." if there else f"{_NO_LONGER}the file is gone."
    drawing = store.find(**place.groupdict())
    return _named(drawing, place["drawing_id"]), _why(drawing, created.upload_id)


def _why(drawing: Drawing | None, run: str) -> str:
    over = _over(drawing, run)
    if drawing is None or over:
        return over
    return drawing.error.detail if drawing.error else f"The drawing is {drawing.status}; its log says why."


def _over(drawing: Drawing | None, run: str) -> str:
    """Return why a message is of no use any more, or nothing."""
    if drawing is None:
        return f"{_NO_LONGER}the drawing was deleted."
    return "" if drawing.run == run else f"{_NO_LONGER}the drawing was processed anew."


def _named(drawing: Drawing | None, drawing_id: str) -> str:
    return f"{drawing.filename} ({drawing_id})" if drawing else drawing_id


def _store(deployment: Deployment) -> Store:
    outputs = deployment.outputs("Data")
    return Store(Table(outputs["TableName"]), Files(outputs["BucketName"]))


def _only(given: str, found: Sequence[DeadLetter]) -> DeadLetter:
    if len(found) != 1:
        raise CommandFailed(f"{len(found) or 'No'} dead letters have an id that begins with {given}.")
    return found[0]


def _url(deployment: Deployment, name: str) -> str:
    url: str = aws("sqs").get_queue_url(QueueName=deployment.named(name))["QueueUrl"]
    return url


def _received(url: str, request: dict[str, Any]) -> Iterable[dict[str, Any]]:
    answer = aws("sqs").receive_message(
        QueueUrl=url, AttributeNames=["SentTimestamp", "MessageGroupId"], **request
    )
    messages: Iterable[dict[str, Any]] = answer.get("Messages", [])
    return messages


def _put_back(deployment: Deployment, letter: DeadLetter) -> None:
    group = {"MessageGroupId": letter.group} if letter.group else {}
    aws("sqs").send_message(QueueUrl=_url(deployment, letter.queue), MessageBody=letter.body, **group)


def _delete(deployment: Deployment, letter: DeadLetter) -> None:
    url = _url(deployment, f"{letter.queue}-dead-letters")
    aws("sqs").delete_message(QueueUrl=url, ReceiptHandle=letter.receipt)


def _release(deployment: Deployment, letter: DeadLetter) -> None:
    aws("sqs").change_message_visibility(
        QueueUrl=_url(deployment, f"{letter.queue}-dead-letters"),
        ReceiptHandle=letter.receipt,
        VisibilityTimeout=0,
    )
