"""归档范围和保管期限表 as it is shipped, by 国家档案局令第8号 (ARC-R05, ARC-R06): a draft, to be approved."""

from typing import Final, NamedTuple

from app.vocabulary.archives import Exclusion
from app.vocabulary.documents import Retention

Y, D30, D10 = Retention.PERMANENT, Retention.Y30, Retention.Y10
UNIT: Final = "BGS"
"""办公室; an organ that files by department or topic names its own codes."""


class Kind(NamedTuple):
    """A class of papers: a period and a code, or the reason why it is not archived."""

    code: str
    title: str
    retention: Retention | None = None
    unit_code: str | None = None
    exclusion: Exclusion | None = None


CLASSES: Final = (
    Kind("1.1", "本机关制定的法规政策性文件、规章制度", Y, UNIT),
    Kind("1.2", "本机关召开的重要会议、举办的重大活动的主要文件材料", Y, UNIT),
    Kind("1.3", "本机关职能活动中形成的重要业务文件材料", Y, UNIT),
    Kind("1.4", "本机关关于重要问题的请示与上级机关的批复", Y, UNIT),
    Kind("1.5", "本机关的重要报告、总结、综合统计报表", Y, UNIT),
    Kind("1.6", "本机关机构演变、人事任免等文件材料", Y, UNIT),
    Kind("1.7", "本机关房屋、土地、资产、合同协议等凭证性文件材料", Y, UNIT),
    Kind("1.8", "上级机关制发的属于本机关主管业务的重要文件", Y, UNIT),
    Kind("1.9", "同级、下级机关关于重要业务问题的来函、请示与本机关的复函、批复", Y, UNIT),
    Kind("2.1", "本机关职能活动中形成的一般业务文件材料", D30, UNIT),
    Kind("2.2", "本机关关于一般问题的请示与上级机关的批复", D30, UNIT),
    Kind("2.3", "上级机关制发的需要贯彻执行的文件", D30, UNIT),
    Kind("2.4", "下级机关报送的年度或者专题总结、报告、统计", D30, UNIT),
    Kind("3.1", "本机关一般性事务管理文件材料", D10, UNIT),
    Kind("3.2", "同级、下级机关关于一般业务问题的来往文件", D10, UNIT),
    *(Kind(f"9.{place}", f"{ground.label}（不归档）", exclusion=ground) for place, ground in enumerate(Exclusion, 1)),
)
