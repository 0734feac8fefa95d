"""Cognito's refusals, as its API words them."""

from __future__ import annotations


class CognitoFailure(Exception):
    """A refusal: `code` is the exception's name in Cognito's API."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def not_authorized(message: str = "Incorrect username or password.") -> CognitoFailure:
    """Return the refusal of credentials or tokens."""
    return CognitoFailure("NotAuthorizedException", message)


def invalid_parameter(message: str) -> CognitoFailure:
    """Return the refusal of a request's content."""
    return CognitoFailure("InvalidParameterException", message)
