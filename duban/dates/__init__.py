"""Working days, periods and time limits, each with its arithmetic. Plain Python, below everything else."""
