"""What the stacks make: looked at in moto where it makes it, read as text where it does not (alarms, bucket policies, log groups of
services)."""

from __future__ import annotations

import json
import re
from typing import Any

from conftest import HERE, ORDER, Client, template

FIGURES = HERE.parent / "pipeline/src/main/java/io/millwright/pipeline"


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """Resources of all stacks, by stack and name."""
    return {
        f"{name}.{key}": each for name in ORDER for key, each in template(name)["Resources"].items() if each["Type"] == kind
    }


def test_buckets_are_made_and_every_one_is_versioned_private_encrypted_and_kept(
    aws: Client, stacks: dict[str, dict[str, str]]
) -> None:
    buckets = of_type("AWS::S3::Bucket")
    policies = of_type("AWS::S3::BucketPolicy").values()
    tls_only = {policy["Properties"]["Bucket"]["Ref"] for policy in policies if "aws:SecureTransport" in str(policy)}

    assert len(aws("s3").list_buckets()["Buckets"]) == len(buckets) == 6
    for key, bucket in buckets.items():
        made = bucket["Properties"]
        assert made["VersioningConfiguration"]["Status"] == "Enabled", key
        assert made["BucketEncryption"], key
        assert all(made["PublicAccessBlockConfiguration"].values()), key
        assert bucket["DeletionPolicy"] == "Retain", key
        assert key.split(".")[1] in tls_only, key


def test_the_topic_and_the_rules_are_made(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    assert stacks["watch"]["TopicArn"] in {topic["TopicArn"] for topic in aws("sns").list_topics()["Topics"]}
    rules = {rule["Name"]: json.loads(rule["EventPattern"])["detail"] for rule in aws("events").list_rules()["Rules"][:2]}
    assert rules["millwright-dev-job-runs"]["applicationId"] == ["00application"]
    assert rules["millwright-dev-glue-job-runs"]["jobName"] == [{"prefix": "millwright-dev-"}]


def alarms() -> dict[str, dict[str, Any]]:
    return {key.split(".")[1]: each["Properties"] for key, each in of_type("AWS::CloudWatch::Alarm").items()}


def test_every_alarm_tells_the_topic_and_what_to_look_at() -> None:
    assert alarms().keys() == {
        *("NothingScored", "GateFailed", "MuchQuarantined", "TrainingAsked", "PoorModel", "NothingJudged"),
    }
    for key, alarm in alarms().items():
        assert alarm["AlarmActions"] == [{"Ref": "Topic"}], key
        assert len(str(alarm["AlarmDescription"])) > 40, key


def test_every_alarm_looks_at_figures_that_a_job_publishes() -> None:
    sources = "\n".join(file.read_text() for file in FIGURES.rglob("*.java"))
    published = set(re.findall(r'Figure\.\w+\(\s*"(\w+)"|add\(\w+, "(\w+)"', sources))
    names = {name for pair in published for name in pair}

    for key, alarm in alarms().items():
        metrics = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each] or [alarm]
        for metric in metrics:
            assert metric["MetricName"] in names, key
            assert all(f'"{dimension["Name"]}"' in sources for dimension in metric.get("Dimensions", [])), key


def test_no_target_is_silent_for_ever() -> None:
    poor, none = alarms()["PoorModel"], alarms()["NothingJudged"]

    assert poor["Dimensions"] == none["Dimensions"]
    assert poor["Dimensions"][0] == {"Name": "target", "Value": {"Ref": "Target"}}
    assert "Default" not in template("watch")["Parameters"]["Target"]
    assert (poor["TreatMissingData"], none["TreatMissingData"]) == ("ignore", "breaching")
    assert none["Period"] * none["EvaluationPeriods"] <= 604_800


def test_every_log_group_forgets_in_time_and_is_encrypted(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    groups = of_type("AWS::Logs::LogGroup")

    for key, group in groups.items():
        assert "KmsKeyId" in group["Properties"], key
    made = {group["logGroupName"]: group["retentionInDays"] for group in aws("logs").describe_log_groups()["logGroups"]}
    assert len(made) == len(groups)
    assert made.keys() == {
        *("/millwright/dev/jobs", "/millwright/dev/glue/error", "/millwright/dev/glue/output", "/millwright/delivery"),
        *("/aws/events/millwright-dev", "airflow-millwright-dev-DAGProcessing", "airflow-millwright-dev-Scheduler"),
        *("airflow-millwright-dev-Task", "airflow-millwright-dev-WebServer", "airflow-millwright-dev-Worker"),
    }


def test_airflow_finds_the_log_groups_it_would_make(stacks: dict[str, dict[str, str]]) -> None:
    resources = template("airflow")["Resources"]
    before = resources["Environment"]["DependsOn"]

    assert before == [key for key, each in resources.items() if each["Type"] == "AWS::Logs::LogGroup"]
    assert len(before) == len(resources["Environment"]["Properties"]["LoggingConfiguration"])


def test_what_is_made_bears_the_tags_of_the_walk(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    for endpoint in aws("ec2").describe_vpc_endpoints()["VpcEndpoints"]:
        tags = {tag["Key"]: tag["Value"] for tag in endpoint["Tags"]}
        assert (tags["application"], tags["stage"]) == ("millwright", "dev")


def test_every_service_that_jobs_call_in_the_network_has_its_endpoint() -> None:
    names = {
        each["Properties"]["ServiceName"]["Fn::Sub"].removeprefix("com.amazonaws.${AWS::Region}.")
        for each in of_type("AWS::EC2::VPCEndpoint").values()
    }

    assert names >= {"s3", "sagemaker.api", "sagemaker.metrics", "sagemaker.featurestore-runtime", "glue", "monitoring"}
    assert names >= {"sns", "events", "kms", "logs", "sts"}
