"""Rules on official documents (公文) that hold for every flow: scope, kinds, elements, numbers, management after issue.

DOC-S, DOC-K, DOC-E, DOC-N, DOC-M and DOC-G.
"""

from app.rules.rule import PARTY_GOV, Rule, by_regulation
from app.rules.terms import (
    BLOCK,
    ENFORCED,
    HABIT,
    HUMAN,
    LOCAL,
    PLANNED,
    PRACTICE,
    RECALLED,
    STANDARD,
    STRUCTURAL,
    UNVERIFIED,
    WARN,
)

_LAYOUT = "GB/T 9704-2012《党政机关公文格式》"

# One rule is two lines: its facts, then its words.
# fmt: off

SCOPE = (
    by_regulation("DOC-S01", BLOCK, STRUCTURAL, "第二条；第四十条" + RECALLED,
        "条例约束党政机关；国有企业、事业单位自愿参照，规则按机构类型分别设置。"),
    by_regulation("DOC-S02", BLOCK, STRUCTURAL, "第三十八条" + RECALLED,
        "电子公文与纸质公文适用同样的要素和办理程序。"),
    by_regulation("DOC-S03", BLOCK, STRUCTURAL, "第三十九条" + RECALLED,
        "法规、规章和外事公文依照各自的专门规定办理，不套用一般公文的检查。"),
    by_regulation("DOC-S04", BLOCK, STRUCTURAL, "第七条",
        "办公厅（室）主管本机关的公文处理，并指导下级机关的公文处理。"),
    Rule("DOC-S05", STANDARD, WARN, ENFORCED, _LAYOUT + "前言；已被替代的 GB/T 9704-1999、国发〔2000〕23号",
        "模板不得沿用2012年以前的旧格式：主题词、七位份号、右上角标注密级和紧急程度、"
        "汉字成文日期、“会议纪要”文种、十三种文种、上行文80毫米版头。"),
)

KINDS = (
    by_regulation("DOC-K01", BLOCK, ENFORCED, "第八条",
        "决议用于会议讨论通过的重大决策事项，须注明会议名称和通过日期，成文日期即通过日期。"),
    by_regulation("DOC-K02", WARN, HUMAN, "第八条",
        "决定用于对重要事项作出决策和部署、奖惩有关单位和人员、变更或撤销下级机关不适当的决定。"),
    by_regulation("DOC-K03", BLOCK, ENFORCED, "第八条",
        "命令（令）只由法律授权的机关发布，使用令号和命令格式。"),
    by_regulation("DOC-K04", BLOCK, ENFORCED, "第八条",
        "公报用于公布重要决定或者重大事项，不标主送机关。"),
    by_regulation("DOC-K05", BLOCK, ENFORCED, "第八条",
        "公告用于向国内外宣布重要或者法定事项，不标主送机关，不用于地方日常告知。"),
    by_regulation("DOC-K06", WARN, ENFORCED, "第八条",
        "通告用于在一定范围内公布应当遵守或者周知的事项，可以不标主送机关。"),
    by_regulation("DOC-K07", WARN, ENFORCED, "第八条", also="；上行意见按请示办理为通行做法",
        statement="意见用于对重要问题提出见解和处理办法；报送上级的意见按请示的程序办理并跟踪答复。"),
    by_regulation("DOC-K08", WARN, ENFORCED, "第八条", also="；标题去叠为通行做法（未核实）",
        statement="通知用于发布、传达要求执行或者周知的事项以及批转、转发公文；转发时避免“的通知的通知”层层相叠。"),
    by_regulation("DOC-K09", WARN, HUMAN, "第八条",
        "通报用于表彰先进、批评错误、传达重要精神、告知重要情况。"),
    by_regulation("DOC-K10", WARN, ENFORCED, "第八条",
        "报告用于向上级汇报工作、反映情况、回复询问，不得夹带请示事项（见 DOC-R06）。"),
    by_regulation("DOC-K11", WARN, ENFORCED, "第八条", also="；事前请示为通行做法",
        statement="请示用于向上级请求指示、批准，应当事前行文，期待批复（见 DOC-R03、DOC-R05）。"),
    by_regulation("DOC-K12", BLOCK, ENFORCED, "第八条",
        "批复用于答复下级机关的请示，每件批复对应且只对应一件请示。"),
    by_regulation("DOC-K13", BLOCK, ENFORCED, "第八条",
        "议案由各级政府向同级人民代表大会或者其常务委员会提请审议。"),
    by_regulation("DOC-K14", BLOCK, ENFORCED, "第八条",
        "函用于不相隶属机关之间商洽工作、询问和答复问题、请求批准和答复审批；收文机关不是上级的不用请示。"),
    by_regulation("DOC-K15", WARN, ENFORCED, "第八条",
        "纪要用于记载会议主要情况和议定事项，使用纪要格式，一般不署名、不用印。"),
    by_regulation("DOC-K16", BLOCK, ENFORCED, "第八条",
        "正式行文只使用十五种法定文种；方案、办法、简报、便函、签报等不是文种，可作附件、内部材料或者以通知印发。"),
)

ELEMENTS = (
    by_regulation("DOC-E01", BLOCK, ENFORCED, "第九条",
        "涉密公文应当标注份号；同一文件的份号不重复，纸质件用六位数字，清退按份号核对。"),
    by_regulation("DOC-E02", BLOCK, ENFORCED, "第九条",
        "涉密公文标注密级和保密期限，以★分隔（如“机密★5年”）；非涉密公文不得标注★。"),
    by_regulation("DOC-E03", BLOCK, ENFORCED, "第九条",
        "紧急公文标注“特急”“加急”，电报标注“特提”“特急”“加急”“平急”，不用“急件”“平件”等；标注紧急程度的应有办理时限。"),
    by_regulation("DOC-E04", BLOCK, ENFORCED, "第九条",
        "发文机关标志用机关全称或者规范化简称，可加“文件”二字；联合行文并列各机关名称，或者只用主办机关名称。"),
    by_regulation("DOC-E05", BLOCK, ENFORCED, "第九条",
        "除使用令号的以外，公文均有发文字号；联合行文只用主办机关的发文字号。"),
    by_regulation("DOC-E06", BLOCK, ENFORCED, "第九条",
        "上行文标注签发人姓名；联合上报的按机关顺序标注全部签发人。"),
    by_regulation("DOC-E07", BLOCK, ENFORCED, "第九条", also="；末尾不加标点、版头已示机关名时可省略为通行做法",
        statement="标题由发文机关名称、事由和文种组成，末尾的文种与所选文种一致。"),
    by_regulation("DOC-E08", BLOCK, ENFORCED, "第九条",
        "除公布性文种外应有主送机关，使用全称、规范化简称或者同类型机关统称，不写个人。"),
    by_regulation("DOC-E09", BLOCK, ENFORCED, "第九条", also=f"；{_LAYOUT}7.3.3",
        statement="公文应有正文，首页必须显示正文。"),
    by_regulation("DOC-E10", BLOCK, ENFORCED, "第九条",
        "有附件的应有附件说明，顺序和名称与附件一致，名称后不加标点。"),
    by_regulation("DOC-E11", WARN, ENFORCED, "第九条",
        "公文一般署发文机关全称或者规范化简称。"),
    by_regulation("DOC-E12", BLOCK, ENFORCED, "第九条",
        "成文日期为会议通过或者负责人签发的日期，联合行文以最后签发机关的日期为准，由系统取得，不由拟稿人填写。"),
    by_regulation("DOC-E13", BLOCK, ENFORCED, "第九条",
        "有发文机关署名的应加盖印章，印章名称与署名相符；有特定发文机关标志的普发性公文和电报可以不盖。"),
    Rule("DOC-E14", PRACTICE, WARN, ENFORCED,
        "《党政机关公文处理工作条例》第九条设有附注；请示注明联系人源自已废止的国发〔2000〕23号，现仍为退文理由",
        "附注写明印发传达范围等事项；请示在附注处注明联系人姓名和电话。", PARTY_GOV),
    by_regulation("DOC-E15", BLOCK, PLANNED, "第九条",
        "附件另面编排，置于版记之前，与正文一起装订。"),
    by_regulation("DOC-E16", BLOCK, ENFORCED, "第九条",
        "抄送机关为除主送机关外需要执行或者知晓的机关，与主送机关不重复。"),
    by_regulation("DOC-E17", BLOCK, ENFORCED, "第九条",
        "文件式公文标注印发机关和印发日期，即送印机关及其送印日期，不早于成文日期。"),
    by_regulation("DOC-E18", WARN, PLANNED, "第九条",
        "公文标注页码；信函格式首页不显示页码。"),
)

NUMBERS = (
    Rule("DOC-N01", STANDARD, BLOCK, ENFORCED, f"《党政机关公文处理工作条例》第九条第（五）项；{_LAYOUT}7.2.5",
        "发文字号由机关代字、〔年份〕、发文顺序号和“号”字依次组成，数字用半角阿拉伯数字。"),
    Rule("DOC-N02", STANDARD, BLOCK, ENFORCED, _LAYOUT + "7.2.5",
        "年份用六角括号〔〕括入，不用方括号、圆括号、方头括号等；误用的给出规范写法。"),
    Rule("DOC-N03", STANDARD, BLOCK, ENFORCED, _LAYOUT + "7.2.5",
        "年份标全称四位；顺序号不加“第”字，不编虚位；用阿拉伯数字，不含空格。"),
    Rule("DOC-N04", STANDARD, BLOCK, ENFORCED, _LAYOUT + "10.2；按任期重编为通行做法（未核实）",
        "命令（令）使用“第N号”令号，跨年连续编排，不适用 DOC-N01、DOC-N03。"),
    by_regulation("DOC-N05", BLOCK, ENFORCED, "第二十五条第（二）项",
        "发文字号在签发、复核之后的登记环节编定，拟稿时不得占号。"),
    Rule("DOC-N06", PRACTICE, BLOCK, STRUCTURAL, HABIT,
        "顺序号按系列和年度从1起连续编排，不跳号、不重号；作废的号码注明原因留存，不再使用。"),
    Rule("DOC-N07", PRACTICE, WARN, ENFORCED, HABIT,
        "发文字号的年份与成文日期的年份一致；上年末签发、次年初付印的仍用签发年份。"),
    Rule("DOC-N08", LOCAL, BLOCK, ENFORCED, "甬政发〔2001〕159号",
        "机关代字由本单位统一设定，每个代字对应确定的发文机关、格式和行文方向。"),
    Rule("DOC-N09", PRACTICE, WARN, ENFORCED, HABIT,
        "收文编号按年度和来文单位类别另行编排；来文字号照录原文，不规范的只作提示，不予改动。"),
    by_regulation("DOC-N10", BLOCK, ENFORCED, "第三十七条" + UNVERIFIED,
        "新设发文机关经同级办公厅（室）审批立户后方可行文，合并、撤销时相应调整。"),
)

AFTER_ISSUE = (
    by_regulation("DOC-M01", BLOCK, HUMAN, "第三十一条" + UNVERIFIED,
        "印发传达范围由发文机关确定，扩大范围须经发文机关批准。"),
    by_regulation("DOC-M02", BLOCK, PLANNED, "第三十一条" + UNVERIFIED,
        "公开发布的时间、形式和渠道由发文机关确定；涉密公文先解密；经批准公开的文本与印发件效力相同。"),
    by_regulation("DOC-M03", BLOCK, PLANNED, "第三十二条" + UNVERIFIED,
        "复制、汇编机密级、秘密级公文须经本机关负责人批准，绝密级一般不得复制、汇编；复制件视同原件管理，汇编按最高密级管理。"),
    by_regulation("DOC-M04", BLOCK, STRUCTURAL, "第三十三条" + UNVERIFIED,
        "公文被撤销的自始无效，被废止的自废止之日起失效；由发文机关、上级机关或者权力机关决定。"),
    by_regulation("DOC-M05", BLOCK, PLANNED, "第三十四条、第三十五条" + UNVERIFIED,
        "涉密公文按份号清退；销毁须经批准并登记，个人不得私自留存、销毁。"),
    by_regulation("DOC-M06", BLOCK, ENFORCED, "第三十五条" + UNVERIFIED,
        "不具备归档和保存价值的公文，经批准后可以销毁。"),
    by_regulation("DOC-M07", BLOCK, HUMAN, "第三十六条" + UNVERIFIED,
        "机关合并的，公文随之合并管理；机关撤销的，公文整理后移交档案部门。"),
    by_regulation("DOC-M08", BLOCK, HUMAN, "第二十六条" + UNVERIFIED,
        "涉密公文只能经机要交通、机要通信、机要文件交换站、专人、加密电报或者合格的涉密信息系统传递。"),
    Rule("DOC-G01", PRACTICE, WARN, PLANNED, "办公室工作经验文章（活动台帐、节点时限和责任人）",
        "按人员、单位、月份统计拟稿、审核、退稿、签发、印发和收文办理数量，以及按期率、逾期天数、催办次数、退文情况。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*SCOPE, *KINDS, *ELEMENTS, *NUMBERS, *AFTER_ISSUE)
