"""Work of the bench in processes of its own, as a worker would: it fills a copy of its data, does a job, weighs it."""
