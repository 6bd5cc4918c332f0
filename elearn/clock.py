"""What time it is: instants in UTC, days in Stockholm."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present instant, timezone-aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Stockholm: the day that due dates and reports speak about."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The day in Stockholm on which an instant falls."""
    return instant.astimezone(STOCKHOLM).date()
