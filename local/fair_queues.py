"""Fair queues: the groups of a standard queue take turns, as SQS does it; moto keeps groups but hands out in order.

SQS itself prefers the groups that have few messages with workers. Taking turns comes to the same for who waits: one
page of a project is next but one however many pages of another one wait before it.
"""

from __future__ import annotations

import itertools
from typing import Any, Final
from weakref import WeakKeyDictionary

from moto.sqs.models import Message, Queue, SQSBackend

_moto_messages: Final = Queue.messages
_moto_receive: Final = SQSBackend.receive_message
_turns: Final = itertools.count(1)
_served: Final[WeakKeyDictionary[Queue, dict[str | None, int]]] = WeakKeyDictionary()


def take_turns() -> None:
    """Make moto's standard queues fair between message groups."""
    Queue.messages = property(_messages)
    SQSBackend.receive_message = _receive


def _messages(queue: Queue) -> list[Message]:
    """Return the messages that can be received, those of the group whose turn was longest ago first."""
    waiting: list[Message] = _moto_messages.fget(queue)
    last = _served.get(queue, {})
    return waiting if queue.fifo_queue else sorted(waiting, key=lambda message: last.get(message.group_id, 0))


def _receive(backend: SQSBackend, queue_name: str, *args: Any, **named: Any) -> list[Message]:  # noqa: ANN401  # moto's
    received: list[Message] = _moto_receive(backend, queue_name, *args, **named)
    if received:
        turns = _served.setdefault(backend.get_queue(queue_name), {})
        turns |= {message.group_id: next(_turns) for message in received}
    return received
