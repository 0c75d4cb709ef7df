"""What the stacks make: looked at in moto where it makes it, read as text where it does not (alarms, bucket policies, log groups of
services)."""

from __future__ import annotations

import json
import re
from typing import Any

from conftest import ACCOUNT, HERE, ORDER, REGION, Client, aws_policy, template, walk

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


def heard(aws: Client, topic: str, **attributes: str) -> list[str]:
    """Parameters whose mail gets a message to a topic of the stack. Alarms and rules send no attributes."""
    subscriptions = [each["Properties"] for each in of_type("AWS::SNS::Subscription").values()]
    sns, sqs = aws("sns"), aws("sqs")
    arn = sns.create_topic(Name=topic)["TopicArn"]
    mails = {}
    for properties in (each for each in subscriptions if each["TopicArn"]["Ref"] == topic):
        mail = properties["Endpoint"]["Ref"]
        mails[mail] = sqs.create_queue(QueueName=f"heard-{mail}")["QueueUrl"]
        sns.subscribe(
            TopicArn=arn,
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:heard-{mail}",
            Attributes={"FilterPolicy": json.dumps(properties["FilterPolicy"])} if "FilterPolicy" in properties else {},
        )
    said = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    sns.publish(TopicArn=arn, Message="-", MessageAttributes=said)
    came = [mail for mail, url in mails.items() if sqs.receive_message(QueueUrl=url).get("Messages")]
    for url in mails.values():
        sqs.delete_queue(QueueUrl=url)
    sns.delete_topic(TopicArn=arn)
    return came


def test_every_alarm_is_heard_and_says_what_to_look_at(aws: Client) -> None:
    assert alarms().keys() == {
        *("NothingScored", "GateFailed", "MuchQuarantined", "TrainingAsked", "PoorModel", "NothingJudged", "Unheard"),
    }
    for key, alarm in alarms().items():
        assert [heard(aws, topic["Ref"]) for topic in alarm["AlarmActions"]] == [["Email"]], key
        assert len(str(alarm["AlarmDescription"])) > 40, key


def test_every_rule_on_failed_runs_is_heard(aws: Client) -> None:
    rules = {key: each["Properties"]["Targets"][0] for key, each in of_type("AWS::Events::Rule").items()}

    assert {key for key, target in rules.items() if target["Id"] == "topic"} == {"watch.Jobs", "watch.GlueJobs", "watch.Steps"}
    for key, target in rules.items():
        assert target["Id"] == "log" or heard(aws, target["Arn"]["Ref"]) == ["Email"], key


def test_of_the_notices_those_are_heard_that_are_urgent(aws: Client) -> None:
    assert [heard(aws, "Topic", severity=each) for each in ("critical", "warning", "info")] == [["Email"], ["Email"], []]


def test_a_work_list_is_heard_by_who_plans(aws: Client) -> None:
    assert heard(aws, "Topic", severity="info", kind="work_list") == ["ListEmail"]
    assert heard(aws, "Topic", severity="info", kind="model_promoted") == []


def test_the_services_may_publish_to_the_topic_they_are_sent_to() -> None:
    policies = [each["Properties"] for each in of_type("AWS::SNS::TopicPolicy").values()]
    may = {
        (topic["Ref"], statement["Principal"]["Service"]): statement.get("Condition")
        for policy in policies
        for topic in policy["Topics"]
        for statement in policy["PolicyDocument"]["Statement"]
    }

    assert may.keys() == {("Operations", "cloudwatch.amazonaws.com"), ("Operations", "events.amazonaws.com")}
    # AWS: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge."
    assert may["Operations", "events.amazonaws.com"] is None


def test_events_may_be_written_where_they_are_kept() -> None:
    (policy,) = of_type("AWS::Logs::ResourcePolicy").values()
    (statement,) = json.loads(policy["Properties"]["PolicyDocument"]["Fn::Sub"])["Statement"]

    target = template("watch")["Resources"]["Events"]["Properties"]["Targets"][0]["Arn"]
    assert target["Fn::Sub"].endswith(":log-group:${Kept}")
    assert statement["Resource"] == "${Kept.Arn}"
    assert "events.amazonaws.com" in statement["Principal"]["Service"]
    assert set(statement["Action"]) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_a_stage_keeps_the_events_of_its_own_results(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    rule = aws("events").describe_rule(Name="millwright-dev-events")

    plant = f"s3://{stacks['storage']['PlantBucket']}/"
    assert json.loads(rule["EventPattern"]) == {"source": ["millwright"], "detail": {"results": [{"prefix": plant}]}}
    assert 'facts.put("results", ' in (FIGURES / "Outside.java").read_text()


def test_the_key_lets_events_and_alarms_through_to_what_it_encrypts() -> None:
    policy = template("storage")["Resources"]["Key"]["Properties"]["KeyPolicy"]["Statement"]
    by_service = {str(statement["Principal"].get("Service")): statement for statement in policy}

    for service in ("events.amazonaws.com", "cloudwatch.amazonaws.com"):
        assert set(by_service[service]["Action"]) == {"kms:Decrypt", "kms:GenerateDataKey*"}
    # AWS: aws:SourceAccount and aws:SourceArn are "not supported for EventBridge-to-encrypted topics".
    assert "Condition" not in by_service["events.amazonaws.com"]


def test_every_alarm_looks_at_figures_that_a_job_publishes() -> None:
    sources = "\n".join(file.read_text() for file in FIGURES.rglob("*.java"))
    published = set(re.findall(r'Figure\.\w+\(\s*"(\w+)"|add\(\w+, "(\w+)"', sources))
    names = {name for pair in published for name in pair}

    for key, alarm in alarms().items():
        if alarm["Namespace"] == "AWS/SQS":
            continue
        assert alarm["Namespace"] == {"Fn::Sub": "Millwright/${Stage}"}, key
        metrics = [each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each] or [alarm]
        for metric in metrics:
            assert metric["MetricName"] in names, key
            assert all(f'"{dimension["Name"]}"' in sources for dimension in metric.get("Dimensions", [])), key


def test_events_that_reached_nobody_are_an_alarm() -> None:
    unheard = alarms()["Unheard"]
    rules = [each["Properties"] for each in of_type("AWS::Events::Rule").values()]

    assert unheard["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": ["Undelivered", "QueueName"]}}]
    assert all(
        target["DeadLetterConfig"]["Arn"] == {"Fn::GetAtt": ["Undelivered", "Arn"]}
        for rule in rules
        for target in rule["Targets"]
        if target["Id"] == "topic"
    )


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


def test_what_runs_and_queries_leave_in_the_plants_bucket_forgets_in_time_and_nothing_else_does() -> None:
    storage = template("storage")
    rules = storage["Resources"]["Plant"]["Properties"]["LifecycleConfiguration"]["Rules"]

    days = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    assert days == {"logs/": {"Ref": "LogDays"}, "athena/": 30}
    assert storage["Parameters"]["LogDays"]["Default"] == 365
    glue = [job["Properties"]["DefaultArguments"] for job in of_type("AWS::Glue::Job").values()]
    written = [
        template("emr")["Resources"]["Cluster"]["Properties"]["LogUri"],
        *(job["--spark-event-logs-path"] for job in glue),
    ]
    assert {place["Fn::Join"][1][-1].split("/")[1] for place in written} == {"logs"}
    assert all(place in walk() for place in ("--logs $plant/logs ", "OutputLocation=$plant/athena/ "))


def test_airflow_finds_the_log_groups_it_would_make(stacks: dict[str, dict[str, str]]) -> None:
    resources = template("airflow")["Resources"]
    before = resources["Environment"]["DependsOn"]

    groups = [key for key, each in resources.items() if each["Type"] == "AWS::Logs::LogGroup"]
    assert before[: len(groups)] == groups
    assert len(groups) == len(resources["Environment"]["Properties"]["LoggingConfiguration"])


def test_airflow_finds_every_endpoint_it_needs_without_the_internet() -> None:
    """As "Creating the required VPC service endpoints in an Amazon VPC with private routing" of MWAA's guide lists them."""
    needed = ("s3", "monitoring", "ecr.dkr", "ecr.api", "logs", "sqs", "kms", "airflow.api", "airflow.env", "airflow.ops")
    own = [key for key, each in template("airflow")["Resources"].items() if each["Type"] == "AWS::EC2::VPCEndpoint"]

    assert endpoints() >= set(needed)
    assert set(own) <= set(template("airflow")["Resources"]["Environment"]["DependsOn"])


def test_airflow_can_be_reached_by_who_may() -> None:
    made = template("airflow")

    assert made["Resources"]["Environment"]["Properties"]["WebserverAccessMode"] == {"Ref": "WebserverAccess"}
    assert made["Parameters"]["WebserverAccess"]["Default"] == "PUBLIC_ONLY"


def test_what_is_made_bears_the_tags_of_the_walk(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    for endpoint in aws("ec2").describe_vpc_endpoints()["VpcEndpoints"]:
        tags = {tag["Key"]: tag["Value"] for tag in endpoint["Tags"]}
        assert (tags["application"], tags["stage"]) == ("millwright", "dev")


def chosen(value: Any) -> Any:
    """What a template's conditions leave where all of them hold."""
    if isinstance(value, dict):
        return chosen(value["Fn::If"][1]) if "Fn::If" in value else {key: chosen(each) for key, each in value.items()}
    return [chosen(each) for each in value] if isinstance(value, list) else value


def test_a_workspace_of_emr_studio_finds_what_it_asks_of_a_cluster_and_of_an_application() -> None:
    """By AWS's requirements: Spark, Livy and the gateway; a session's driver where its archives are."""
    cluster = template("emr")["Resources"]["Cluster"]["Properties"]
    (livy,) = (each for each in chosen(cluster["Configurations"]) if each["Classification"] == "livy-conf")

    assert {each["Name"] for each in chosen(cluster["Applications"])} == {"Spark", "Livy", "JupyterEnterpriseGateway"}
    assert cluster["Applications"]["Fn::If"][2] == [{"Name": "Spark"}]
    assert livy["ConfigurationProperties"]["livy.spark.deploy-mode"] == "cluster"
    application = template("jobs")["Resources"]["Application"]["Properties"]
    assert application["InteractiveConfiguration"] == {"StudioEnabled": {"Ref": "Studio"}}


def test_the_cluster_has_delta_and_roles_of_steps(aws: Client, stacks: dict[str, dict[str, str]]) -> None:
    made = aws("emr").describe_cluster(ClusterId=stacks["emr"]["ClusterId"])["Cluster"]
    security = aws("emr").describe_security_configuration(Name="millwright-dev")["SecurityConfiguration"]
    # What moto keeps no word of.
    own = template("emr")["Resources"]["Cluster"]["Properties"]

    assert security["AuthorizationConfiguration"]["IAMConfiguration"]["EnableApplicationScopedIAMRole"]
    assert own["SecurityConfiguration"] == {"Ref": "Security"}
    assert own["Configurations"][0] == {
        "Classification": "delta-defaults",
        "ConfigurationProperties": {"delta.enabled": "true"},
    }
    assert {"Key": "for-use-with-amazon-emr-managed-policies", "Value": "true"} in made["Tags"]
    assert "elasticmapreduce" in endpoints()


def test_the_cluster_is_made_in_what_bears_the_tag_that_aws_s_policy_asks_for() -> None:
    (tag,) = {
        key.removeprefix("aws:ResourceTag/")
        for statement in aws_policy("AmazonEMRServicePolicy_v2")
        if "ec2:RunInstances" in statement["Action"] and any(":security-group/" in arn for arn in statement["Resource"])
        for key in statement["Condition"]["StringEquals"]
    }
    instances = template("emr")["Resources"]["Cluster"]["Properties"]["Instances"]
    named = {group["Fn::ImportValue"]["Fn::Sub"] for key in instances if "SecurityGroup" in key for group in instances[key]}
    network = template("network")
    groups = {
        each["Export"]["Name"]["Fn::Sub"]: network["Resources"][each["Value"]["Ref"]] for each in network["Outputs"].values()
    }

    assert named
    for group in named:
        assert {"Key": tag, "Value": "true"} in groups[group]["Properties"].get("Tags", []), group
    # The subnet is there before the stacks are.
    assert instances["Ec2SubnetId"] == {"Ref": "Subnet"}
    assert f"--resources $VPC ${{SUBNETS//,/ }} --tags Key={tag},Value=true" in (HERE / "README.md").read_text()


def endpoints() -> set[str]:
    return {
        each["Properties"]["ServiceName"]["Fn::Sub"].removeprefix("com.amazonaws.${AWS::Region}.")
        for each in of_type("AWS::EC2::VPCEndpoint").values()
    }


def test_every_service_that_jobs_call_in_the_network_has_its_endpoint() -> None:
    names = endpoints()

    assert names >= {"s3", "sagemaker.api", "sagemaker.metrics", "sagemaker.featurestore-runtime", "glue", "monitoring"}
    assert names >= {"sns", "events", "kms", "logs", "sts"}
