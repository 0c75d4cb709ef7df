"""# Every list to where its readers fetch it

Where there is a new work list, the daily one or a new champion's, it is copied to the place `publish_to` of millwright.toml,
under its moment: older lists stay there. People are told of it by the job that made it, `score`.
"""

from __future__ import annotations

from airflow.sdk import DAG, task

from millwright.assets import WORK_LIST
from millwright.jobs import Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_publish",
    schedule=[WORK_LIST],
    start_date=midnight(settings.daily_from),
    catchup=False,
    doc_md=__doc__,
    **jobs.dag_arguments(),
):

    @task(pool="default_pool", doc_md="worklist.csv as worklist-MOMENT.csv; skipped where the settings name no place.")
    def publish(out: str, to: str) -> str:
        from millwright.results import publish

        return publish(out, to)

    publish("{{ params.out }}", settings.publish_to)
