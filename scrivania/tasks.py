"""What the worker does by the clock for the desk: the reminders of the deadlines."""

from celery import shared_task

from scrivania.promemoria import ricorda


@shared_task(name="scrivania.tasks.ricorda_scadenze")  # type: ignore[untyped-decorator] # celery ships no types
def ricorda_scadenze() -> int:
    """Leave today's reminders; return how many are new. Twice a day is as good as once."""
    return ricorda()
