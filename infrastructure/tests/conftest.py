"""The stacks, made in moto in the order of docs/aws.md. moto makes only what it knows and passes over the rest."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import Export
from moto.iam.aws_managed_policies import aws_managed_policies_data

HERE = Path(__file__).parents[1]
REGION = "eu-central-1"
ACCOUNT = "123456789012"
ORDER = ("storage", "network", "jobs", "glue", "emr", "watch", "airflow", "delivery")

Client = Callable[[str], Any]
Roles = Mapping[str, list[dict[str, Any]]]

EVERYONE = ("data", "export", "model", "register", "maintain", "audit")
"""Roles that jobs have."""
BESIDE_THE_JOBS = ("airflow", "analyst")


def template(name: str) -> dict[str, Any]:
    return cfn_yaml.load(str(HERE / f"{name}.yaml"))


def aws_policy(name: str) -> list[dict[str, Any]]:
    """Statements of a policy that AWS keeps itself, as moto has it."""
    return json.loads(aws_managed_policies_data)[name]["Document"]["Statement"]


def walk() -> str:
    """How docs/aws.md goes from an empty account to the first work list: its commands."""
    text = (HERE.parent / "docs/aws.md").read_text()
    whole = text[text.index("## From an empty account") : text.index("## The section `aws`")]
    return "\n".join(re.findall(r"(?s)```bash\n(.*?)```", whole))


@pytest.fixture(scope="session")
def aws() -> Iterator[Client]:
    with mock_aws():
        yield lambda service: boto3.client(
            service, region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="nothing"
        )


def export_what_moto_lacks() -> None:
    """The application of EMR Serverless, so that the stacks that name it can be made."""
    exports = cloudformation_backends[ACCOUNT][REGION].exports
    exports["millwright-dev-application"] = Export("jobs", "millwright-dev-application", "00application")


@pytest.fixture(scope="session")
def stacks(aws: Client) -> dict[str, dict[str, str]]:
    """Outputs by stack."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]["SubnetId"]
        for i, zone in enumerate("ab")
    ]
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
    given = {
        "Vpc": vpc,
        "Subnets": ",".join(subnets),
        "Subnet": subnets[0],
        "Cluster": "true",
        "Studio": "true",
        "ClusterId": "j-1ABC",
        "RouteTables": tables[0]["RouteTableId"],
        "S3Addresses": "pl-6ea54007",
        "Email": "maintenance@example.com",
        "ListEmail": "planning@example.com",
        "Target": "fails_within_2d",
        "Connection": f"arn:aws:codeconnections:{REGION}:{ACCOUNT}:connection/1",
    }
    tags = re.search(r"--tags ((?:\w+=\S+ )+)", walk())[1].replace("$STAGE", "dev").split()
    cloudformation = aws("cloudformation")
    outputs = {}
    for name in ORDER:
        known = template(name).get("Parameters", {})
        cloudformation.create_stack(
            StackName=f"millwright-dev-{name}",
            TemplateBody=(HERE / f"{name}.yaml").read_text(),
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items() if key in known],
            Tags=[dict(zip(("Key", "Value"), tag.split("="), strict=True)) for tag in tags],
        )
        stack = cloudformation.describe_stacks(StackName=f"millwright-dev-{name}")["Stacks"][0]
        assert stack["StackStatus"] == "CREATE_COMPLETE", name
        if name == "jobs":
            export_what_moto_lacks()
        outputs[name] = {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    return outputs


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def document(policy: str | dict[str, Any]) -> dict[str, Any]:
    """moto keeps some policies of stacks as Python would print them."""
    return ast.literal_eval(policy) if isinstance(policy, str) else policy


@pytest.fixture(scope="session")
def roles(aws: Client, stacks: dict[str, dict[str, str]]) -> Roles:
    """Statements by role. Which shared policies it has moto leaves out, so that is read in the template."""
    iam, cloudformation = aws("iam"), aws("cloudformation")

    def shared(key: str) -> dict[str, Any]:
        found = cloudformation.describe_stack_resource(StackName="millwright-dev-jobs", LogicalResourceId=key)
        arn = found["StackResourceDetail"]["PhysicalResourceId"]
        return document(iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"])

    def own(role: str) -> list[dict[str, Any]]:
        name = f"millwright-dev-{role}"
        names = iam.list_role_policies(RoleName=name)["PolicyNames"]
        return [document(iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"]) for each in names]

    found = {name: [statement for document in own(name) for statement in document["Statement"]] for name in BESIDE_THE_JOBS}
    for role in EVERYONE:
        documents = own(role)
        made = template("jobs")["Resources"][f"{role.capitalize()}Role"]["Properties"]
        documents += [shared(policy["Ref"]) for policy in made["ManagedPolicyArns"]]
        found[role] = [statement for document in documents for statement in document["Statement"]]
    return found
