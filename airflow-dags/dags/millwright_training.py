"""# A new model, every week or when monitoring asks for one

Trains every candidate on the features the lake holds, judges them on time they have not seen, and registers the best. Once
it is approved, by the promotion rule of `register` or else by a person in SageMaker's registry, whose answer is waited for,
it is made champion: every later list is scored with it. Until then, and if the answer is no, the champion stays.

Rows of tests that an earlier model was judged on are looked at again only with a reason, the parameter `look_again`: that
a model is trained anew is one. Who starts a training by hand, with another configuration, says why. Every look is counted
in `metrics.json`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Param, task
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable

from millwright.assets import CHAMPION, DRIFT
from millwright.jobs import Jobs
from millwright.settings import Settings, midnight

settings = Settings.read()
jobs = Jobs(settings)

with DAG(
    dag_id="millwright_training",
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("0 3 * * 0", timezone="UTC"), assets=[DRIFT]),
    start_date=midnight(settings.daily_from),
    catchup=False,
    doc_md=__doc__,
    **jobs.dag_arguments(
        look_again=Param(
            "trained anew by schedule or because monitoring asked",
            type="string",
            description="why rows of test windows that were used before are looked at again",
        )
    ),
):
    train = jobs.task("train", doc_md="Every candidate on every fold, and the final models.")
    evaluate = jobs.task(
        "evaluate",
        {"--look-again": "{{ params.look_again }}"},
        doc_md="Predictions against what happened, with intervals and costs: metrics.json.",
    )
    register = jobs.task("register", doc_md="The model with its card into the registry.")

    @task.sensor(
        mode="reschedule",
        poke_interval=600,
        timeout=timedelta(days=settings.approval_days).total_seconds(),
        soft_fail=True,
        pool="default_pool",
        doc_md="Waits for the model's approval; skipped where it is refused or nobody answers.",
    )
    def approval(out: str, group: str) -> bool:
        from millwright.results import is_approved

        return is_approved(out, group)

    promote = jobs.task(
        "promote", outlets=[CHAMPION], doc_md="Makes the version that was registered champion; a retry changes nothing."
    )

    train >> evaluate >> register >> approval("{{ params.out }}", settings.model_package_group) >> promote
