"""Rules on documents of ours (发文): whom to write to (行文规则, DOC-R), how to draft, review and sign (拟制, DOC-P).

What a draft can be asked is checked in `app/rules/checks/outgoing.py`; what belongs to a step, by the flow.
"""

from app.rules.rule import Rule, by_regulation
from app.rules.terms import BLOCK, ENFORCED, HABIT, HUMAN, POLICY, PRACTICE, STRUCTURAL, WARN

# One rule is two lines: its facts, then its words.
# fmt: off

ROUTING = (
    by_regulation("DOC-R01", WARN, ENFORCED, "第十三条", also="；十二个月内同类文件提示为通行做法（未核实）",
        statement="行文应当确有必要、讲求实效；拟稿时说明必要性，近期已发同类文件的予以提示。"),
    by_regulation("DOC-R02", BLOCK, ENFORCED, "第十四条",
        "按隶属关系和职权范围行文，一般不越级；特殊情况越级的，抄送被越过的机关并记明理由。"),
    by_regulation("DOC-R03", BLOCK, ENFORCED, "第十五条第（一）项",
        "上行文原则上只主送一个上级机关，其他相关上级和同级机关用抄送。"),
    by_regulation("DOC-R04", BLOCK, ENFORCED, "第十五条第（一）项",
        "上行文不抄送下级机关。"),
    by_regulation("DOC-R05", WARN, ENFORCED, "第十五条第（四）项",
        "请示一文一事；疑似含多项请求的交由人工判断。"),
    by_regulation("DOC-R06", WARN, ENFORCED, "第十五条第（四）项",
        "报告等非请示性公文不得夹带请示事项。"),
    by_regulation("DOC-R07", BLOCK, ENFORCED, "第十五条第（五）项",
        "除上级机关负责人直接交办的事项外，不得以本机关名义向上级机关负责人报送公文。"),
    by_regulation("DOC-R08", BLOCK, ENFORCED, "第十五条第（五）项",
        "不得以本机关负责人个人名义向上级机关报送公文。"),
    by_regulation("DOC-R09", WARN, ENFORCED, "第十五条第（二）项",
        "部门向上级主管部门请示、报告重大事项，应当经本级党委、政府同意或者授权；属于本部门职权范围的直接报送。"),
    by_regulation("DOC-R10", BLOCK, ENFORCED, "第十五条第（三）项",
        "下级机关的请示需要转报上级的，应当提出本机关的倾向性意见，不得原文转报。"),
    by_regulation("DOC-R11", WARN, ENFORCED, "第十五条第（六）项、第十六条第（五）项",
        "受双重领导的机关向一个上级机关行文，必要时抄送另一个；上级机关向其行文亦同。"),
    by_regulation("DOC-R12", WARN, ENFORCED, "第十六条第（一）项",
        "重要的下行文同时抄送发文机关的直接上级机关。"),
    by_regulation("DOC-R13", BLOCK, ENFORCED, "第十六条第（二）项",
        "部门不得向下级党委、政府发布指令性公文；确需行文的经政府同意，并在文中注明。"),
    by_regulation("DOC-R14", BLOCK, ENFORCED, "第十六条第（四）项",
        "涉及多个部门职权的事项，未协商一致的不得向下行文。"),
    by_regulation("DOC-R15", BLOCK, ENFORCED, "第十七条",
        "同级机关方可联合行文；属于党委、政府各自职权范围的工作不得联合行文。"),
    by_regulation("DOC-R16", BLOCK, ENFORCED, "第十七条",
        "除办公厅（室）外，机关内设机构不得对外正式行文。"),
    by_regulation("DOC-R17", BLOCK, ENFORCED, "第八条第（十四）项",
        "不相隶属机关之间请求批准用函，答复也用函。"),
)

DRAFTING = (
    by_regulation("DOC-P01", BLOCK, ENFORCED, "第十九条第（六）项",
        "涉及其他地区或者部门职权的，起草单位应当征求意见、力求一致，并留存各方意见。"),
    by_regulation("DOC-P02", BLOCK, STRUCTURAL, "第二十条",
        "公文先经办公厅（室）审核再签发；审核行文理由和依据、内容、会商情况、文种格式以及文字数据。"),
    Rule("DOC-P03", PRACTICE, BLOCK, ENFORCED, "办公室工作经验文章",
        "核稿人逐项记录政策法规关、文字关、格式关、运转流程关的结论和意见。"),
    by_regulation("DOC-P04", BLOCK, STRUCTURAL, "第二十条",
        "需要会议审议的文稿，会前由办公厅（室）初核。"),
    by_regulation("DOC-P05", BLOCK, ENFORCED, "第二十一条",
        "审核后不宜发文的，说明理由退回；需要修改的，由起草单位修改后重新报送。"),
    by_regulation("DOC-P06", BLOCK, ENFORCED, "第二十二条",
        "公文由机关负责人签发；重要公文和上行文由主要负责人签发。"),
    by_regulation("DOC-P07", BLOCK, ENFORCED, "第二十二条",
        "办公厅（室）经授权制发的公文，由受权机关主要负责人签发或者按有关规定签发。"),
    by_regulation("DOC-P08", BLOCK, STRUCTURAL, "第二十二条",
        "签发应当签署意见、姓名和完整日期；圈阅或者只签名的视为同意。"),
    by_regulation("DOC-P09", BLOCK, STRUCTURAL, "第二十二条",
        "联合行文由所有联署机关负责人会签，缺一不得印发。"),
    Rule("DOC-P10", PRACTICE, BLOCK, ENFORCED, "公文处理手册（二手资料）",
        "代签的记明委托人、代签人和授权依据，姓名后标注“代”字。"),
    Rule("DOC-P11", PRACTICE, WARN, ENFORCED, HABIT,
        "拟稿人、核稿人、签发人不宜为同一人。"),
    by_regulation("DOC-P12", BLOCK, ENFORCED, "第二十五条第（一）项",
        "签发后、印制前应当复核；需作实质性修改的，报原签批人复审。"),
    by_regulation("DOC-P13", BLOCK, ENFORCED, "第二十五条第（二）项",
        "复核后登记，确定发文字号、分送范围和印制份数。"),
    by_regulation("DOC-P14", WARN, HUMAN, "第二十五条第（三）、（四）项",
        "涉密公文在符合保密要求的场所印制；分发前检查公文的文字、格式和印刷质量。"),
    Rule("DOC-P15", POLICY, WARN, ENFORCED, "《整治形式主义为基层减负若干规定》（2024年，数值据新闻报道）",
        "综合性政策文件一般不超过5000字，单项政策文件不超过4000字；年度发文数不超过上年，超过的说明理由；数值可设置。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*ROUTING, *DRAFTING)
