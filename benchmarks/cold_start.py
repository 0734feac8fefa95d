"""Cold starts of the zip functions, under AWS's own runtime client and over the layers exactly as deployed.

python -m benchmarks.cold_start --runtime out/runtime/bin/python

`init` is from the start of the process until it asks for its first event: interpreter, runtime client, imports,
settings (what Lambda reports as Init Duration), `processor` the part of it on a processor. `first` is the first event
until its answer, `warm` the median of the 30 after it; the AWS that they call answers at once from this machine. Every
figure is the median of five processes. `empty` is a function that does nothing: what the runtime itself costs here.
With `--before COMMIT` that state of the code is measured in turns with this one, so that the ratios hold on a busy
machine too.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.runtime_api import RuntimeApi, command_line, runtime
from infra.function import environment
from infra.packaging import CACHES, PLATFORMS, REPOSITORY, compile_bytecode, install_wheels
from orchestrator.settings import (
    AuthHooksSettings,
    AuthorizerSettings,
    DrawingsSettings,
    ProjectsSettings,
    SessionsSettings,
)
from tests.aws_events import event, rest_event
from tests.orchestrator.identity.issuer import CLIENT_ID, access_token, jwks

RUNS: Final = 5
WARM_CALLS: Final = 30
TARGET_MS: Final = {"authorizer": 250, "auth_hooks": 250, "sessions": 500, "projects": 500, "drawings": 500}
EMPTY: Final = "def handler(event, context):\n    return {}\n"


@dataclass(frozen=True, slots=True)
class Figures:
    """One process: milliseconds of init, of init on a processor, of the first call and of a warm one."""

    init: float
    processor: float
    first: float
    warm: float


@dataclass(frozen=True, slots=True)
class State:
    """A state of the code: its functions' folders, and its layers as they are deployed."""

    functions: Path
    layers: Mapping[str, Path]

    @classmethod
    def built(cls, repository: Path, folder: Path) -> State:
        """Build into a folder what a repository deploys, for this machine's processor."""
        target = PLATFORMS["arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"]
        layers = {name: folder / "layers" / name / "python" for name in ("shared", "dependencies", "pdf")}
        shutil.copytree(
            repository / "layers/shared/python", layers["shared"], ignore=shutil.ignore_patterns(*CACHES)
        )
        for name in ("dependencies", "pdf"):
            install_wheels(repository / "layers" / name / "requirements.txt", layers[name], target)
        for packages in layers.values():
            compile_bytecode(packages)
        functions = folder / "functions"  # as their zips hold them: no bytecode
        shutil.copytree(repository / "functions", functions, ignore=shutil.ignore_patterns(*CACHES, "model"))
        (functions / "empty").mkdir()
        (functions / "empty/handler.py").write_text(EMPTY)
        return cls(functions, layers)

    def path(self, name: str) -> list[Path]:
        """Return the folders from which a function imports, its own first."""
        layers = {"empty": (), "drawings": ("shared", "dependencies", "pdf")}
        found = layers.get(name, ("shared", "dependencies"))
        return [self.functions / name, *(self.layers[layer] for layer in found)]


def checked_out(commit: str, folder: Path) -> Path:
    """Write a commit's layers and functions into a folder and return it."""
    archive = folder / "before.tar"
    command = ["git", "archive", f"--output={archive}", commit, "layers", "functions"]
    subprocess.run(command, cwd=REPOSITORY, check=True)  # noqa: S603  # the commit that was asked for
    with tarfile.open(archive) as files:
        files.extractall(folder / "before", filter="data")
    return folder / "before"


def cases(issuer: str) -> dict[str, tuple[Mapping[str, str], Mapping[str, Any]]]:
    """Return the environment and the event of each function."""
    table = "orchestrator"
    authorized = event("apigateway_request_authorizer")
    authorized["headers"]["Authorization"] = f"Bearer {access_token(iss=issuer)}"
    project = "/v1/projects/00000000-0000-4000-8000-000000000000"
    pool: dict[str, Any] = {"user_pool_id": "us-east-1_Ab1Cd2Ef3", "client_id": CLIENT_ID}
    files: dict[str, Any] = {"bucket_name": "b", "uploads_queue_url": "q", "recognition_function": "r"}
    settings: dict[str, Any] = {
        "authorizer": AuthorizerSettings(table_name=table, issuer=issuer, client_id=CLIENT_ID),
        "auth_hooks": AuthHooksSettings(table_name=table),
        "sessions": SessionsSettings(table_name=table, **pool),
        "projects": ProjectsSettings(table_name=table),
        "drawings": DrawingsSettings(table_name=table, **files),
    }
    events = {
        "authorizer": authorized,
        "auth_hooks": event("cognito_pre_sign_up"),
        "sessions": rest_event("GET", "/v1/me"),
        "projects": rest_event("GET", project),
        "drawings": rest_event("GET", f"{project}/drawings"),
    }
    return {name: (environment(settings[name]), events[name]) for name in settings}


def measured(
    python: str, api: RuntimeApi, path: list[Path], environ: Mapping[str, str], sent: Mapping[str, Any]
) -> Figures:
    """Start a function once and return its figures; the process is ended."""
    folder = path[0]
    aws = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    lambda_ = {
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "AWS_LAMBDA_FUNCTION_NAME": folder.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "LAMBDA_TASK_ROOT": str(folder),
        "AWS_ENDPOINT_URL": f"http://{api.address}",
        "POWERTOOLS_SERVICE_NAME": folder.name,
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "PATH": os.environ["PATH"],
    }
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  # the interpreter that was asked for
        [python, "-m", "awslambdaric", "handler.handler"],
        cwd=folder,
        env={**environ, **aws, **lambda_},
        stdout=subprocess.DEVNULL,
    )
    try:
        init = api.ready() - begun
        processor = _processor_s(process.pid)
        first = api.call(sent)
        warm = median(api.call(sent) for _ in range(WARM_CALLS))
    finally:
        process.kill()
        process.wait()
    return Figures(init * 1_000, processor * 1_000, first * 1_000, warm * 1_000)


def _processor_s(process_id: int) -> float:
    """Return the processor time that a process has taken, in all its threads (Linux)."""
    threads = Path(f"/proc/{process_id}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def medians(python: str, states: Mapping[str, State], name: str) -> dict[str, Figures]:
    """Return the median figures of a function in every state; the states take turns."""
    found: dict[str, list[Figures]] = {state: [] for state in states}
    for _ in range(RUNS):
        for label, state in states.items():
            found[label].append(_run(python, name, state.path(name)))
    return {
        label: Figures(*(median(getattr(one, field.name) for one in runs) for field in fields(Figures)))
        for label, runs in found.items()
    }


def _run(python: str, name: str, path: list[Path]) -> Figures:
    api = RuntimeApi(jwks())
    try:
        environ, event_ = cases(f"http://{api.address}").get(name, ({}, {}))
        return measured(python, api, path, environ, event_)
    finally:
        api.close()


def _line(name: str, found: Mapping[str, Figures]) -> str:
    now, before = found["now"], found.get("before")
    target = TARGET_MS.get(name, "")
    line = f"{name:12}{now.init:9.0f}{target:>9}{now.processor:14.0f}{now.first:10.0f}{now.warm:9.1f}"
    if before is None:
        return line
    ratios = (now.init / before.init, now.processor / before.processor, now.first / before.first)
    return line + "".join(f"{ratio:8.2f}" for ratio in ratios)


def main() -> None:
    """Run from the command line."""
    parser = command_line(__doc__)
    parser.add_argument(
        "--before", metavar="COMMIT", help="compare with this state of the code, turn by turn"
    )
    arguments = parser.parse_args()
    python, _ = runtime(arguments.runtime)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        states = {"now": State.built(REPOSITORY, folder / "now")}
        if arguments.before:
            states["before"] = State.built(checked_out(arguments.before, folder), folder / "then")
        compared = "   to before: init, processor, first" if arguments.before else ""
        print(
            f"{'function':12}{'init ms':>9}{'target':>9}{'processor ms':>14}{'first ms':>10}{'warm ms':>9}{compared}"
        )
        for name in ("empty", *TARGET_MS):
            print(_line(name, medians(python, states, name)), flush=True)


if __name__ == "__main__":
    main()
