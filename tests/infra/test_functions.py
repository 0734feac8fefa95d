"""Functions: one Lambda a folder, one folder of tests a Lambda, and settings that their handlers can read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from orchestrator import settings
from tests.infra.cloud import Cloud, spelled

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS: dict[str, type[Any]] = {
    "auth_hooks": settings.AuthHooksSettings,
    "authorizer": settings.AuthorizerSettings,
    "sessions": settings.SessionsSettings,
    "projects": settings.ProjectsSettings,
    "drawings": settings.DrawingsSettings,
    "extraction": settings.ExtractionSettings,
    "recognition": settings.RecognitionSettings,
}


def folders(parent: str) -> set[str]:
    return {
        path.name
        for path in (REPOSITORY / parent).iterdir()
        if path.is_dir() and not path.name.startswith("_")
    }


def environment(cloud: Cloud, name: str) -> dict[str, str]:
    variables: dict[str, Any] = cloud.functions[name]["Environment"]["Variables"]
    return {key: spelled(value) for key, value in variables.items()}


def test_every_function_folder_is_deployed_and_nothing_else_is(cloud: Cloud) -> None:
    assert set(cloud.functions) == folders("functions")


def test_every_function_has_its_tests() -> None:
    assert folders("functions") == folders("tests/functions")


@pytest.mark.parametrize("name", SETTINGS)
def test_a_function_reads_its_settings_from_its_environment(cloud: Cloud, name: str) -> None:
    read = settings.read(SETTINGS[name], environment(cloud, name))
    assert read.table_name


@pytest.mark.parametrize("name", SETTINGS)
def test_a_function_gets_no_setting_it_does_not_know(cloud: Cloud, name: str) -> None:
    known = {field.name.upper() for field in fields(SETTINGS[name])}
    ours = {variable for variable in environment(cloud, name) if not variable.startswith("POWERTOOLS_")}
    assert ours == known


def test_the_limits_of_the_product_are_what_the_settings_default_to(cloud: Cloud) -> None:
    required = {"TABLE_NAME": "t", "BUCKET_NAME": "b", "PAGES_QUEUE_URL": "q", "UPLOADS_QUEUE_URL": "u"}
    found = settings.read(settings.ExtractionSettings, environment(cloud, "extraction") | required)
    assert found == settings.read(settings.ExtractionSettings, required)


def test_the_authorizer_trusts_this_pool_and_this_client_alone(cloud: Cloud) -> None:
    variables = environment(cloud, "authorizer")
    assert variables["ISSUER"].startswith("<")
    assert "ProviderURL" in variables["ISSUER"]
    assert "AccountsPoolApi" in variables["CLIENT_ID"]


def test_every_function_runs_python_3_13_on_one_architecture_with_traces(cloud: Cloud) -> None:
    for name, function in cloud.functions.items():
        assert function["Architectures"] == ["x86_64"], name
        assert function["TracingConfig"] == {"Mode": "Active"}, name
        assert function.get("Runtime", "image") == ("image" if name == "recognition" else "python3.13")


def test_recognition_is_an_image_and_the_others_are_zips_over_layers(cloud: Cloud) -> None:
    for name, function in cloud.functions.items():
        layers = len(function.get("Layers", []))
        expected = {"recognition": 0, "drawings": 3, "extraction": 3}.get(name, 2)
        assert layers == expected, name
        assert (function.get("PackageType") == "Image") == (name == "recognition")


def test_the_model_is_where_the_image_puts_it(cloud: Cloud) -> None:
    dockerfile = (REPOSITORY / "functions/recognition/Dockerfile").read_text()
    inside = environment(cloud, "recognition")["MODEL_DIR"].removeprefix("/var/task/")
    assert f"COPY functions/recognition/model ${{LAMBDA_TASK_ROOT}}/{inside}" in dockerfile


def test_hooks_answer_before_the_pool_gives_up_and_routes_before_the_gateway_does(cloud: Cloud) -> None:
    timeouts = {name: function["Timeout"] for name, function in cloud.functions.items()}
    assert timeouts["auth_hooks"] <= 5
    assert max(timeouts[name] for name in ("sessions", "projects", "drawings")) <= 29


def test_extraction_has_the_time_and_the_memory_of_its_largest_document(cloud: Cloud) -> None:
    function, limits = cloud.functions["extraction"], environment(cloud, "extraction")
    page_s, opening_s = float(limits["PAGE_TIMEOUT_S"]), float(limits["OPEN_TIMEOUT_S"])
    # read twice and drawn twice, a child lost before three of the four
    longest_page = 1.5 * page_s + 3 * opening_s
    assert function["Timeout"] > float(limits["DOCUMENT_TIMEOUT_S"]) + longest_page
    assert function["Timeout"] > 2 * float(limits["HANDOVER_S"])
    assert float(limits["HANDOVER_S"]) > longest_page
    assert function["MemorySize"] * 1024**2 > int(limits["CHILD_MEMORY_BYTES"]) + 512 * 1024**2
    assert function["EphemeralStorage"]["Size"] * 1024**2 > 2 * int(limits["MAX_FILE_BYTES"])


def test_extraction_may_call_itself_more_often_than_lambda_lets_others(cloud: Cloud) -> None:
    allowed = [name for name, function in cloud.functions.items() if function.get("RecursiveLoop") == "Allow"]
    assert allowed == ["extraction"]


def test_every_function_logs_into_a_group_that_forgets(cloud: Cloud) -> None:
    groups = cloud.of_type("AWS::Logs::LogGroup")
    for name, function in cloud.functions.items():
        assert groups[function["LoggingConfig"]["LogGroup"]["Ref"]]["RetentionInDays"] in {14, 365}, name
