"""Cold starts of the zip functions, under AWS's own runtime client and over the layers exactly as deployed.

python -m benchmarks.cold_start --runtime out/runtime/bin/python

`init` is from the start of the process until it asks for its first event: interpreter, runtime client, imports,
settings, clients (what Lambda reports as Init Duration). `first` is the first event until its answer, `warm` the median
of the 30 after it; the AWS that they call answers at once from this machine. Every figure is the median of five
processes. `empty` is a function that does nothing: what the runtime itself costs here.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.runtime_api import RuntimeApi, runtime
from infra.function import environment
from infra.packaging import CACHES, LAYERS, PLATFORMS, REPOSITORY, compile_bytecode, install_wheels
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
    """One process: milliseconds of init, of the first call and of a warm one."""

    init: float
    first: float
    warm: float


def build_layers(folder: Path) -> dict[str, Path]:
    """Build the layers as they are deployed, for this machine's processor; return where each one's packages lie."""
    target = PLATFORMS["arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"]
    built = {name: folder / name / "python" for name in ("shared", "dependencies", "pdf")}
    shutil.copytree(LAYERS / "shared/python", built["shared"], ignore=shutil.ignore_patterns(*CACHES))
    for name in ("dependencies", "pdf"):
        install_wheels(LAYERS / name / "requirements.txt", built[name], target)
    for packages in built.values():
        compile_bytecode(packages)
    return built


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
    python: str,
    api: RuntimeApi,
    folder: Path,
    packages: list[Path],
    environ: Mapping[str, str],
    sent: Mapping[str, Any],
) -> Figures:
    """Start a function once and return its figures; the process is ended."""
    aws = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
    lambda_ = {
        "AWS_LAMBDA_RUNTIME_API": api.address,
        "AWS_LAMBDA_FUNCTION_NAME": folder.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
        "LAMBDA_TASK_ROOT": str(folder),
        "AWS_ENDPOINT_URL": f"http://{api.address}",
        "POWERTOOLS_SERVICE_NAME": folder.name,
        "PYTHONPATH": os.pathsep.join(str(path) for path in (folder, *packages)),
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
        first = api.call(sent)
        warm = median(api.call(sent) for _ in range(WARM_CALLS))
    finally:
        process.kill()
        process.wait()
    return Figures(init * 1_000, first * 1_000, warm * 1_000)


def rows(python: str, folder: Path) -> list[tuple[str, Figures]]:
    """Return the median figures of every function, and of one that does nothing."""
    built = build_layers(folder / "layers")
    empty = folder / "empty"
    empty.mkdir()
    (empty / "handler.py").write_text(EMPTY)
    result = []
    for name in ("empty", *TARGET_MS):
        source = empty if name == "empty" else _zipped(name, folder)
        packages = [] if name == "empty" else [built["shared"], built["dependencies"]]
        packages += [built["pdf"]] if name == "drawings" else []
        found = [_run(python, name, source, packages) for _ in range(RUNS)]
        values = (median(getattr(one, part) for one in found) for part in ("init", "first", "warm"))
        result.append((name, Figures(*values)))
    return result


def _zipped(name: str, folder: Path) -> Path:
    """Return a copy of a function's folder as its zip holds it: no bytecode."""
    target = folder / name
    shutil.copytree(REPOSITORY / "functions" / name, target, ignore=shutil.ignore_patterns(*CACHES))
    return target


def _run(python: str, name: str, source: Path, packages: list[Path]) -> Figures:
    api = RuntimeApi(jwks())
    try:
        environ, event_ = cases(f"http://{api.address}").get(name, ({}, {}))
        return measured(python, api, source, packages, environ, event_)
    finally:
        api.close()


def main() -> None:
    """Run from the command line."""
    python, _ = runtime(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'function':12}{'init ms':>9}{'target':>9}{'first ms':>10}{'warm ms':>9}")
        for name, figures in rows(python, Path(folder)):
            target = TARGET_MS.get(name, "")
            print(f"{name:12}{figures.init:9.0f}{target:>9}{figures.first:10.0f}{figures.warm:9.1f}")


if __name__ == "__main__":
    main()
