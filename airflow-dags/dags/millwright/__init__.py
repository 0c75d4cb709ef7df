"""What the DAGs share: settings, the operator that runs one job, and the files a job leaves that decide what follows."""
