"""What the DAGs are: files that load, order, schedules and arguments."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pendulum
import pytest
from airflow.exceptions import TaskDeferred
from airflow.sdk import DAG
from airflow.serialization.serialized_objects import SerializedDAG

from millwright.settings import TARGETS, Settings

Dags = Callable[..., dict[str, DAG]]

LONGEST_PARSE = timedelta(seconds=2)
DAY = {"data_interval_start": datetime(2025, 3, 1, tzinfo=UTC), "data_interval_end": datetime(2025, 3, 2, tzinfo=UTC)}


def edges(dag: DAG) -> set[tuple[str, str]]:
    return {(task.task_id, below) for task in dag.tasks for below in task.downstream_task_ids}


def chain(*tasks: str) -> set[tuple[str, str]]:
    return set(pairwise(tasks))


def rendered(dag: DAG, task_id: str, tries: int = 0, **context: Any) -> list[str]:
    """The command line of a task in a run of the given interval; `tries` are those before a person cleared it."""
    task = dag.get_task(task_id).prepare_for_execution()
    ti = SimpleNamespace(
        dag_id=dag.dag_id,
        run_id="scheduled__2025-03-02T00:00:00+00:00",
        task=task,
        max_tries=task.retries + tries,
    )
    params = dag.params.dump()
    task.render_template_fields({"params": params, "ti": ti, "run_name": dag.user_defined_macros["run_name"], **context})
    return task.arguments


@pytest.mark.parametrize("target", TARGETS)
def test_every_file_loads_soon_and_without_an_error(target: str, settings_file: Callable[..., Any]) -> None:
    from conftest import _bag

    settings_file(target=f'"{target}"')

    bag = _bag()

    assert bag.import_errors == {}
    names = ("backfill", "daily", "maintain", "publish", "rescore", "training")
    assert sorted(bag.dags) == [f"millwright_{name}" for name in names]
    assert all(stat.duration < LONGEST_PARSE for stat in bag.dagbag_stats)


def test_features_are_exported_after_the_list_where_the_settings_say_so(dags: Dags) -> None:
    plain = dags()["daily"]
    exporting = dags(export_features="true")["daily"]

    assert "export-features" not in plain.task_dict
    assert ("score", "export-features") in edges(exporting)
    assert not {"--from", "--to"} & set(rendered(exporting, "export-features", **DAY))


@pytest.mark.parametrize(
    ("target", "key", "beginning"),
    [
        ("emr-serverless", "execution_role_arn", "arn:aws:iam::123456789012:role/millwright-dev-"),
        ("glue", "job_name", "millwright-dev-"),
    ],
)
def test_a_job_goes_by_its_own_role_and_another_by_the_dag_run_s(target: str, key: str, beginning: str, dags: Dags) -> None:
    found = dags(target)
    places = {task.task_id: task.place for dag in found.values() for task in dag.tasks if hasattr(task, "place")}

    assert places["train"][key] == f"{beginning}model"
    assert places["register"][key] == f"{beginning}register"
    assert places["ingest"][key] == f"{{{{ params.{key} }}}}"
    assert found["daily"].params[key] == f"{beginning}data"


def test_a_day_goes_from_landing_files_to_the_report(dags: Dags) -> None:
    daily = dags()["daily"]

    assert edges(daily) == chain("files", "ingest", "check", "features", "score", "monitor", "report") | {
        ("monitor", "retrain")
    }
    assert daily.catchup
    assert daily.max_active_runs == 1


def test_a_day_is_ingested_once_its_last_files_had_time_to_come_and_is_a_whole_day_still(dags: Dags) -> None:
    daily = dags(wait_minutes="90")["daily"]
    files = daily.get_task("files").prepare_for_execution()

    files.render_template_fields({"data_interval_end": pendulum.datetime(2025, 3, 2)})
    with pytest.raises(TaskDeferred) as waiting:
        files.execute({})

    assert waiting.value.trigger.moment == datetime(2025, 3, 2, 1, 30, tzinfo=UTC)
    (day,) = SerializedDAG.from_dict(SerializedDAG.to_dict(daily)).iter_dagrun_infos_between(
        datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 3, 1, tzinfo=UTC)
    )
    assert (day.data_interval.start, day.data_interval.end) == tuple(DAY.values())


@pytest.mark.parametrize("target", TARGETS)
def test_a_training_ends_with_an_approved_champion(target: str, dags: Dags) -> None:
    training = dags(target, config='"/data/pipeline.yaml"', out='"/data/out"')["training"]

    assert edges(training) == chain("train", "evaluate", "register", "approval", "promote")
    assert training.get_task("approval").mode == "reschedule"
    assert rendered(training, "promote") == [
        *("promote", "--config", "/data/pipeline.yaml", "--out", "/data/out"),
        *("--run-id", "millwright_training.scheduled__2025-03-02T00-00-00-00-00"),
    ]
    assert {task.task_id for task in training.tasks if task.outlets} == {"promote"}


def test_a_new_champion_scores_the_fleet_at_once_as_of_the_end_of_the_data(dags: Dags) -> None:
    rescore = dags(config='"/data/pipeline.yaml"', out='"/data/out"')["rescore"]

    assert edges(rescore) == chain("score", "report")
    assert rendered(rescore, "score") == [
        *("score", "--config", "/data/pipeline.yaml", "--out", "/data/out"),
        *("--run-id", "millwright_rescore.scheduled__2025-03-02T00-00-00-00-00"),
    ]


def test_a_slice_is_a_day_s_first_half_and_only_where_asked_for(dags: Dags) -> None:
    backfill = dags()["backfill"]

    assert edges(backfill) == chain("asked_for", "ingest", "check", "features")
    assert backfill.get_task("ingest").depends_on_past


def test_the_lake_is_maintained_every_week_and_nothing_of_it_is_removed(dags: Dags) -> None:
    maintain = dags(config='"/data/pipeline.yaml"', out='"/data/out"')["maintain"]

    assert rendered(maintain, "maintain") == [
        *("maintain", "--config", "/data/pipeline.yaml", "--out", "/data/out"),
        *("--run-id", "millwright_maintain.scheduled__2025-03-02T00-00-00-00-00"),
    ]


def test_drift_starts_a_training_a_champion_a_list_and_a_list_its_publishing(dags: Dags) -> None:
    found = dags()

    said = {name: {asset.name for task in dag.tasks for asset in task.outlets} for name, dag in found.items()}
    heard = {
        name: {asset.name for _, asset in condition.iter_assets()}
        for name, dag in found.items()
        if (condition := getattr(dag.timetable, "asset_condition", None))
    }
    drift, champion, work_list = ({f"millwright_{asset}"} for asset in ("drift", "champion", "work_list"))
    assert heard == {"training": drift, "rescore": champion, "publish": work_list}
    assert {name: assets for name, assets in said.items() if assets} == {
        "daily": drift | work_list,
        "training": champion,
        "rescore": work_list,
    }


@pytest.mark.parametrize("target", TARGETS)
def test_every_task_has_an_owner_retries_a_limit_and_a_word(target: str, dags: Dags) -> None:
    for dag in dags(target).values():
        for task in dag.tasks:
            assert task.owner == "millwright"
            assert task.retries == 3
            assert task.retry_exponential_backoff
            assert task.execution_timeout
            assert task.doc_md


def test_only_one_job_at_a_time_writes_to_the_lake(dags: Dags) -> None:
    for dag in dags().values():
        for task in dag.tasks:
            lake = hasattr(task, "arguments")
            assert task.pool == ("millwright_lake" if lake else "default_pool"), task


def test_the_interval_is_airflow_s_own(dags: Dags) -> None:
    daily = dags(config='"/data/pipeline.yaml"', out='"/data/out"')["daily"]

    assert rendered(daily, "features", **DAY) == [
        *("features", "--config", "/data/pipeline.yaml", "--out", "/data/out"),
        *("--run-id", "millwright_daily.scheduled__2025-03-02T00-00-00-00-00"),
        *("--from", "2025-03-01T00:00:00Z", "--to", "2025-03-02T00:00:00Z"),
    ]


def test_monitoring_is_asked_as_of_the_days_end_and_the_report_of_all_there_is(dags: Dags) -> None:
    daily = dags()["daily"]

    assert rendered(daily, "monitor", **DAY)[-2:] == ["--to", "2025-03-02T00:00:00Z"]
    assert not {"--from", "--to"} & set(rendered(daily, "report", **DAY))


def test_a_retry_is_the_same_run_and_a_cleared_task_another(dags: Dags) -> None:
    daily = dags()["daily"]

    first, cleared = (rendered(daily, "check", tries, **DAY)[6] for tries in (0, 2))

    assert cleared == f"{first}.again-2"


def test_an_option_without_a_value_is_left_out(dags: Dags) -> None:
    training = dags()["training"]

    reason = "trained anew by schedule or because monitoring asked"
    assert rendered(training, "evaluate")[-2:] == ["--look-again", reason]
    training.params["look_again"] = ""
    assert "--look-again" not in rendered(training, "evaluate")


def test_a_backfill_is_cut_into_slices(dags: Dags) -> None:
    backfill = SerializedDAG.from_dict(SerializedDAG.to_dict(dags()["backfill"]))

    slices = backfill.iter_dagrun_infos_between(datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 28, tzinfo=UTC))

    starts = [info.data_interval.start.day for info in slices]
    assert starts[:3] == [1, 8, 15]


def test_a_failed_task_reaches_who_subscribes_to_what_is_urgent(dags: Dags, aws: Callable[[str], Any]) -> None:
    topic = aws("sns").create_topic(Name="millwright")["TopicArn"]
    queue = aws("sqs").create_queue(QueueName="mail")["QueueUrl"]
    urgent = {"FilterPolicy": json.dumps({"severity": ["critical", "warning"]})}
    arn = topic.replace(":sns:", ":sqs:").replace("millwright", "mail")
    aws("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=urgent)
    daily = dags(failure_topic=f'"{topic}"')["daily"]
    failed = SimpleNamespace(task_id="ingest", try_number=4, log_url="https://airflow/log")

    for tell in daily.get_task("ingest").on_failure_callback:
        tell({"dag": daily, "ti": failed, "run_id": "scheduled", "exception": "exit code 3"})

    (message,) = (json.loads(each["Body"]) for each in aws("sqs").receive_message(QueueUrl=queue)["Messages"])
    assert message["Subject"] == "Millwright: ingest of millwright_daily failed"
    assert message["Message"] == "scheduled, try 4: exit code 3\nhttps://airflow/log"
    assert message["MessageAttributes"]["kind"]["Value"] == "task_failed"


@pytest.mark.parametrize(
    ("replaced", "sentence"),
    [
        ({"target": '"mars"'}, "target mars needs to be one of local, emr"),
        ({"out": '"x"\nouts = "y"'}, "unknown setting outs; known are"),
        ({"target": '"glue"', "train.job_name": '""\ntrain.name = "y"'}, r"train.name in \[glue.jobs\] is no key of"),
    ],
)
def test_a_wrong_setting_is_named(replaced: dict[str, str], sentence: str, settings_file: Callable[..., Any]) -> None:
    settings_file(**replaced)

    with pytest.raises(ValueError, match=sentence):
        Settings.read()
