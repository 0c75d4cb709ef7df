"""# The lake's files, once a week

Every landing file and every day adds files to every table, and reading slows down with their number. Puts the small ones
together. No version and no row goes: `maintain --vacuum`, which removes what only old versions need, is for a person to
start.
"""

from __future__ import annotations

from airflow.sdk import DAG
from airflow.timetables.trigger import CronTriggerTimetable

from millwright.jobs import Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_maintain",
    schedule=CronTriggerTimetable("0 6 * * 6", timezone="UTC"),
    start_date=midnight(settings.daily_from),
    catchup=False,
    doc_md=__doc__,
    **jobs.dag_arguments(),
):
    jobs.task("maintain", doc_md="Compacts every table of the lake; the same rows in fewer files.")
