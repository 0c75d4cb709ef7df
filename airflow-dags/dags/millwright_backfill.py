"""# History, slice by slice

Ingests, checks and builds features for a slice of days; the command is the daily one with a longer interval. It runs only
when Airflow is asked to backfill it, one slice after the other, each a DAG run that can be watched, stopped and cleared:

    airflow backfill create --dag-id millwright_backfill --from-date 2025-01-01 --to-date 2025-02-01

The next slice starts when the one before was ingested, because its features read that too.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, get_current_context, task
from airflow.timetables.interval import DeltaDataIntervalTimetable

from millwright.jobs import INTERVAL, Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_backfill",
    schedule=DeltaDataIntervalTimetable(timedelta(days=settings.slice_days)),
    start_date=midnight(settings.first_day),
    catchup=False,
    doc_md=__doc__,
    **jobs.dag_arguments(),
):

    @task.short_circuit(
        pool="default_pool", doc_md="Lets only backfills through; what the schedule starts is the daily DAG's."
    )
    def asked_for() -> bool:
        return get_current_context()["dag_run"].run_type == "backfill"

    ingest = jobs.task("ingest", INTERVAL, depends_on_past=True, doc_md="Landing files that arrived in the slice.")
    check = jobs.task("check", INTERVAL, doc_md="The quality gate over the slice.")
    features = jobs.task("features", INTERVAL, doc_md="Rows of features that became possible with the slice.")

    asked_for() >> ingest >> check >> features
