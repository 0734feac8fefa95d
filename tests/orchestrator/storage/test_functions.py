from __future__ import annotations

import io

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.stub import Stubber

from orchestrator.storage.aws import client
from orchestrator.storage.functions import FunctionFailed, invoke

ASKED = {"FunctionName": "recognition", "InvocationType": "RequestResponse", "Payload": b"{}"}


@pytest.mark.usefixtures("aws")
def test_the_answer_of_a_function_comes_back() -> None:
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", {"StatusCode": 200, "Payload": io.BytesIO(b"[1]")}, ASKED)
        assert invoke("recognition", "{}") == b"[1]"


@pytest.mark.usefixtures("aws")
def test_a_function_that_raised_is_an_error_and_its_text_stays_inside() -> None:
    answer = {
        "StatusCode": 200,
        "FunctionError": "Unhandled",
        "Payload": io.BytesIO(b'{"errorMessage": "secret"}'),
    }
    with Stubber(client("lambda")) as stub:
        stub.add_response("invoke", answer, ASKED)
        with pytest.raises(FunctionFailed, match=r"^Unhandled$"):
            invoke("recognition", "{}")


@pytest.mark.usefixtures("aws")
def test_a_busy_function_is_an_error_of_its_own_and_a_forbidden_one_is_not() -> None:
    with Stubber(client("lambda")) as stub:
        stub.add_client_error("invoke", "TooManyRequestsException", http_status_code=429)
        with pytest.raises(FunctionFailed, match="TooManyRequests"):
            invoke("recognition", "{}")
        stub.add_client_error("invoke", "AccessDeniedException", http_status_code=403)
        with pytest.raises(ClientError, match="AccessDenied"):
            invoke("recognition", "{}")


@pytest.mark.usefixtures("aws")
def test_a_function_that_does_not_answer_in_time_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(**_: object) -> None:
        raise ReadTimeoutError(endpoint_url="lambda")

    monkeypatch.setattr(client("lambda"), "invoke", late)
    with pytest.raises(FunctionFailed, match="ReadTimeoutError"):
        invoke("recognition", "{}")
