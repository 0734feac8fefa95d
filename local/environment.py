"""The environment of the functions: where AWS is, and the settings each of them reads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from local.provision import BUCKET, RECOGNITION_FUNCTION, TABLE, UserPool, queue_url
from local.settings import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, LocalSettings
from orchestrator.settings import MAX_RECEIVES

REPOSITORY: Final = Path(__file__).resolve().parent.parent
MODEL_DIR: Final = REPOSITORY / "functions" / "recognition" / "model"
# What would lead away from the embedded AWS: a profile, the session of a real account.
FOREIGN: Final = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN")


def aws_environment(endpoint: str) -> dict[str, str]:
    """Return what points every AWS client at the embedded account, and at nothing else."""
    reached_directly = ",".join(filter(None, [os.environ.get("NO_PROXY"), "127.0.0.1"]))
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "NO_PROXY": reached_directly,
        "no_proxy": reached_directly,
        "POWERTOOLS_TRACE_DISABLED": "true",
        "POWERTOOLS_METRICS_DISABLED": "true",
    }


def storage_environment(endpoint: str, settings: LocalSettings) -> dict[str, str]:
    """Return the settings of functions that know nothing of users."""
    return {
        "TABLE_NAME": TABLE,
        "BUCKET_NAME": BUCKET,
        "UPLOADS_QUEUE_URL": queue_url(endpoint, "uploads"),
        "PAGES_QUEUE_URL": queue_url(endpoint, "pages"),
        "RECOGNITION_FUNCTION": RECOGNITION_FUNCTION,
        "MODEL_DIR": str(MODEL_DIR),
        "MAX_RECEIVES": str(MAX_RECEIVES),
        "MIN_CONFIDENCE": str(settings.min_confidence),
    }


def people_environment(endpoint: str, pool: UserPool, settings: LocalSettings) -> dict[str, str]:
    """Return the settings of functions that know users."""
    return {
        "USER_POOL_ID": pool.pool_id,
        "CLIENT_ID": pool.client_id,
        "ISSUER": f"{endpoint}/{pool.pool_id}",
        "LOGINS_PER_MINUTE": str(settings.logins_per_minute),
        "ALLOWED_ORIGINS": ",".join(settings.allowed_origins),
    }


def enter(variables: dict[str, str]) -> None:
    """Set the variables in this process, for handlers that read them when they are imported."""
    for name in [*FOREIGN, *(name for name in os.environ if name.startswith("AWS_ENDPOINT_URL_"))]:
        os.environ.pop(name, None)
    os.environ.update(variables)
