"""Synthesized templates, read the way the tests ask about them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Resource = dict[str, Any]
STACKS = ("Data", "Identity", "Processing", "Api", "Operations")


@dataclass(frozen=True)
class Cloud:
    """The stacks of one stage; `folder` is their cloud assembly."""

    folder: Path

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        """Stack name to template."""
        return {name: json.loads((self.folder / f"{name}.template.json").read_text()) for name in STACKS}

    def of_type(self, kind: str) -> dict[str, Resource]:
        """Return the properties of every resource of a type, by logical id."""
        return {
            name: resource["Properties"]
            for template in self.templates.values()
            for name, resource in template["Resources"].items()
            if resource["Type"] == kind
        }

    def only(self, kind: str, **properties: object) -> Resource:
        """Return the one resource of a type that has these properties."""
        wanted = properties.items()
        found = [
            p for p in self.of_type(kind).values() if wanted <= {k: p.get(k) for k in properties}.items()
        ]
        assert len(found) == 1, f"{len(found)} {kind} with {properties}"
        return found[0]

    @cached_property
    def functions(self) -> dict[str, Resource]:
        """Properties of each Lambda function by the name of its folder."""
        return {
            str(properties["FunctionName"]).split("-", 2)[2]: properties
            for properties in self.of_type("AWS::Lambda::Function").values()
        }

    def statements(self, role: str) -> Iterator[Resource]:
        """Yield every statement of the policies on a function's role."""
        for properties in self.of_type("AWS::IAM::Policy").values():
            if any(role in json.dumps(attached) for attached in properties["Roles"]):
                yield from properties["PolicyDocument"]["Statement"]


def spelled(value: object) -> str:
    """Return a template's value as text: references as `<logical id>`, imports by what they name."""
    if isinstance(value, dict):
        ((function, argument),) = value.items()
        if function == "Fn::Join":
            return "".join(spelled(part) for part in argument[1])
        if function == "Fn::Sub":
            return str(argument)
        if function == "Fn::ImportValue":
            return f"<{_exported(str(argument))}>"
        return f"<{argument if isinstance(argument, str) else '.'.join(argument)}>"
    return str(value)


def _exported(name: str) -> str:
    """Return the construct behind an automatic export (`Stack:ExportsOutputFnGetAttTable710B521BArn570AFAD4`)."""
    return name.rpartition(":")[2].removeprefix("ExportsOutput").removeprefix("FnGetAtt").removeprefix("Ref")


def listed(value: str | list[str]) -> list[Any]:
    """Return what IAM lets be one or a list, as a list."""
    return value if isinstance(value, list) else [value]
