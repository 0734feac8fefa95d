"""The `orchestrator` command: `takeoff` and `serve`; for operators of a stage `redrive`, `doctor` and `index`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from local.failures import CommandFailed

DONE: Final = 0
SOME_FAILED: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 done, 1 some drawing failed, 2 usage."""
    parser = _parser()
    given = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        if given.command == "takeoff":
            return _takeoff(given, parser)
        return {"serve": _serve, "redrive": _redrive, "doctor": _doctor, "index": _index}[given.command](
            given
        )
    except KeyboardInterrupt:
        return DONE if given.command == "serve" else 128 + signal.SIGINT
    except CommandFailed as failure:
        print(failure, file=sys.stderr)
        return SOME_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="orchestrator", description="Electrical takeoff: PDF drawings in, counted components out."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    takeoff = commands.add_parser("takeoff", help="take drawings off and write what was found")
    takeoff.add_argument("drawings", nargs="+", type=_file, metavar="DRAWING.pdf")
    takeoff.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="where to write (out)")
    takeoff.add_argument(
        "--min-confidence",
        type=_confidence,
        default=0.5,
        metavar="0.5",
        help="leave out what is less sure",
    )
    takeoff.add_argument(
        "--api",
        type=_url,
        metavar="URL",
        help="use a deployed API; signs in with ORCHESTRATOR_EMAIL and ORCHESTRATOR_PASSWORD",
    )
    serve = commands.add_parser("serve", help="serve the API, /docs and S3 on this machine")
    serve.add_argument("--port", type=int, default=8000, help="the API's port (8000; 0 takes a free one)")
    redrive = commands.add_parser(
        "redrive", help="list what a deployed stage gave up; put it back or discard it"
    )
    redrive.add_argument(
        "messages", nargs="*", metavar="ID", help="the beginning of a message's id; none lists"
    )
    redrive.add_argument("--all", action="store_true", help="every message")
    redrive.add_argument(
        "--discard", action="store_true", help="throw them away instead of putting them back"
    )
    redrive.add_argument("--yes", action="store_true", help="do not ask before throwing away")
    doctor = commands.add_parser("doctor", help="look whether every part of a deployed stage is well")
    index = commands.add_parser(
        "index", help="put drawings that an earlier release stored into the index of drawing numbers"
    )
    for command in (redrive, doctor, index):
        command.add_argument("--stage", required=True, metavar="dev", help="which deployment")
    return parser


def _file(text: str) -> Path:
    path = Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"there is no file {text}")
    return path


def _confidence(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 1")
    return value


def _url(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text} is not an http(s) address")
    return text


def _takeoff(given: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from local.submission import Job  # noqa: PLC0415 - --help needs none of it
    from local.takeoff import run_deployed, run_embedded  # noqa: PLC0415

    job = Job(tuple(given.drawings), given.out, given.min_confidence)
    if given.api is None:
        outcomes = run_embedded(job)
    else:
        email, password = (os.environ.get(f"ORCHESTRATOR_{name}") for name in ("EMAIL", "PASSWORD"))
        if not (email and password):
            parser.error("--api signs in with ORCHESTRATOR_EMAIL and ORCHESTRATOR_PASSWORD; set both")
        outcomes = run_deployed(job, given.api, email, password)
    return SOME_FAILED if any(outcome.status == "failed" for outcome in outcomes) else DONE


def _serve(given: argparse.Namespace) -> int:
    from local.serve import serve  # noqa: PLC0415 - --help needs none of it

    serve(given.port)
    return DONE


def _redrive(given: argparse.Namespace) -> int:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - --help needs none of it

    from local.deployment import Deployment  # noqa: PLC0415
    from local.redrive import Selection, redrive  # noqa: PLC0415

    def confirm(count: int) -> bool:
        question = f"Throw {count} messages away for good? Type yes: "
        return bool(given.yes) or input(question).strip() == "yes"

    selection = Selection(tuple(given.messages), everything=given.all)
    try:
        redrive(Deployment(given.stage), selection, confirm if given.discard else None)
    except (BotoCoreError, ClientError) as error:
        raise CommandFailed(f"AWS refused: {error}") from error
    return DONE


def _doctor(given: argparse.Namespace) -> int:
    from local.deployment import Deployment  # noqa: PLC0415 - --help needs none of it
    from local.doctor import examine, show  # noqa: PLC0415

    return DONE if show(examine(Deployment(given.stage))) else SOME_FAILED


def _index(given: argparse.Namespace) -> int:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - --help needs none of it

    from local.deployment import Deployment  # noqa: PLC0415
    from local.numbering import index  # noqa: PLC0415

    try:
        count = index(Deployment(given.stage))
    except (BotoCoreError, ClientError) as error:
        raise CommandFailed(f"AWS refused: {error}") from error
    print(f"{count} drawings were put into the index of numbers.")
    return DONE


def _interrupt(_: int, __: FrameType | None) -> NoReturn:
    """Unwind, ending everything that was started; asking again does not interrupt that."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
