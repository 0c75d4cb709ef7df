"""What an installation decides, from one file: millwright.toml beside the DAGs, or the one MILLWRIGHT_SETTINGS names."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

TARGETS = ("local", "emr", "emr-serverless", "glue")

_BESIDE_THE_DAGS = Path(__file__).parents[1] / "millwright.toml"
_CHECKOUT = Path(__file__).parents[3]
_LONGEST_HOURS = 6


@dataclass(frozen=True)
class Settings:
    """The file's keys; see millwright.toml. `place` is the target's table, `jobs` what differs by job."""

    target: str
    config: str
    out: str
    first_day: date
    daily_from: date
    place: Mapping[str, Any]
    pool: str = "millwright_lake"
    retries: int = 3
    retry_minutes: float = 5
    poll_seconds: int = 60
    slice_days: int = 7
    wait_minutes: float = 60
    failure_topic: str = ""
    model_package_group: str = ""
    approval_days: float = 6
    export_features: bool = False
    publish_to: str = ""
    hours: Mapping[str, float] = field(default_factory=dict)
    jobs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def longest(self, job: str) -> timedelta:
        return timedelta(hours=self.hours.get(job, _LONGEST_HOURS))

    @staticmethod
    def read() -> Settings:
        file = Path(os.environ.get("MILLWRIGHT_SETTINGS", _BESIDE_THE_DAGS))
        content = tomllib.loads(file.read_text())
        known = {each.name for each in fields(Settings)} - {"place", "jobs"}
        needed = {"target", "config", "out", "first_day", "daily_from"}
        if unknown := sorted(content.keys() - known - set(TARGETS)):
            raise ValueError(f"{file}: unknown setting {unknown[0]}; known are {', '.join(sorted(known))}")
        if missing := sorted(needed - content.keys()):
            raise ValueError(f"{file}: {missing[0]} is missing")
        target = content["target"]
        if target not in TARGETS or target not in content:
            raise ValueError(f"{file}: target {target} needs to be one of {', '.join(TARGETS)} and have a table [{target}]")
        place = content[target]
        jobs = place.pop("jobs", {})
        for job, differing in jobs.items():
            if unknown := sorted(differing.keys() - place.keys()):
                raise ValueError(f"{file}: {job}.{unknown[0]} in [{target}.jobs] is no key of [{target}]")
        if target == "local":
            home = Path(place["home"] or _CHECKOUT)
            place = place | {"home": str(home)}
            content |= {key: str(home / content[key]) for key in ("config", "out", "publish_to") if content.get(key)}
        return Settings(**{key: value for key, value in content.items() if key not in TARGETS}, place=place, jobs=jobs)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
