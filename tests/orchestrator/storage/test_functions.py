from __future__ import annotations

import io

import pytest
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
