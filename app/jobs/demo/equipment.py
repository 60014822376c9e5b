"""What an office writes its papers with: 机关代字, set up by its office director through the services."""

from uuid import UUID

from app.core.actor import Actor
from app.db.database import Db
from app.jobs.demo.cast import OrganPlan, table
from app.schemas.codes import IssuerCodeCreate
from app.services.codes.service import IssuerCodeService
from app.vocabulary.outgoing import Direction, Layout


async def equip(db: Db, plan: OrganPlan, director: Actor) -> dict[str, UUID]:
    """机关代字 of one organ, each for one layout and one direction (DOC-N08); the answer is code → id."""
    service, made = IssuerCodeService(db, director), {}
    for row in (one for one in table("codes") if one["organ"] == plan.key):
        said = IssuerCodeCreate(
            code=row["code"],
            layout=Layout(row["layout"]),
            direction=Direction(row["direction"]) if row["direction"] else None,
            mark=plan.name,
        )
        made[row["code"]] = (await service.create(said))["id"]
    return made
