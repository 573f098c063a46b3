"""Consumer of a worker, which takes tasks from its broker and listens to nothing else."""

from celery.worker import consumer


class Consumer(consumer.Consumer):
    """Celery's, without what workers tell one another: an election among them runs any task for whoever calls it."""

    class Blueprint(consumer.Consumer.Blueprint):
        default_steps = tuple(
            step
            for step in consumer.Consumer.Blueprint.default_steps
            if step.rpartition(":")[2] not in {"Mingle", "Gossip", "Heart"}
        )
