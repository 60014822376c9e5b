"""Rules on gathering information (信息采编, INF-R) and collecting material (材料报送, MAT-R). Not in this version."""

from app.rules.rule import Rule
from app.rules.terms import BLOCK, HABIT, LAW, LOCAL, PLANNED, POLICY, PRACTICE, WARN

_INFORMATION = "多地政务信息工作办法"

# One rule is two lines: its facts, then its words.
# fmt: off

INFORMATION = (
    Rule("INF-R01", LOCAL, BLOCK, PLANNED, _INFORMATION,
        "信息经单位负责人签发报送，依次筛选、编辑、核对、刊发，告知采用情况，跟踪领导批示并反馈。"),
    Rule("INF-R02", LOCAL, BLOCK, PLANNED, _INFORMATION,
        "报送信息注明标题、正文、单位、作者、联系人、签发人、类型、期次、约稿单和附件。"),
    Rule("INF-R03", LOCAL, WARN, PLANNED, _INFORMATION,
        "约稿写明主题、要求和时限，未按约稿报送的计入单位考核。"),
    Rule("INF-R04", LOCAL, WARN, PLANNED, "衢州、常山等地政务信息考核办法",
        "信息计分按可设置的分值表：刊物和层级得分、上级采用加倍、领导批示加分、联合报送均分、不重复计分、"
        "迟报漏报错报扣分；按月、季排名。"),
    Rule("INF-R05", LOCAL, BLOCK, PLANNED, _INFORMATION,
        "领导在信息上批示的转为督办事项，结果回报。"),
    Rule("INF-R06", LOCAL, BLOCK, PLANNED, "地方紧急信息报送规定",
        "紧急信息分初报、续报、终报，记录接报时间、来源、发生时间地点、性质、范围、伤亡损失、趋势、措施、现场领导和签发人。"),
    Rule("INF-R07", LAW, BLOCK, PLANNED, "《中华人民共和国突发事件应对法》（2024年）第六十一条；具体时限为地方规定",
        "突发事件信息不得迟报、谎报、瞒报、漏报；报送时限按等级和去向设置。"),
)

MATERIAL = (
    Rule("MAT-R01", PRACTICE, BLOCK, PLANNED, HABIT,
        "材料收集任务写明发起人、依据、模板、时限、报送单位、汇总人、审核人、签发人和渠道，逐单位掌握状态。"),
    Rule("MAT-R02", PRACTICE, BLOCK, PLANNED, "单位负责人签发据政务信息工作办法；其余未核实",
        "报送材料须经单位负责人签发并留版本；晚于时限的为迟报；零报告是有效的明确状态。"),
    Rule("MAT-R03", POLICY, WARN, PLANNED, "《整治形式主义为基层减负若干规定》",
        "发起收集前提示近期已收集的同类数据，重复要求的说明理由。"),
    Rule("MAT-R04", PRACTICE, BLOCK, PLANNED, "系统设计要求",
        "汇总材料以报告、函对外报送的，走发文程序。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*INFORMATION, *MATERIAL)
