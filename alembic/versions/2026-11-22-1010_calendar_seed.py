"""calendar: the days off and made-up workdays that the notices of 2004 to 2026 named, and the years they settle.

Additive: the running version reads these two tables and finds them empty, so it counts plain weeks until it reads them
again. Later years are imported by the office, not by migrations; days that are there already stay as they are.
"""

from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import insert

from app.engine.calendar_data import shipped_days

revision = "0003_calendar_seed"
down_revision = "0003_keys_act_for_people"
branch_labels = None
depends_on = None

YEARS = range(2004, 2027)
SEEDED_AT = datetime(2026, 11, 22, tzinfo=timezone(timedelta(hours=8)))

days = sa.table(
    "calendar_days",
    sa.column("day_on", sa.Date),
    sa.column("kind", sa.Text),
    sa.column("name", sa.Text),
    sa.column("source", sa.Text),
)
years = sa.table(
    "calendar_years",
    sa.column("year", sa.Integer),
    sa.column("source", sa.Text),
    sa.column("imported_by_id", sa.Uuid),
    sa.column("imported_at", sa.DateTime(timezone=True)),
)


def notice(year: int) -> str:
    """The notice that settles a year, as the days it names cite it."""
    return f"国务院办公厅关于{year}年部分节假日安排的通知"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    named = [
        {"day_on": day.on, "kind": day.kind.value, "name": day.name, "source": day.source}
        for day in shipped_days()
        if day.on < date(YEARS.stop, 1, 1)
    ]
    settled = [{"year": year, "source": notice(year), "imported_by_id": None, "imported_at": SEEDED_AT} for year in YEARS]
    op.execute(insert(days).values(named).on_conflict_do_nothing())
    op.execute(insert(years).values(settled).on_conflict_do_nothing())


def downgrade() -> None:
    notices = [notice(year) for year in YEARS]
    op.execute(years.delete().where(years.c.source.in_(notices), years.c.imported_by_id.is_(None)))
    op.execute(days.delete().where(days.c.source.in_(notices)))
