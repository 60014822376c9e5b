"""Rules on secrecy (保密): the gate, data on classification, labels below state secret, the three administrators.

SEC-R. This version accepts no state secrets at all; what only a classified deployment needs is published as planned.
"""

from app.rules.rule import DISCLOSURE, PARTY_GOV, STATE_FIRMS, Rule
from app.rules.terms import BLOCK, ENFORCED, HUMAN, LAW, PLANNED, PRACTICE, STANDARD, STRUCTURAL, WARN

_ACT = "《中华人民共和国保守国家秘密法》"
_RULES = "《中华人民共和国保守国家秘密法实施条例》"
_DESIGN = "系统设计要求，由 "
_THREE = "涉密信息系统“三员”管理要求（培训资料）"

# One rule is two lines: its facts, then its words.
# fmt: off

GATE = (
    Rule("SEC-R01", LAW, BLOCK, ENFORCED, f"{_ACT}第三十一条第（三）项；{_RULES}第四十一条",
        "不得使用非涉密系统、设备存储、处理国家秘密；声明为绝密、机密、秘密的内容在保存之前一律拒绝。"),
    Rule("SEC-R02", PRACTICE, WARN, ENFORCED, _DESIGN + "SEC-R01 引出",
        "文字、文件名、附件中出现国家秘密标志的同样拒绝；不能确定是否为标志的，交人工核对后再保存。"),
    Rule("SEC-R03", PRACTICE, BLOCK, STRUCTURAL, f"系统设计要求，依据{_ACT}第二十九条",
        "拒绝记录只存时间、用户、接口、所触规则和内容摘要值，不存标题、正文、附件。"),
    Rule("SEC-R04", PRACTICE, BLOCK, STRUCTURAL, f"系统设计要求，依据{_ACT}第三十一条",
        "任何角色不得绕过密级限制，不设临时上传和草稿例外；密级上限只能由部署配置改变，启动时明示。"),
    Rule("SEC-R05", LAW, BLOCK, STRUCTURAL, f"{_ACT}第三十条；{_RULES}第三十二条、第三十三条",
        "只有经保密部门测评审查合格的涉密信息系统方可处理国家秘密，密级上限不得高于批准等级；配置本身不等于合规。"),
    Rule("SEC-R06", LAW, BLOCK, HUMAN, f"{_ACT}第四十七条；{_RULES}第六十一条",
        "发现国家秘密已经存入的，立即封存、告知保密员、记录处置，二十四小时内向同级保密部门和上级主管部门报告，并彻底清除。"),
    Rule("SEC-R07", LAW, BLOCK, PLANNED, f"{_ACT}第三十六条；{_RULES}第四十三条",
        "数据汇聚后属于国家秘密的按国家秘密管理；批量导出、全库检索单独授权并留存日志。"),
    Rule("SEC-R08", LAW, BLOCK, STRUCTURAL, f"{_ACT}第二十九条、第三十一条第（一）、（二）项",
        "涉密系统未经批准的保护措施不得接入互联网、不得与之交换数据；对外连接默认全部关闭。"),
    Rule("SEC-R09", PRACTICE, BLOCK, STRUCTURAL, "通行做法（未核实）",
        "非涉密登记簿不登记涉密公文的存在，至多记录件数，默认关闭。"),
)

CLASSIFICATION = (
    Rule("SEC-R10", LAW, BLOCK, ENFORCED, _ACT + "第十四条",
        "国家秘密只分绝密、机密、秘密三级。"),
    Rule("SEC-R11", LAW, BLOCK, PLANNED, _ACT + "第二十条",
        "保密期限除另有规定外，绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年；应当确定具体期限、时间或者解密条件。"),
    Rule("SEC-R12", STANDARD, BLOCK, ENFORCED, "国家秘密标志规定（二手资料）",
        "国家秘密标志形如“机密★10年”“秘密★6个月”“密级★解密时间”“密级★解密条件”；不足一年的以月计；"
        "旧件未标期限的按最长期限管理。"),
    Rule("SEC-R13", LAW, BLOCK, ENFORCED, _ACT + "第二十二条",
        "不属于国家秘密的事项，包括工作秘密、商业秘密、个人隐私，不得使用国家秘密标志★。"),
    Rule("SEC-R14", LAW, BLOCK, PLANNED, f"{_ACT}第二十四条；{_RULES}第十九条",
        "保密期限自标明的制发日起算，期满自行解密；期满前可由原定密机关或者其上级延长。"),
    Rule("SEC-R15", LAW, BLOCK, PLANNED, _ACT + "第二十四条",
        "每年审核所确定的国家秘密。"),
    Rule("SEC-R16", LAW, BLOCK, PLANNED, f"{_ACT}第十六条；{_RULES}第十四条至第十七条",
        "定密由承办人提出，定密责任人批准，并记录双方姓名、保密事项范围依据和知悉范围。"),
    Rule("SEC-R17", LAW, BLOCK, PLANNED, f"{_ACT}第十七条；{_RULES}第十六条、第十七条",
        "中央和省级机关可定各级国家秘密，设区的市可定机密级、秘密级，县级及以下未经书面授权不得定密，先行保护并立即上报。"),
    Rule("SEC-R18", LAW, BLOCK, PLANNED, f"{_ACT}第十八条；{_RULES}第十八条",
        "派生定密沿用来源的密级、期限和知悉范围，记录来源，密级不得低于来源。"),
    Rule("SEC-R19", LAW, BLOCK, PLANNED, _RULES + "第二十五条、第二十六条",
        "密级有争议的先按主张的最高密级管理；不在保密事项范围内的十个工作日内报请确定。"),
    Rule("SEC-R20", LAW, BLOCK, PLANNED, "《党政机关公文处理工作条例》第三十条",
        "密级确定前，按拟定密级先行采取保密措施。", PARTY_GOV),
    Rule("SEC-R21", LAW, BLOCK, PLANNED, _ACT + "第二十一条",
        "知悉范围限于最小，能限定到人的限定到人；范围以外的人员知悉须经主要负责人或者其指定的人批准。"),
    Rule("SEC-R22", LAW, BLOCK, PLANNED, _RULES + "第二十条",
        "知悉机密级以上国家秘密的人员应当逐一记录。"),
    Rule("SEC-R23", LAW, BLOCK, PLANNED, f"{_ACT}第二十三条；{_RULES}第二十一条",
        "变更密级、期限、知悉范围由原定密机关或者其上级决定，书面通知知悉范围内的人员，并改标新标志。"),
    Rule("SEC-R24", LAW, BLOCK, PLANNED, _RULES + "第二十七条、第二十九条",
        "国家秘密载体清点、编号、登记，收发签字；复制须经批准并加盖戳记，不得改变密级；绝密级专人管理，两人传递，"
        "未经原定密机关同意不得复制、摘抄、汇编。"),
    Rule("SEC-R25", LAW, BLOCK, PLANNED, _RULES + "第二十八条；两人监销为通行做法",
        "销毁国家秘密载体须清点、登记、经批准，送指定单位；自行销毁仅限少量并使用合格设备，记录两名监销人。"),
    Rule("SEC-R26", LAW, BLOCK, PLANNED, _RULES + "第五十三条",
        "涉密人员离岗离职应当清退载体、收回权限、实行脱密期管理，未办完的不得离岗。"),
    Rule("SEC-R27", LAW, WARN, HUMAN, _RULES + "第四十五条",
        "涉密会议确定密级、制定保密方案、限定参会人员并核验身份。"),
)

BELOW_STATE_SECRET = (
    Rule("SEC-R30", LAW, BLOCK, ENFORCED, f"{_ACT}第六十四条；{_RULES}第七十三条；具体做法为系统设计要求",
        "工作秘密不属于国家秘密但应当保护：不公开、限知悉、留日志、不外传；本系统能否存放由单位决定，默认不存放。"),
    Rule("SEC-R31", LAW, BLOCK, PLANNED, "《中央企业商业秘密保护暂行规定》（2010年）第十二条至第十五条",
        "中央企业商业秘密标注权属、核心商密或者普通商密、保密期限；业务部门拟定，主管领导批准，报保密办备案。",
        STATE_FIRMS),
    Rule("SEC-R32", PRACTICE, WARN, STRUCTURAL, "通行做法",
        "“内部”“公开”是管理标识，不是法定密级。"),
    Rule("SEC-R33", LAW, BLOCK, PLANNED, f"{_ACT}第三十五条；{_RULES}第四十二条",
        "信息公开前逐项进行保密审查，先审查、后公开，记录审查人和结论。"),
    Rule("SEC-R34", LAW, BLOCK, ENFORCED, "《中华人民共和国政府信息公开条例》第十六条、第二十六条；公开属性标注为通行做法",
        "制发公文确定公开属性：主动公开、依申请公开或者不予公开（说明理由）；主动公开的自形成之日起二十个工作日内公开，"
        "过程性信息可以不公开。", DISCLOSURE),
)

ADMINISTRATORS = (
    Rule("SEC-R40", PRACTICE, BLOCK, ENFORCED, _THREE,
        "设系统管理员（运行、账号、备份）、安全保密管理员（授权、策略）、安全审计员（审计前两者）。"),
    Rule("SEC-R41", PRACTICE, BLOCK, ENFORCED, _THREE,
        "三员由不同的人担任，安全审计员不得兼任其他两员；系统建成后不存在超级管理员账号。"),
    Rule("SEC-R42", PRACTICE, BLOCK, ENFORCED, _THREE,
        "三员均不接触业务内容；系统管理员建账号不带权限，安全保密管理员授权，安全审计员只看不改。"),
    Rule("SEC-R43", PRACTICE, BLOCK, STRUCTURAL, "通行做法（未核实）",
        "审计日志只增不改、环环相扣，记录敏感内容的查阅、失败的访问、导出和打印，留存期限由单位设定。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*GATE, *CLASSIFICATION, *BELOW_STATE_SECRET, *ADMINISTRATORS)
