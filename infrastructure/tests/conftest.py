"""The stacks, made in moto in the order of docs/aws.md. moto makes only what it knows and passes over the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import Export

HERE = Path(__file__).parents[1]
REGION = "eu-central-1"
ACCOUNT = "123456789012"
ORDER = ("storage", "network", "jobs", "glue", "emr", "watch", "airflow", "delivery")

Client = Callable[[str], Any]


def template(name: str) -> dict[str, Any]:
    return cfn_yaml.load(str(HERE / f"{name}.yaml"))


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
        "ClusterId": "j-1ABC",
        "RouteTables": tables[0]["RouteTableId"],
        "S3Addresses": "pl-6ea54007",
        "Email": "maintenance@example.com",
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
