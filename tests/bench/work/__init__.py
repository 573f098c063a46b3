"""What the bench does in processes of its own, as a worker would: fills a copy of its data, does a job, weighs it."""
