"""From a commit to a stage: what the builds may do, and what their commands make of the files there are."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import Any

import yaml

from conftest import HERE, template

COMMIT = "0f3a9c1b2d4e5f60718293a4b5c6d7e8f9012345"


def resources() -> dict[str, Any]:
    return template("delivery")["Resources"]


def statements(role: str) -> list[dict[str, Any]]:
    policies = resources()[role]["Properties"]["Policies"]
    return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def stages() -> dict[str, dict[str, dict[str, Any]]]:
    """Actions by stage and name."""
    made = resources()["Pipeline"]["Properties"]["Stages"]
    return {stage["Name"]: {action["Name"]: action for action in stage["Actions"]} for stage in made}


def deploy_commands() -> list[str]:
    spec = resources()["Deploy"]["Properties"]["Source"]["BuildSpec"]["Fn::Sub"]
    return yaml.safe_load(spec)["phases"]["build"]["commands"]


def test_who_clones_the_repository_may_use_the_connection() -> None:
    source = stages()["Source"]["commit"]["Configuration"]
    use = {"Effect": "Allow", "Action": "codeconnections:UseConnection", "Resource": {"Ref": "Connection"}}

    # The whole clone, which knows its commit, is made by the build itself and not by the pipeline.
    assert source["OutputArtifactFormat"] == "CODEBUILD_CLONE_REF"
    for role in ("PipelineRole", "BuildRole"):
        assert use in statements(role), role


def test_both_stages_are_deployed_as_the_commit_that_was_verified() -> None:
    assert stages()["Source"]["commit"]["Namespace"] == "Source"
    for stage, name in (("Dev", "dev"), ("Prod", "prod")):
        given = yaml.safe_load(stages()[stage]["deploy"]["Configuration"]["EnvironmentVariables"])
        assert {each["name"]: each["value"] for each in given} == {"STAGE": name, "COMMIT": "#{Source.CommitId}"}


def test_a_jar_keeps_its_name_and_the_schedule_takes_the_new_one() -> None:
    (jar,) = (command.partition(" && ")[2] for command in deploy_commands() if "[.]jar" in command)
    shipped = HERE.parent / "airflow-dags/dags/millwright.toml"
    plant = "s3://millwright-dev-plant-123456789012"

    def deployed(before: str, commit: str) -> str:
        names = {"PATH": "/usr/bin:/bin", "plant": plant, "COMMIT": commit}
        return subprocess.run(
            ["bash", "-c", f'{jar}; sed "$jar"'], input=before, text=True, capture_output=True, env=names, check=True
        ).stdout

    first = deployed(shipped.read_text(), COMMIT)
    second = deployed(first, "1" * 40)

    for text, commit in ((first, COMMIT), (second, "1" * 40)):
        settings = tomllib.loads(text)
        assert settings["emr-serverless"]["jar"] == settings["emr"]["jar"] == f"{plant}/jars/{commit}/millwright.jar"
    assert any("$plant/jars/$COMMIT/millwright.jar" in command for command in deploy_commands() if "cp" in command)
    assert second.replace("1" * 40 + "/", "") == shipped.read_text()


def test_what_the_deployment_reads_and_writes_it_may() -> None:
    def of(action: str) -> set[str]:
        found = [each for each in statements("DeployRole") if action in each["Action"]]
        return {str(part) for each in found for part in re.findall(r"/([\w.]+(?:/[\w.*]+)?)'", str(each["Resource"]))}

    assert of("s3:PutObject") == {"jars/*", "dags/*", "requirements.txt", "plugins.zip"}
    assert "dags/millwright.toml" in of("s3:GetObject")
