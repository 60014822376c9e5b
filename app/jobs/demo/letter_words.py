"""How an office writes: titles and bodies of its papers by kind, and what is said on their way."""

from collections.abc import Mapping
from typing import Final

from app.vocabulary.documents import DocType
from app.vocabulary.outgoing import Direction, Layout

NECESSITY: Final = "落实年度重点工作，需要统一部署"
NECESSITIES: Final[Mapping[DocType, str]] = {
    DocType.REQUEST_INSTRUCTION: "超出本机关权限，须报上级批准",
    DocType.REPLY_TO_REQUEST: "答复下级机关请示",
    DocType.REPORT: "按要求向上级报告工作",
    DocType.LETTER: "与不相隶属机关商洽工作",
    DocType.MINUTES: "记载会议议定事项",
}
BASIS: Final = "年度工作安排和领导批示"

DIRECTIONS: Final[Mapping[DocType, Direction]] = {
    DocType.REPORT: Direction.UPWARD,
    DocType.LETTER: Direction.LEVEL,
    DocType.PUBLIC_NOTICE: Direction.PUBLIC,
    DocType.ORDER: Direction.PUBLIC,
}
LAYOUTS: Final[Mapping[DocType, Layout]] = {
    DocType.LETTER: Layout.LETTER,
    DocType.MINUTES: Layout.MINUTES,
    DocType.ORDER: Layout.ORDER,
}

_OPENINGS: Final[Mapping[DocType, str]] = {
    DocType.NOTICE: "{lead}，现就有关事项通知如下。",
    DocType.CIRCULAR: "{lead}，现将有关情况通报如下。",
    DocType.OPINION: "{lead}，提出如下意见。",
    DocType.REPORT: "{lead}。现将有关情况报告如下。",
    DocType.LETTER: "{lead}",
    DocType.MINUTES: "{leader}主持召开会议，{lead}。纪要如下。",
    DocType.PUBLIC_NOTICE: "{lead}，现将有关事项通告如下。",
    DocType.ORDER: "{lead}，现发布如下命令。",
}
_CLOSINGS: Final[Mapping[DocType, str]] = {
    DocType.REPORT: "特此报告。",
    DocType.LETTER: "特此函达，请予支持。",
    DocType.PUBLIC_NOTICE: "特此通告。",
}
_ORDINALS: Final = "一二三四五六七八九"
_YOU: Final = {"finance": "你局", "education": "你局", "water": "你局", "town": "你镇", "gov": "你办"}


def title(issuer: str, about: str, doc_type: DocType) -> str:
    if doc_type == DocType.MINUTES:
        return f"{issuer}{about}纪要"
    kind = "命令" if doc_type == DocType.ORDER else doc_type.label
    return f"{issuer}关于{about}的{kind}"


def body(doc_type: DocType, said: Mapping[str, str], leader: str) -> str:
    """One paragraph a line; ``points`` of a row are ``heading：text`` joined by ``|``."""
    lines = [_OPENINGS[doc_type].format(lead=said["lead"], leader=leader)]
    for ordinal, point in zip(_ORDINALS, filter(None, said["points"].split("|")), strict=False):
        heading, _, text = point.partition("：")
        lines += [f"{ordinal}、{heading}", text]
    return "\n".join([*lines, *filter(None, [_CLOSINGS.get(doc_type)])])


def answer(points: str, asking: str, asked: str, number: str) -> str:
    """正文 of a 批复, which begins with the 请示 it answers."""
    lines = [f"{_YOU[asking]}《{asked}》（{number}）收悉。经研究，现批复如下。"]
    lines += [f"{ordinal}、{point}" for ordinal, point in zip(_ORDINALS, points.split("|"), strict=False)]
    return "\n".join([*lines, "此复。"])


SIGNATURES: Final = ("同意。", "同意印发。", "同意，请尽快印发。", "请按程序印发。", "同意")
REVIEWS: Final = (None, None, "符合行文规则，建议签发。", "文字已顺，呈领导审签。", "已核对数据和引文。")
COSIGNED: Final = ("同意。", "无不同意见。")
ADVICE: Final = ("建议明确完成时限。", "建议补充责任分工。", "第二条中的数据请再核实。")
RESOLUTION: Final = "各单位意见已采纳，文稿已作相应修改。"
RETURNED: Final = (
    "第二部分措施过于笼统，请细化责任单位和时限后再报。",
    "文中数据与统计口径不一致，请核实。",
    "与县政府已发文件重复较多，请压缩篇幅。",
)
WITHDRAWN: Final = ("情况有变化，收回补充材料。", "漏征求有关单位意见，撤回会签。")
HELD: Final = "上级近期将出台同类文件，待其印发后再发。"
TERMINATED: Final = ("可由部门自行发文，不以办公室名义印发。", "事项已在会上部署，不再发文。")
VOIDED: Final = "印制后发现上级已作统一部署，不再印发。"
REVOKED: Final = "与上位规定不一致，县政府常务会议决定撤销"
REPEALED: Final = "工作任务已完成，县政府常务会议决定废止"
RECALLED: Final = "附件数据有误，更正后另行印发。"
URGED: Final = ("请抓紧核稿。", "该件领导要求近日印发，请尽快办理。")
SIGNED_FOR: Final = ("李文娟", "张建明", "王海波", "赵立群")
RESENT: Final = "阶段性任务不同，需要重新部署"
PLANNED: Final = "在年度发文计划之内，总量经办公室主任核定"
"""Why warnings are set aside: a similar paper (DOC-R01), more papers than last year (DOC-P15)."""
