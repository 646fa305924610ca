"""Airflow 3: a task for each source, every hour; retried once, because a run goes on where the last one ended."""

from datetime import UTC, datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

FOLDER = "/srv/crawler"
SOURCES = ("stp_travinh", "dukcqdn_travinh", "hoabinh", "dukcqdn_longan")  # scrapy list
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
RETRY = {"retries": 1, "retry_delay": timedelta(minutes=10)}

with DAG("portals", schedule="17 * * * *", start_date=BEGIN, catchup=False, max_active_runs=1) as dag:
    for name in SOURCES:
        BashOperator(task_id=name, bash_command=f"cd {FOLDER} && .venv/bin/scrapy crawl {name}", **RETRY)
