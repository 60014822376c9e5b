"""Rules on archives (档案, ARC-R) and the chronicle (大事记, CHR-R). The chronicle comes later."""

from app.rules.rule import PARTY_GOV, Rule
from app.rules.terms import BLOCK, ENFORCED, LAW, PLANNED, PRACTICE, STANDARD, STRUCTURAL, UNVERIFIED, WARN

_ACT = "《中华人民共和国档案法》"
_RULES = "《中华人民共和国档案法实施条例》"
_SCOPE = "《机关文件材料归档范围和文书档案保管期限规定》（国家档案局令第8号）"
_FILING = "DA/T 22-2015《归档文件整理规则》"
_CODES = "DA/T 13-2022《档号编制规则》"

# One rule is two lines: its facts, then its words.
# fmt: off

ARCHIVES = (
    Rule("ARC-R01", LAW, BLOCK, STRUCTURAL, f"{_ACT}第十四条；{_RULES}第十九条",
        "公文办毕即列入待归档，任何单位和个人不得将应当归档的材料据为己有。"),
    Rule("ARC-R02", PRACTICE, WARN, ENFORCED, "《电子文件管理暂行办法》、档案工作手册（二手资料，相互印证）",
        "纸质件次年六月底前归档，办公系统形成的随办随归；逾期未归档的列出。"),
    Rule("ARC-R03", LAW, BLOCK, STRUCTURAL, _SCOPE + "第六条；代码据 DA/T 13-2022（二手资料）",
        "文书档案保管期限为永久、30年、10年；旧的永久、长期、短期只用于导入2006年以前的档案。", PARTY_GOV),
    Rule("ARC-R04", LAW, BLOCK, ENFORCED, f"{_RULES}第十九条；{_SCOPE}第十二条",
        "按经同级档案主管部门审核同意的归档范围和保管期限表定期限；记录表的版本，职能变化的重新报审。"),
    Rule("ARC-R05", LAW, BLOCK, STRUCTURAL, _SCOPE + "第七条",
        "本机关制度和政策、重要会议和活动主要材料、重要业务文件、重要请示及批复、重要报告和统计、机构人事、产权合同、"
        "上级主要业务文件、与有关机关的重要往来文件，默认永久保管。", PARTY_GOV),
    Rule("ARC-R06", LAW, BLOCK, ENFORCED, _SCOPE + "第四条",
        "上级供知晓的文件、重份、一般草稿和校样、内部抄送、同级无需办理的文件、下级简报、负责人兼职单位的文件不归档。",
        PARTY_GOV),
    Rule("ARC-R07", LAW, BLOCK, ENFORCED, _SCOPE + "第十条",
        "定稿、正本、附件、发文稿纸、文件处理单一并归档；电子文件还包括元数据和背景信息。", PARTY_GOV),
    Rule("ARC-R08", LAW, BLOCK, ENFORCED, f"{_SCOPE}第十一条；《党政机关公文处理工作条例》第二十七条{UNVERIFIED}",
        "联合行文由主办机关归档原件，其他机关归档复制件。", PARTY_GOV),
    Rule("ARC-R09", STANDARD, BLOCK, STRUCTURAL, _FILING + "5.1；来文与复文的组件方式未核实",
        "归档以件为单位：正文与附件为一件，正本与定稿为一件；来文与复文可为一件，也可各为一件。"),
    Rule("ARC-R10", STANDARD, BLOCK, ENFORCED, _FILING + "5.4",
        "档号由全宗号、档案门类代码·年度、保管期限、机构（问题）代码、件号依次组成，如 X043-WS·2024-D30-BGS-0001。"),
    Rule("ARC-R11", STANDARD, BLOCK, ENFORCED, _FILING + "、档案工作手册（二手资料）",
        "年度用四位数字；件号四位，在最低一级类目内从0001起连续编排；文书档案门类代码为 WS。"),
    Rule("ARC-R12", STANDARD, BLOCK, STRUCTURAL, _CODES + "4",
        "档号唯一、稳定，归档后不得更改、不得重用，并留有扩充余地。"),
    Rule("ARC-R13", STANDARD, BLOCK, STRUCTURAL, _FILING + "5.3",
        "类内按时间结合事由排列，同一事由的文件排在一起。"),
    Rule("ARC-R14", STANDARD, BLOCK, STRUCTURAL, _FILING + "5.5",
        "归档文件目录设序号、档号、文号、责任者、题名、日期、密级、页数、备注；自拟题名加方括号，责任者为制发机关。"),
    Rule("ARC-R15", STANDARD, BLOCK, STRUCTURAL, _FILING + "（二手资料）",
        "归档章设全宗号、年度、件号、机构（问题）、保管期限、页数。"),
    Rule("ARC-R16", LAW, BLOCK, STRUCTURAL, f"{_ACT}第三十七条；{_RULES}第三十九条",
        "电子档案应当来源可靠、程序规范、要素合规，与传统载体档案具有同等效力。"),
    Rule("ARC-R17", LAW, BLOCK, ENFORCED, _ACT + "第二十一条",
        "不得篡改、损毁、伪造、擅自销毁档案；归档后只读，并定期校验。"),
    Rule("ARC-R18", LAW, BLOCK, ENFORCED, _RULES + "第二十四条",
        "保管期限届满的进行鉴定并形成报告，续存的注明新期限，销毁的按销毁程序办理。"),
    Rule("ARC-R19", LAW, BLOCK, PLANNED, _RULES + "第二十条、第三十条",
        "中央、省、设区的市级单位档案满二十年、县级单位档案满十年移交国家档案馆，经同意可以提前或者延期；"
        "移交时附开放意见、公开属性和密级变更情况。"),
    Rule("ARC-R20", LAW, BLOCK, PLANNED, _ACT + "第二十七条",
        "国家档案馆的档案自形成之日起满二十五年向社会开放，限制开放的除外。"),
    Rule("ARC-R21", LAW, BLOCK, ENFORCED, _RULES + "第三十四条；登记项目为通行做法",
        "外单位利用档案须经保管单位同意，登记利用人、用途和复制情况。"),
    Rule("ARC-R22", STANDARD, BLOCK, STRUCTURAL, "DA/T 46-2009、DA/T 48-2009、DA/T 47（名称已核）",
        "电子档案导出包采用规定的元数据和 XML 封装，文件格式用 OFD 或者 PDF。"),
)

CHRONICLE = (
    Rule("CHR-R01", PRACTICE, WARN, PLANNED, "大事记编写手册（相互印证）",
        "大事记一事一条，记日期及其精度、地点、人员单位、事件、结果、类别、依据、报送单位、记录人、审核人。"),
    Rule("CHR-R02", PRACTICE, WARN, PLANNED, "大事记编写手册",
        "按日期排列，约略日期排在确切日期之后；日不详的排月末，月不详的排年末。"),
    Rule("CHR-R03", PRACTICE, WARN, PLANNED, "大事记编写手册（相互印证）",
        "收录范围：贯彻上级政策、机构人事变动、重要会议活动、上级视察指示、重大成果、事故灾害、外事及其他。"),
    Rule("CHR-R04", PRACTICE, WARN, PLANNED, "百科及大事记编写手册；永久保管未核实",
        "办公室专人记录，各单位供稿，按月整理、年终汇总、领导审定后归档；公开发布前经保密审查（SEC-R33）。"),
    Rule("CHR-R05", PRACTICE, WARN, PLANNED, "系统设计要求",
        "由已发决定、纪要、接待、检查自动提出大事记条目，经人工确认后收录。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*ARCHIVES, *CHRONICLE)
