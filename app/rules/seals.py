"""Rules on seals (印章), SEAL-R."""

from app.rules.rule import PARTY_GOV, Rule
from app.rules.terms import BLOCK, ENFORCED, HUMAN, LAW, LOCAL, PRACTICE, STRUCTURAL, WARN

_SEALS = "国发〔1999〕25号印章管理规定"
_UNITS = "多个单位印章管理办法"
_ELECTRONIC = "《电子印章管理办法》（国办发〔2025〕33号）"

# One rule is two lines: its facts, then its words.
# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("SEAL-R01", LAW, BLOCK, ENFORCED, _SEALS + "第二十五条",
        "用印须经本单位负责人批准，或者按类别书面授权；批准之前不得用印。"),
    Rule("SEAL-R02", LAW, BLOCK, ENFORCED, "《党政机关公文处理工作条例》第九条第（十三）项",
        "印章名称与公文署名一致（见 DOC-E13）。", PARTY_GOV),
    Rule("SEAL-R03", PRACTICE, BLOCK, ENFORCED, _UNITS,
        "公文凭签发原件用印；证明、合同、介绍信、报表等凭批准的用印申请用印。"),
    Rule("SEAL-R04", PRACTICE, BLOCK, ENFORCED, _UNITS,
        "空白纸张、空白介绍信、空白表格不得用印，申请时附定稿文件或者其摘要值。"),
    Rule("SEAL-R05", LOCAL, BLOCK, ENFORCED, "地方公文处理规定",
        "用印份数不得超过批准的份数。"),
    Rule("SEAL-R06", PRACTICE, BLOCK, STRUCTURAL, _UNITS,
        "用印逐次登记时间、单位、经办人、事由、文件、份数、批准人、监印人、地点、骑缝章等；登记只增不改，更正另记。"),
    Rule("SEAL-R07", PRACTICE, WARN, ENFORCED, "单位印章管理办法；监印人与批准人分离未核实",
        "监印人与批准人不为同一人；监印人有权拒绝用印，拒绝应予记录。"),
    Rule("SEAL-R08", PRACTICE, BLOCK, ENFORCED, "单位印章管理办法；两人同行未核实",
        "印章外带须经领导批准，写明用途、带出和归还时间、同行人，归还时查验，逾期未还的报警。"),
    Rule("SEAL-R09", PRACTICE, BLOCK, ENFORCED, "单位印章管理办法",
        "印章登记名称、种类、尺寸、材质、制发单位、批准文件、启用日期、印模、历任保管人及交接、停用和处置。"),
    Rule("SEAL-R10", LAW, BLOCK, ENFORCED, _SEALS + "第十九条、第二十一条、第二十二条",
        "印章分法定名称章、党组织章、内设机构章、合同章、财务章、名章、签名章、钢印、套印章、电子印章；"
        "专用章的名称、式样应当与单位正式印章有所区别，并经领导批准。"),
    Rule("SEAL-R11", LAW, WARN, ENFORCED, _SEALS + "第三条、第九条、第十一条、第十三条、第十四条、第二十一条",
        "印章为圆形：省级政府、部委直径5厘米；地、县级政府4.5厘米，刊国徽；乡镇政府4.2厘米，刊五角星；"
        "机关内设机构、企事业单位、社会团体不超过4.5厘米，刊五角星；钢印3.5至4.2厘米。"),
    Rule("SEAL-R12", LAW, BLOCK, ENFORCED, _SEALS + "第二十四条",
        "名称变更、机构撤销或者换用新印章的，停止使用并将旧印章缴回制发机关封存或者销毁。"),
    Rule("SEAL-R13", PRACTICE, BLOCK, ENFORCED, "单位印章管理办法",
        "印章遗失、被盗的及时报告、声明作废，并停止全部待用印事项。"),
    Rule("SEAL-R14", PRACTICE, BLOCK, ENFORCED, "单位印章管理办法",
        "联合行文由各机关分别用印；借用印模的须经批准，并办理归还手续。"),
    Rule("SEAL-R15", LAW, BLOCK, ENFORCED, _ELECTRONIC + "第二条、第五条",
        "电子印章是含密码数据的可靠签章，与实物印章具有同等效力；粘贴的印章图片只能称为图样，不得称为已用印。"),
    Rule("SEAL-R16", LAW, BLOCK, ENFORCED, _ELECTRONIC + "（据二手资料）；不持有私钥为系统设计要求",
        "电子印章经申请、制作、备案、使用、停用或者恢复、注销；所有者掌控，签章者负责；系统只存引用，不持有私钥。"),
    Rule("SEAL-R17", LAW, BLOCK, HUMAN, "《中华人民共和国电子签名法》第十三条、第十四条",
        "可靠的电子签名：制作数据由签名人专有、签署时仅由其控制，签署后对签名和内容的改动均可发现。"),
)
# fmt: on
