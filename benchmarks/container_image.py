"""The recognition image without Docker: built by its Dockerfile's steps, started by AWS's runtime client, given a page.

python -m benchmarks.container_image --runtime out/runtime/bin/python

Prints what the image adds to its base, how long its init takes, how long the first page and the next ones take, and
what was found. S3 and DynamoDB are moto's, on this machine. The base image itself is not here: its Python is that of
`--runtime`, its Amazon Linux is whatever this machine runs.
"""

from __future__ import annotations

import logging
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from statistics import median
from typing import Final

from moto.server import ThreadedMotoServer

from benchmarks.runtime_api import RuntimeApi, command_line, runtime
from infra.packaging import REPOSITORY
from orchestrator.components import PageComponents
from orchestrator.storage import keys
from orchestrator.storage.aws import client, forget_clients
from orchestrator.storage.files import Files
from orchestrator.storage.keys import table_definition
from orchestrator.storage.table import Table
from tests.conftest import BUCKET_NAME, ENVIRONMENT, TABLE_NAME, Aws
from tests.infra.dockerfile import Built, follow
from tests.orchestrator.drawings.pipeline import Pipeline, sqs_event
from training.sample import sample

DOCKERFILE: Final = REPOSITORY / "functions/recognition/Dockerfile"
PAGES: Final = 4


@contextmanager
def account() -> Iterator[str]:
    """Serve an account with the product's table and bucket; yield its address."""
    logging.disable()  # the handlers', and moto's of every request
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=f"http://{host}:{port}")
        forget_clients()
        client("dynamodb").create_table(**table_definition(TABLE_NAME))
        client("s3").create_bucket(Bucket=BUCKET_NAME)
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def page_messages() -> tuple[str, list[str]]:
    """Have the sample sheet extracted several times; return the last drawing's components file and all messages."""
    pipeline = Pipeline(Aws(Table(TABLE_NAME)))
    with redirect_stdout(StringIO()):
        for _ in range(PAGES):
            drawing = pipeline.upload(sample().pdf)
            for event in pipeline.new_events():
                pipeline.extract(event)
    return keys.page_file(drawing.project_id, drawing.id, 1, "components.json.gz"), list(
        pipeline.page_messages()
    )


@contextmanager
def started(python: str, image: Built, api: RuntimeApi) -> Iterator[None]:
    """Run the image's command as Lambda does: AWS's runtime client, the image's environment, its own files alone."""
    aws = {name: os.environ[name] for name in (*ENVIRONMENT, "AWS_ENDPOINT_URL")}
    process = subprocess.Popen(  # noqa: S603  # the interpreter that was asked for
        [python, "-m", "awslambdaric", image.command],
        cwd=image.task,
        env={
            **aws,
            **image.environment,
            "MODEL_DIR": str(image.task / "model"),
            "BUCKET_NAME": BUCKET_NAME,
            "AWS_LAMBDA_RUNTIME_API": api.address,
            "AWS_LAMBDA_FUNCTION_NAME": "recognition",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "3008",
            "LAMBDA_TASK_ROOT": str(image.task),
            "PYTHONPATH": str(image.task),
            "PATH": os.environ["PATH"],
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Run from the command line."""
    python, packages = runtime(command_line(__doc__).parse_args().runtime)
    with tempfile.TemporaryDirectory() as folder, account():
        arm = platform.machine() in {"arm64", "aarch64"}
        image = follow(DOCKERFILE, REPOSITORY, Path(folder), packages, "arm64" if arm else "x86_64")
        print(f"the image adds {image.size_bytes / 1e6:.0f} MB to {image.base}")
        key, messages = page_messages()
        api = RuntimeApi({})
        begun = time.perf_counter()
        with started(python, image, api):
            print(f"init {api.ready() - begun:.2f} s, as user {os.getuid()} (the image's is {image.user})")
            first, *others = (api.call(sqs_event(message)) for message in messages)
        print(f"first page {first:.2f} s, the next ones {median(others):.2f} s (median of {len(others)})")
        components = PageComponents.from_bytes(Files(BUCKET_NAME).read(key)).components
        print(f"{len(components)} components of {len({c.class_name for c in components})} classes found")
        api.close()


if __name__ == "__main__":
    main()
