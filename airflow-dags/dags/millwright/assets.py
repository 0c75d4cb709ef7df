"""What one DAG tells another, and whoever schedules on it."""

from airflow.sdk import Asset

DRIFT = Asset("millwright_drift")
"""Monitoring asks for a training, for drift or another reason: the training DAG starts on it."""

WORK_LIST = Asset("millwright_work_list")
"""worklist.csv and the table worklist are new: the publishing DAG starts on it."""

CHAMPION = Asset("millwright_champion")
"""A newly trained model was approved, and every later list is scored with it: the rescoring DAG starts on it."""
