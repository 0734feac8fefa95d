"""What moto does at every request although it grows with all that is stored, done at the cost of the request.

A transaction copies the whole table, to put it back if a condition fails; a message that is received counts its whole
queue, one that is sent three times; each request lists the folders of the package and the methods of its class. With
2,000 pages stored that took most of the processor. Each value of an answer is looked for under every name that an
object of moto's might have it by, and those names are made anew for each value; each attribute of an item is searched
for all ten kinds of attributes. An update's expression is parsed twice and walked through ten times, each time with all
kinds of nodes looked up anew at every node, and at every node all that lies below it is counted. And every object is
kept for good in a list of its class, so that each item that is read, and each message, stays in memory.
"""

from __future__ import annotations

import copy
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any, Final, TypeVar

from botocore.model import Shape, StructureShape
from moto import backends
from moto.core import responses
from moto.core.common_models import BaseModel
from moto.core.serialize import (
    AttributeAliasProvider,
    AttributePicker,
    AttributePickerContext,
    BaseJSONSerializer,
)
from moto.core.utils import MISSING, get_value, unix_time
from moto.dynamodb import models
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator
from moto.sqs.models import Message, Queue, SQSBackend

T = TypeVar("T")

_moto_attributes: Final = Queue.attributes
_moto_make: Final = BaseModel.__new__
_moto_pick: Final = AttributePicker.__call__
_moto_send: Final = SQSBackend.send_message
_moto_serialize: Final = BaseJSONSerializer._serialize_type_structure
_moto_transact: Final = DynamoDBBackend.transact_write_items
_is_node: Final[Callable[[type], bool]] = cache(lambda kind: issubclass(kind, Node))
_method_names: Final = cache(responses.method_names_from_class)
_parse: Final = lru_cache(1_000)(
    UpdateExpressionParser.make
)  # what comes of it is copied before it is changed
_modules: Final = tuple(backends.list_of_moto_modules())
_sending: Final = threading.local()


def make_lean() -> None:
    """Let moto's requests cost what they touch."""
    DynamoDBBackend.transact_write_items = _transact
    SQSBackend.send_message = _send
    Queue.attributes = property(_attributes)
    SQSBackend.is_message_valid_based_on_retention_period = _is_kept
    backends.list_of_moto_modules = lambda: _modules
    responses.method_names_from_class = _method_names
    UpdateExpressionParser.make = _parse
    DepthFirstTraverser.traverse = _traverse
    ActionCountValidator.traverse = OverlappingPathsValidator.traverse = _look_whole
    AttributePicker.__call__ = _picked
    BaseJSONSerializer._serialize_type_structure = _serialize
    BaseModel.__new__ = staticmethod(_made)


def _transact(backend: DynamoDBBackend, items: Sequence[Mapping[str, Any]]) -> None:
    """Do a transaction; who calls sees to it that there is one at a time."""
    requests = [next(iter(item.values())) for item in items]
    models.copy = SimpleNamespace(deepcopy=lambda original: _before(original, requests))
    try:
        _moto_transact(backend, items)
    finally:
        models.copy = copy


def _before(original: T, requests: Iterable[Mapping[str, Any]]) -> T:
    """Return a copy of a table that keeps the items a transaction touches as they are now, and shares all others."""
    if not isinstance(original, Table):
        return copy.deepcopy(original)
    kept = copy.copy(original)
    kept.items = defaultdict(dict, {partition: dict(rows) for partition, rows in original.items.items()})
    for partition, row in _touched(original, requests):
        if row in kept.items.get(partition, {}):
            kept.items[partition][row] = copy.deepcopy(kept.items[partition][row])
    return kept


def _touched(table: Table, requests: Iterable[Mapping[str, Any]]) -> Iterator[tuple[DynamoType, DynamoType]]:
    """Yield partition and sort key of the items that requests of a transaction name in a table."""
    for request in requests:
        key = request.get("Key") or request.get("Item") or {}
        if (
            request.get("TableName") == table.name
            and {table.hash_key_attr, table.range_key_attr} <= key.keys()
        ):
            yield DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])


def _send(backend: SQSBackend, *args: Any, **named: Any) -> Message:  # noqa: ANN401  # moto's
    """Send a message; moto asks for all attributes of the queue, counts included, to read one of FIFO queues."""
    _sending.now = True
    try:
        return _moto_send(backend, *args, **named)
    finally:
        _sending.now = False


def _attributes(queue: Queue) -> dict[str, Any]:
    """Return a queue's attributes, none of a standard queue that a message is sent to."""
    if getattr(_sending, "now", False) and not queue.fifo_queue:
        return {}
    attributes: dict[str, Any] = _moto_attributes.fget(queue)
    return attributes


def _is_kept(backend: SQSBackend, queue_name: str, message: Message) -> bool:
    """Tell whether a message is younger than its queue keeps messages."""
    kept_s: float = backend.get_queue(queue_name).message_retention_period
    sent_s: float = message.sent_timestamp / 1_000
    return sent_s + kept_s > float(unix_time())


def _traverse(traverser: DepthFirstTraverser, root: Node) -> Node:
    """Process the nodes of an expression, children first."""
    known = traverser._processing_map()
    process_of: Callable[[type], Callable[[Node], Node] | None] = cache(
        lambda kind: next((known[base] for base in known if issubclass(kind, base)), None)
    )

    def processed(node: Node, child_id: int = -1) -> Node:
        parent = node.parent
        for i, child in enumerate(node.children or ()):
            traverser.pre_processing_of_child(node, i)
            if _is_node(type(child)):
                processed(child, i)
        if process := process_of(type(node)):
            node = process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    return processed(root)


def _look_whole(validator: DepthFirstTraverser, root: Node) -> Node:
    """Look for what may not be twice in the whole expression, and only if it is there, in each part as moto does."""
    try:
        validator.process(root)
    except MockValidationException:
        _traverse(validator, root)
    return root


def _picked(picker: AttributePicker, context: AttributePickerContext) -> object:
    """Return a value of an answer; in a plain dictionary its possible names depend on its shape alone."""
    if type(context.obj) is not dict or picker.response_transformers:
        return _moto_pick(picker, context)
    make: Callable[..., AttributePicker] = type(picker)
    for name in _names(make, tuple(picker.alias_providers), context.key, context.shape):
        value = get_value(context.obj, name, MISSING)
        if value is not MISSING:
            return value
    return None


@cache
def _names(
    make: Callable[..., AttributePicker],
    alias_providers: tuple[type[AttributeAliasProvider], ...],
    key: str,
    shape: Shape,
) -> tuple[str, ...]:
    """Return the names that a value of this shape may have in a dictionary, the likeliest first."""
    context = AttributePickerContext(obj={}, key=key, shape=shape)
    return tuple(dict.fromkeys(make([*alias_providers]).get_possible_keys(context)))


def _serialize(
    serializer: BaseJSONSerializer, serialized: dict[str, Any], value: object, shape: StructureShape, key: str
) -> None:
    """Put a value of an answer into it; an attribute of an item is a dictionary of its one kind, by the kind's name."""
    if shape.name != "AttributeValue" or type(value) is not dict or not value.keys() <= shape.members.keys():
        _moto_serialize(serializer, serialized, value, shape, key)
        return
    wrapper = serialized[key] = {}
    for kind, held in value.items():
        if held is not None:
            serializer._serialize(wrapper, held, shape.members[kind], kind)


def _made(made: type[BaseModel], *_: object, **__: object) -> BaseModel:
    """Make an object that nobody else keeps; S3 finds in its lists which files it has to close when it is reset."""
    return _moto_make(made) if made.__module__.startswith("moto.s3.") else object.__new__(made)
