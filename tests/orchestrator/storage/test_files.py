from __future__ import annotations

from pathlib import Path
from string import ascii_letters, digits
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from orchestrator.errors import Unavailable
from orchestrator.storage.aws import client
from orchestrator.storage.files import Files, MissingFile
from tests.conftest import Aws


@pytest.fixture
def files(aws: Aws) -> Files:
    """The bucket, keeping every version."""
    client("s3").put_bucket_versioning(Bucket=aws.bucket_name, VersioningConfiguration={"Status": "Enabled"})
    return Files(aws.bucket_name)


def version(files: Files, key: str) -> str:
    """Return the newest version of an object."""
    info = files.info(key)
    assert info is not None
    assert info.version_id is not None
    return info.version_id


def test_what_is_written_is_read_back(files: Files, tmp_path: Path) -> None:
    files.write("a/b.txt", b"hello", "text/plain")
    info = files.info("a/b.txt")
    assert info is not None
    assert (info.size_bytes, info.content_type) == (5, "text/plain")
    assert files.read("a/b.txt") == b"hello"
    assert files.read("a/b.txt", first_bytes=2) == b"he"
    files.download("a/b.txt", tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == b"hello"


def etag(files: Files, key: str) -> str:
    """Return the entity tag of an object."""
    info = files.info(key)
    assert info is not None
    return info.etag


def test_what_is_written_where_nothing_is_replaces_nothing(files: Files) -> None:
    assert files.replace("a/b.txt", b"first", "text/plain", None)
    assert not files.replace("a/b.txt", b"second", "text/plain", None)
    assert files.read("a/b.txt") == b"first"
    versions = client("s3").list_object_versions(Bucket=files.bucket, Prefix="a/")["Versions"]
    assert len(versions) == 1


def test_only_the_object_that_was_seen_is_replaced_or_deleted(files: Files) -> None:
    files.write("a", b"first", "text/plain")
    first = etag(files, "a")
    assert files.replace("a", b"second", "text/plain", first)
    assert not files.replace("a", b"third", "text/plain", first)
    assert not files.delete_unchanged("a", first)
    assert files.read("a") == b"second"
    second = etag(files, "a")
    assert files.delete_unchanged("a", second)
    assert not files.delete_unchanged("a", second)
    assert not files.replace("a", b"fourth", "text/plain", second)
    assert files.info("a") is None


def test_an_error_of_s3_is_not_taken_for_a_file_written_before(aws: Aws) -> None:
    with pytest.raises(ClientError, match="NoSuchBucket"):
        Files(f"{aws.bucket_name}-gone").replace("a/b.txt", b"first", "text/plain", None)


def test_each_version_can_be_read_and_deleted_on_its_own(files: Files, tmp_path: Path) -> None:
    files.write("a", b"old", "text/plain")
    old = version(files, "a")
    files.write("a", b"new", "text/plain")
    assert files.read("a", old) == b"old"
    files.download("a", tmp_path / "a", old)
    assert (tmp_path / "a").read_bytes() == b"old"
    files.copy("a", "b", "application/pdf", old)
    assert files.read("b") == b"old"
    files.delete("a", old)
    assert files.info("a", old) is None
    assert files.read("a") == b"new"


def test_what_is_not_there_is_missing(files: Files, tmp_path: Path) -> None:
    assert files.info("nothing") is None
    with pytest.raises(MissingFile):
        files.read("nothing")
    with pytest.raises(MissingFile):
        files.download("nothing", tmp_path / "x")
    files.delete("nothing")


def test_another_error_of_s3_is_not_taken_for_a_missing_file(aws: Aws) -> None:
    elsewhere = Files(f"{aws.bucket_name}-not-there")
    with pytest.raises(ClientError):
        elsewhere.read("a")
    files = Files(aws.bucket_name)
    files.write("a", b"", "text/plain")
    with pytest.raises(ClientError, match="InvalidRange"):
        files.read("a", first_bytes=10)


def test_a_file_that_may_not_be_read_is_an_error_and_not_a_missing_file(files: Files, tmp_path: Path) -> None:
    files.write("a", b"x", "text/plain")
    with Stubber(client("s3")) as stub:
        stub.add_client_error("head_object", "403", http_status_code=403)
        with pytest.raises(ClientError):
            files.info("a")
    with Stubber(client("s3")) as stub:
        stub.add_client_error("head_object", "403", http_status_code=403)
        with pytest.raises(ClientError):
            files.download("a", tmp_path / "a")


def test_a_copy_has_its_own_content_type(files: Files) -> None:
    files.write("inbox/Übersicht (1).pdf", b"pdf", "binary/octet-stream")
    files.copy("inbox/Übersicht (1).pdf", "uploads/x.pdf", "application/pdf")
    info = files.info("uploads/x.pdf")
    assert info is not None
    assert info.content_type == "application/pdf"


def test_everything_below_a_prefix_goes_and_nothing_else(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orchestrator.storage.files._DELETE_BATCH", 2)
    for n in range(5):
        files.write(f"results/a/{n}", b"x", "text/plain")
    files.write("results/ab", b"x", "text/plain")
    files.delete_all("results/a/")
    files.delete_all("nothing/")
    assert list(files.keys("results/")) == ["results/ab"]


def test_a_file_that_s3_did_not_delete_is_not_taken_for_deleted(files: Files) -> None:
    """S3 answers 200 and names in the answer what it has not deleted."""
    with Stubber(client("s3")) as stubbed:
        stubbed.add_response(
            "list_objects_v2", {"Contents": [{"Key": "results/a/1"}, {"Key": "results/a/2"}]}
        )
        left = {"Key": "results/a/2", "Code": "InternalError", "Message": "We encountered an internal error."}
        stubbed.add_response("delete_objects", {"Errors": [left]})
        with pytest.raises(Unavailable, match=r"1 of 2 files could not be deleted \(InternalError\)"):
            files.delete_all("results/a/")


def test_an_address_is_short_lived_and_for_one_object(files: Files) -> None:
    address = urlsplit(files.address("results/x.csv", 300, download_as="x.csv"))
    query = parse_qs(address.query)
    assert address.path == "/results/x.csv"
    assert query["X-Amz-Expires"] == ["300"]
    assert query["response-content-disposition"] == ['attachment; filename="x.csv"']
    assert "response-content-disposition" not in files.address("results/x.csv", 300)


def test_a_file_is_saved_under_its_name_whatever_that_is_written_in(files: Files) -> None:
    name = 'Übersicht "1" 🦆.pdf'
    (said,) = parse_qs(urlsplit(files.address("x", 300, download_as=name)).query)[
        "response-content-disposition"
    ]
    plain, _, exact = said.partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="_bersicht _1_ _.pdf"'
    assert unquote(exact) == name
    assert set(exact) <= set(ascii_letters + digits + "%-._~")
