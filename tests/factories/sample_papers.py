"""Official documents as examples: one for each layout, all invented. The pictures in docs/typesetting show them."""

from dataclasses import replace
from datetime import date

from app.typesetting.paper import Attachment, Layout, Paper, Preprinted, SignOff, Stamp, Table

BODY = """今年以来，全市降水量较常年同期偏多两成，极端天气事件频发，防汛抗旱形势严峻复杂。\
为切实做好今年的防汛抗旱工作，现就有关事项通知如下。
一、提高认识
各级各部门要坚持人民至上、生命至上，立足防大汛、抗大旱、抢大险、救大灾，全面落实各项防范应对措施。
（一）压实责任。严格落实以行政首长负责制为核心的各项责任制，逐级明确责任人，于5月31日前完成公示。
（二）排查隐患
1.水库。全市132座水库逐一排查，建立“一库一策”台账。
（1）大中型水库由市水利局牵头。
（2）小型水库由属地负责。
2.山洪灾害危险区。
二、强化值守
严格执行24小时值班制度和领导带班制度，遇有重大险情、灾情，要在30分钟内电话报告、1小时内书面报告。"""

TABLE = Table(
    rows=(
        ("序号", "项目名称", "责任单位", "总投资（万元）", "计划开工时间"),
        ("1", "城东污水处理厂二期工程", "市城管局", "12800", "2026年5月"),
        ("2", "老旧小区雨污分流改造", "市住房城乡建设局", "9640", "2026年6月"),
        ("3", "智慧水务信息平台", "市水利局、市大数据局", "1275", "2026年9月"),
    ),
    after=3,
)

DOWNWARD = Paper(
    layout=Layout.DOCUMENT,
    issuer_marks=("某市人民政府",),
    title="某市人民政府关于做好2026年防汛抗旱工作的通知",
    body=BODY,
    doc_number="某政发〔2026〕12号",
    copy_number="000012",
    classification="机密★1年",
    urgency="特急",
    recipients=("各县（市、区）人民政府", "市政府各部门、各直属单位"),
    attachment_notes=("2026年度防汛责任人名单", "全市水库名录"),
    issuers=("某市人民政府",),
    doc_date=date(2026, 4, 8),
    note="此件公开发布",
    attachments=(),
    cc=("市委各部门", "市人大常委会办公室", "市政协办公室"),
    print_org="某市人民政府办公室",
    print_date=date(2026, 4, 9),
)

JOINT_UPWARD = Paper(
    layout=Layout.DOCUMENT,
    issuer_marks=("某市发展和改革委员会", "某市财政局", "某市自然资源和规划局"),
    title="某市发展和改革委员会某市财政局某市自然资源和规划局关于请求批准某市城市更新重点项目资金补助方案的请示",
    body="为加快补齐基础设施短板，现就我市城市更新重点项目资金补助事项请示如下。\n"
    "一、项目基本情况\n"
    "项目共三项，总投资23715万元，已纳入年度计划，具体见下表。\n"
    "二、资金需求\n"
    "拟申请补助资金6000万元，其余由市、区两级财政配套解决。\n"
    "妥否，请批示。",
    tables=(TABLE,),
    doc_number="某发改〔2026〕8号",
    copy_number="000001",
    urgency="加急",
    signers=("张建国", "李明", "欧阳文博"),
    recipients=("省人民政府",),
    attachment_notes=(
        "城市更新重点项目资金补助方案",
        "重点项目选址及规划条件一览表（含用地规模、容积率、建筑密度和绿地率等主要控制指标）",
    ),
    issuers=("某市发展和改革委员会", "某市财政局", "某市自然资源和规划局"),
    doc_date=date(2026, 11, 22),
    note="联系人：王芳，电话：0000-12345678",
    attachments=(
        Attachment(
            "城市更新重点项目资金补助方案",
            "为规范资金使用，制定本方案。\n一、补助范围\n纳入年度计划的项目，见下表。\n二、补助标准\n按总投资的25%核定。",
            (replace(TABLE, caption="2026年重点项目表"),),
        ),
        Attachment("重点项目选址及规划条件一览表", "各项目选址均符合国土空间总体规划。"),
    ),
    cc=("省发展改革委", "省财政厅"),
    print_org="某市发展和改革委员会办公室",
    print_date=date(2026, 11, 23),
)

LETTER = replace(
    DOWNWARD,
    layout=Layout.LETTER,
    issuer_marks=("某市人民政府办公室", "某市财政局"),
    title="某市人民政府办公室关于商请支持防汛物资调拨的函",
    doc_number="某政办函〔2026〕31号",
    copy_number=None,
    classification="秘密★6个月",
    urgency="加急",
    recipients=("省应急管理厅",),
    attachment_notes=("防汛物资需求清单",),
    issuers=("某市人民政府办公室",),
    note=None,
)

ORDER = Paper(
    layout=Layout.ORDER,
    issuer_marks=("某省人民政府令",),
    title="",
    doc_number="第128号",
    body="《某省河道管理办法》已经2026年3月12日省人民政府第45次常务会议通过，现予公布，自2026年6月1日起施行。",
    sign_off=SignOff.STAMPED,
    stamps=(Stamp("省长", "陈志远"),),
    doc_date=date(2026, 3, 20),
)

MINUTES = Paper(
    layout=Layout.MINUTES,
    issuer_marks=("某市人民政府专题会议纪要",),
    title="关于研究城东片区排水防涝有关问题的会议纪要",
    doc_number="〔2026〕18号",
    body=BODY,
    sign_off=SignOff.NONE,
    attendees=(
        "市政府张建国",
        "市水利局李明",
        "市住房城乡建设局王芳",
        "市财政局赵敏",
        "市城管局刘洋",
        "城东新区管委会周平",
    ),
    absentees=("市交通运输局孙立（出差）",),
    observers=("市委宣传部吴倩", "某水务集团郑凯"),
    cc=("市委办公室", "市人大常委会办公室"),
    print_org="某市人民政府办公室",
    print_date=date(2026, 4, 9),
)

PREPRINTED = replace(DOWNWARD, preprinted=Preprinted(start_mm=117.0))
DRAFT = replace(
    DOWNWARD, doc_number="某政发〔2026〕 号", doc_date=None, print_date=None, print_org=None, draft_mark="送审稿"
)

GALLERY = {
    "document": DOWNWARD,
    "document-joint-upward": JOINT_UPWARD,
    "letter": LETTER,
    "order": ORDER,
    "minutes": MINUTES,
    "document-preprinted": PREPRINTED,
    "document-draft": DRAFT,
}
"""The examples that are kept as pictures, by the names of their files."""


def plain(count: int, body: str | None = None) -> Paper:
    """A downward document of one paragraph of ``count`` full-width characters, or of this text, with little around it."""
    bare = replace(
        DOWNWARD,
        copy_number=None,
        classification=None,
        urgency=None,
        attachment_notes=(),
        note=None,
        title="关于测试的通知",
    )
    return replace(bare, body=body or "测" * count)
