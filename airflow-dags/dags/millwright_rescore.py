"""# A list by the new champion, without waiting for midnight

Where a model became champion, the fleet is scored with it as of the end of the data, and the report shows that list. The
daily DAG's next list is the new champion's anyway.
"""

from __future__ import annotations

from airflow.sdk import DAG

from millwright.assets import CHAMPION, WORK_LIST
from millwright.jobs import Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_rescore",
    schedule=[CHAMPION],
    start_date=midnight(settings.daily_from),
    catchup=False,
    doc_md=__doc__,
    **jobs.dag_arguments(),
):
    score = jobs.task("score", outlets=[WORK_LIST], doc_md="The work list as of the end of the data, by the new champion.")
    report = jobs.task("report", doc_md="report.html, with the new list.")

    score >> report
