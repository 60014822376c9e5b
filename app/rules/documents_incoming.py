"""Rules on documents that arrive (收文): the flow (DOC-I), its limits (DOC-T), what leaves the straight way (DOC-X)."""

from app.rules.rule import Rule, by_regulation
from app.rules.terms import (
    BLOCK,
    ENFORCED,
    HABIT,
    HUMAN,
    LAW,
    LOCAL,
    PLANNED,
    PRACTICE,
    STRUCTURAL,
    UNVERIFIED,
    WARN,
)

# One rule is two lines: its facts, then its words.
# fmt: off

FLOW = (
    by_regulation("DOC-I01", BLOCK, ENFORCED, "第二十四条第（一）项",
        "签收时逐件清点、核对并签字；紧急公文的签收时间精确到分；破损、缺页的应当记录。"),
    by_regulation("DOC-I02", BLOCK, ENFORCED, "第二十四条第（二）项", also="；登记项目为通行做法",
        statement="登记来文的标题、单位、字号、文种、密级、份号、份数、紧急程度、成文日期、收到时间、渠道和附件。"),
    by_regulation("DOC-I03", BLOCK, ENFORCED, "第二十四条第（三）项",
        "初审来文是否应由本机关办理、是否符合行文规则、文种格式是否符合要求、是否已经协商会签、"
        "是否符合起草的其他要求；不符合的及时退回并说明理由。"),
    by_regulation("DOC-I04", BLOCK, ENFORCED, "第二十四条第（四）项",
        "来文分为阅知性和批办性；批办性公文应当提出拟办意见。"),
    by_regulation("DOC-I05", BLOCK, ENFORCED, "第二十四条第（四）项",
        "由两个以上部门办理的，明确一个主办部门，其余为协办；紧急公文明确办理时限。"),
    by_regulation("DOC-I06", BLOCK, ENFORCED, "第二十四条第（五）项", also="；不横传为通行做法（未核实）",
        statement="按传阅名单依次传阅，不漏传、误传、延误；随时掌握去向，阅者签名并注明日期。"),
    by_regulation("DOC-I07", BLOCK, ENFORCED, "第二十四条第（四）项", also="；延期程序为通行做法（未核实）",
        statement="承办部门在时限内办结；不属于本部门职权的及时退回并说明理由；延期在到期前申请并经批准。"),
    by_regulation("DOC-I08", BLOCK, ENFORCED, "第二十四条第（六）项",
        "及时掌握办理进展并在到期前后催办；紧急公文和重要公文由专人负责催办。"),
    by_regulation("DOC-I09", BLOCK, ENFORCED, "第二十四条第（七）项",
        "办理结果及时答复来文单位，并根据需要告知相关单位；来文为请示的，应有对应的批复或者复函。"),
    Rule("DOC-I10", PRACTICE, BLOCK, ENFORCED, "办公室工作经验文章（收文八程序）",
        "办结时注明办理结果、日期和相关发文。"),
    by_regulation("DOC-I11", BLOCK, ENFORCED, "第二十七条、第三十四条、第三十五条" + UNVERIFIED,
        "办毕公文区分归档、清退、销毁或者暂存；归档的定保管期限，销毁的须经批准。"),
)

LIMITS = (
    by_regulation("DOC-T01", BLOCK, ENFORCED, "第二十四条第（四）项",
        "紧急来文应当明确办理时限，未明确的不得转出拟办环节。"),
    Rule("DOC-T02", PRACTICE, WARN, ENFORCED, "公文处理手册（两种相互印证）",
        "电报办理时限默认为：特提1日、特急3日、加急5日、平急10日，按自然日计算。"),
    Rule("DOC-T03", PRACTICE, WARN, ENFORCED, "公文处理手册（未标注紧急程度的，各手册不一）",
        "公文办理时限默认为：特急1日、加急3日、未标注紧急程度的5至7个工作日。"),
    Rule("DOC-T04", LOCAL, WARN, ENFORCED, "甬政办发〔2007〕169号",
        "上午收到的当日、下午收到的至迟次工作日中午完成登记拟办；领导两个工作日内阅批；"
        "急件、传真即收即送；电子收件箱每日查看不少于四次。"),
    Rule("DOC-T05", LOCAL, WARN, PLANNED, "省级公文处理实施细则",
        "会签、征求意见默认七个工作日答复，主办部门另有要求的除外；逾期未答复又未事先说明的视为无意见并记录，上报时注明。"),
    Rule("DOC-T06", LOCAL, WARN, ENFORCED, "省级公文处理实施细则",
        "请示应为上级留足时间：一般不少于两周，紧急的不少于七个工作日；不足的说明理由。"),
    Rule("DOC-T07", PRACTICE, WARN, ENFORCED, HABIT,
        "办理时限按含调休的工作日历计算；特提、特急按钟点连续计算，节假日由值班承接。"),
    Rule("DOC-T08", PRACTICE, BLOCK, STRUCTURAL, "办公室工作经验文章（精细化管理）",
        "每个环节记录时限、开始、完成和责任人；是否逾期由系统计算，不由人工填写。"),
)

CASES = (
    Rule("DOC-X01", PRACTICE, BLOCK, ENFORCED, "某市退文告知单；依据《党政机关公文处理工作条例》第二十四条第（三）项",
        "退文至少注明一项原因，选“其他”的写明具体情况，并出具退文告知单；按来文单位统计。"),
    Rule("DOC-X02", PRACTICE, BLOCK, ENFORCED, HABIT,
        "缺附件、缺联系人等小问题可限期补正，其间暂停计时；退文后重报的另作新件并关联原件。"),
    by_regulation("DOC-X03", BLOCK, ENFORCED, "第十六条第（四）项", also="；处理程序据地方公文处理实施细则",
        statement="会签意见不一的，由主办部门主要负责人协调；"
        "仍不一致的列明各方理由和主办建议，会签后报共同上级，不得向下行文。"),
    by_regulation("DOC-X04", BLOCK, STRUCTURAL, "第二十五条第（一）项",
        "签发后、分发前发现差错的，文字差错在复核时更正并记录，实质性改动重新签发。"),
    Rule("DOC-X05", PRACTICE, WARN, STRUCTURAL, HABIT,
        "分发后撤回的逐一通知收文机关，已收的留痕，纸质件追回到位；原字号不再使用，另文说明替代。"),
    by_regulation("DOC-X06", BLOCK, STRUCTURAL, "第九条、第二十二条、第二十七条" + UNVERIFIED,
        "联合行文由一个机关主办，用主办机关字号且排名在前，日期为最后签发日，各机关分别用印；原件由主办机关归档。"),
    by_regulation("DOC-X07", BLOCK, ENFORCED, "第二十条、第二十二条", also="；二十四小时内书面补办为通行做法（未核实）",
        statement="急件各环节可以并行，但不得省略审核和签发；口头、电话批准的在二十四小时内补办书面确认。"),
    Rule("DOC-X08", LOCAL, BLOCK, ENFORCED, "地方公文处理实施细则",
        "直接送领导个人的公文退回办公室登记后再办理，未经登记的不得批办。"),
    Rule("DOC-X09", LOCAL, WARN, HUMAN, "地方公文处理实施细则",
        "参会带回的公文交办公室登记。"),
    by_regulation("DOC-X10", BLOCK, ENFORCED, "第二十七条" + UNVERIFIED,
        "负责人在其他机关兼职形成的公文，由所兼职机关归档。"),
    Rule("DOC-X11", LAW, BLOCK, ENFORCED, "见 SEC-R01",
        "非涉密系统不得接收、登记涉密公文。"),
    by_regulation("DOC-X12", BLOCK, ENFORCED, "第九条第（十二）项",
        "会议集体通过的公文，签发环节记明会议，成文日期为通过日期。"),
    by_regulation("DOC-X13", BLOCK, ENFORCED, "第三十六条" + UNVERIFIED,
        "工作人员离岗前应当将所借、所存公文清退完毕。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*FLOW, *LIMITS, *CASES)
