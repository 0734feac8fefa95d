"""The API held against its OpenAPI document by requests that Schemathesis makes up.

`python -m tests.local.conformance --minutes 20` does it for long, each ten minutes with other requests.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from local.http_server import HttpServer, address, listen
from tests.local.embedded_api import EmbeddedApi, embedded_api
from tests.local.house import add, explain
from tests.orchestrator.drawings.pipeline import Pipeline, component, titled

CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
HOOKS: Final = Path(__file__).with_name("schemathesis_hooks.py")
EMAIL: Final = "anna@example.com"
ROUND_S: Final = 600  # an access token lives 15 minutes


@dataclass(frozen=True)
class Target:
    """An API on a port, with a project and an analysed drawing of `EMAIL`'s."""

    api: EmbeddedApi
    url: str
    ids: dict[str, str | int]
    """What parameters of addresses name something that is there."""

    def examine(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Schemathesis with a new token; what it keeps goes into a folder."""
        token = self.api.sign_in(EMAIL)["access_token"]
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
        command += [f"{self.url}/v1/openapi.json", "--header", f"Authorization: Bearer {token}", *arguments]
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": str(HOOKS),
            "CONFORMANCE_IDS": json.dumps(self.ids),
        }
        return subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )


@contextmanager
def target() -> Iterator[Target]:
    """Serve an API that there is something to ask of."""
    with embedded_api() as api:
        anna = api.person(EMAIL)
        project = anna("POST", "/v1/projects", {"name": "Pump station"}).json["id"]
        guest = api.person("guest@example.com")
        add(anna, project, guest, "electrician")
        pipeline = Pipeline(api.aws)
        drawing = pipeline.upload(titled({"DWG NO": "E-101"}), project)
        pipeline.settle()
        ids = {"project_id": project, "user_id": guest.user_id, "drawing_id": drawing.id, "page": 1}
        ids |= {"component_id": component(1).id, "entry_id": explain(pipeline, drawing)}
        listener = listen(0)
        server = HttpServer(listener, api.gateway)
        server.start()
        yield Target(api, address(listener), ids)
        server.stop()


def main() -> int:
    """Examine for as long as the command line says; return 1 when something was found, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    end, seed, found = time.monotonic() + asked.minutes * 60, asked.seed, 0
    with target() as running, TemporaryDirectory() as folder:
        while (left := end - time.monotonic()) > 1:
            limit = ["--max-time", str(int(min(left, ROUND_S))), "--seed", str(seed)]
            done = running.examine(Path(folder), *limit, "--continue-on-failure")
            sys.stdout.write(done.stdout + done.stderr)
            found, seed = found or done.returncode, seed + 1
    return found


if __name__ == "__main__":
    sys.exit(main())
