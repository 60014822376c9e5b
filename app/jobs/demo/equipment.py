"""What an office writes and keeps its papers with: 机关代字, seals, 全宗 and 保管期限表, set up through the services."""

from datetime import date, timedelta
from uuid import UUID

from app.core.actor import Actor
from app.core.clock import local_day
from app.db.database import Db
from app.jobs.demo.cast import OrganPlan, organs, table
from app.schemas.archives import ArchiveSettingsChange, RetentionClassSaid, RetentionScheduleChange
from app.schemas.codes import IssuerCodeCreate
from app.schemas.seals import SealCreate
from app.services.archives.schedule import ArchiveSettingsService, RetentionScheduleService
from app.services.archives.shipped import CLASSES
from app.services.codes.service import IssuerCodeService
from app.services.seals.service import SealService
from app.vocabulary.outgoing import Direction, Layout
from app.vocabulary.seals import SealType

_SEALS_SINCE = date(2019, 3, 1)


async def give_codes(db: Db, plan: OrganPlan, director: Actor) -> dict[str, UUID]:
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


async def cut_seals(db: Db, plan: OrganPlan, director: Actor, keeper: UUID) -> dict[tuple[str, str], UUID]:
    """The seals of one organ in its register (SEAL-R09): (organ, official or signature) → id."""
    service, made = SealService(db, director), {}
    for row in (one for one in table("seals") if one["organ"] == plan.key):
        said = SealCreate(
            code=row["code"],
            name=row["name"] or plan.name,
            seal_type=row["type"],
            shape=row["shape"],
            rank=row["rank"],
            emblem=row["emblem"],
            width_mm=int(row["width"]),
            height_mm=int(row["height"]),
            material="铜",
            maker="江州市公安局指定刻章单位",
            issuing_organ="江州市人民政府",
            approval_reference="江政办发〔2019〕6号",
            started_on=_SEALS_SINCE,
            keeper_id=keeper,
        )
        use = "signature" if row["type"] == SealType.LEADER_SIGNATURE else "official"
        made[plan.key, use] = (await service.create(said))["id"]
    return made


async def found_archive(db: Db, plan: OrganPlan, director: Actor) -> None:
    """全宗号 (ARC-R12), and the retention schedule as the archive authority agreed to it (ARC-R04)."""
    number = [one.key for one in organs()].index(plan.key) + 1
    settings = ArchiveSettingsChange(
        fonds_number=f"J{number:03}",
        fonds_name=plan.name,
        archive_name="清河县档案馆" if plan.key != "city" else "江州市档案馆",
    )
    service = ArchiveSettingsService(db, director)
    await service.change((await service.read())["version"], settings)
    schedule = RetentionScheduleService(db, director)
    said = RetentionScheduleChange(
        approved_by="清河县档案局" if plan.key != "city" else "江州市档案局",
        approval_reference=f"清档发〔2024〕{number}号" if plan.key != "city" else "江档发〔2024〕12号",
        approved_on=local_day(db.clock.now()) - timedelta(days=30),
        reason="按照归档范围和保管期限规定编制",
        classes=[RetentionClassSaid(**one._asdict()) for one in CLASSES],
    )
    await schedule.replace((await schedule.read())["version"], said)
