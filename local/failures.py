"""Why a command cannot go on, in a sentence for whoever typed it."""

from __future__ import annotations


class CommandFailed(Exception):
    """The command cannot go on."""


class PortTaken(CommandFailed):
    """The wanted port is in use."""


class BrokenStack(CommandFailed):
    """A part of the stack does not start."""


class Stalled(CommandFailed):
    """Nothing moves any more."""


class ApiFailure(CommandFailed):
    """The API refused, or could not be reached."""
