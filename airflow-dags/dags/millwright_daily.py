"""# A day of the fleet, from landing files to the work list

For the day that ended, once its last files had time to come (wait_minutes of the settings): what arrived is ingested,
checked and turned into features, the champion scores the fleet as of the day's end, and drift is looked for in the newest
stretch before it, against all before that. Where monitoring asks for a training, by the limits of the pipeline file's
section monitoring, the training DAG is started. Every day runs, a missed one later: the next day does not ingest what
arrived in it. What comes even later stays out, and every ingest behind it says so, with the command that takes it.

A job that ends with exit code 2, 3 or 70 fails at once, with 4 it is tried again; one that is cleared runs again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.providers.standard.sensors.date_time import DateTimeSensorAsync
from airflow.sdk import DAG, task
from airflow.timetables.interval import CronDataIntervalTimetable

from millwright.assets import DRIFT, WORK_LIST
from millwright.jobs import INTERVAL, Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_daily",
    schedule=CronDataIntervalTimetable("0 0 * * *", timezone="UTC"),
    start_date=midnight(settings.daily_from),
    catchup=True,
    doc_md=__doc__,
    **jobs.dag_arguments(),
):
    files = DateTimeSensorAsync(
        task_id="files",
        target_time=f"{{{{ data_interval_end.add(minutes={settings.wait_minutes}) }}}}",
        execution_timeout=timedelta(hours=1, minutes=settings.wait_minutes),
        pool="default_pool",
        doc_md="Waits until the day's last files had time to come: wait_minutes behind its end.",
    )
    ingest = jobs.task("ingest", INTERVAL, doc_md="Landing files that arrived in the day, to clean tables.")
    check = jobs.task("check", INTERVAL, doc_md="The quality gate: a failed one stops the day here (exit code 3).")
    features = jobs.task("features", INTERVAL, doc_md="Rows of features that became possible with the day, and labels.")
    score = jobs.task(
        "score", INTERVAL, outlets=[WORK_LIST], doc_md="The work list as of the day's end: worklist.csv and the tables."
    )
    monitor = jobs.task("monitor", INTERVAL, doc_md="Drift up to the day's end, the newest stretch against all before it.")
    report = jobs.task("report", doc_md="report.html, with what the other jobs of the day left.")

    @task(
        outlets=[DRIFT],
        pool="default_pool",
        doc_md="Asks for a training by its asset where a trigger of drift.json does; skipped where none does.",
    )
    def retrain(out: str) -> str:
        from millwright.results import require_asked

        return require_asked(out)

    files >> ingest >> check >> features >> score >> monitor >> report
    if settings.export_features:
        # After the list, which people wait for; the store takes whole versions of tables, not a day.
        score >> jobs.task(
            "export-features", doc_md="The feature groups to SageMaker Feature Store: what changed since the last time."
        )
    monitor >> retrain("{{ params.out }}")
