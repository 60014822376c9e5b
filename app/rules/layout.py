"""Rules on the layout of official documents (公文格式, LAY): page, head, main part, foot block, page number, special forms.

The typesetter keeps them by construction; tests measure the files it makes.
"""

from app.rules.rule import Rule
from app.rules.terms import BLOCK, HUMAN, PLANNED, PRACTICE, STANDARD, STRUCTURAL, WARN

_LAYOUT = "GB/T 9704-2012《党政机关公文格式》"
_BY = "由 " + _LAYOUT + "推算"
_HABIT = "排版通行做法"

# One rule is two lines: its facts, then its words.
# fmt: off

PAGE = (
    Rule("LAY-P01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "5.1",
        "公文用纸采用 A4 型纸，210毫米×297毫米，纵向。"),
    Rule("LAY-P02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "5.2.1",
        "天头（上白边）37毫米，允许误差1毫米。"),
    Rule("LAY-P03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "5.2.1",
        "订口（左白边）28毫米，允许误差1毫米。"),
    Rule("LAY-P04", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "5.2.1",
        "版心156毫米×225毫米，不含页码。"),
    Rule("LAY-P05", STANDARD, BLOCK, STRUCTURAL, _BY,
        "右白边26毫米，下白边35毫米。"),
    Rule("LAY-P06", STANDARD, WARN, STRUCTURAL, _LAYOUT + "5.2.2",
        "公文格式各要素一般用3号仿宋体字；以其他字体代替的逐项报告。"),
    Rule("LAY-P07", STANDARD, WARN, STRUCTURAL, _LAYOUT + "5.2.3",
        "一般每面排22行，每行排28个字，并撑满版心；特定情况可以适当调整。"),
    Rule("LAY-P08", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "5.2.4",
        "公文中文字的颜色，除发文机关标志、红色分隔线和印章外均为黑色。"),
    Rule("LAY-P09", STANDARD, WARN, HUMAN, _LAYOUT + "6",
        "双面印刷，左侧装订，两钉距上下边缘各70毫米，页码套正误差不超过2毫米。"),
    Rule("LAY-P10", STANDARD, BLOCK, STRUCTURAL, _BY,
        "文字处理文件的页边距：上2098、左1587、右1474、下1984缇，允许误差57缇。"),
    Rule("LAY-P11", STANDARD, BLOCK, STRUCTURAL, _BY,
        "3号字按15.79磅字距排，使版心宽度内恰排28字。"),
    Rule("LAY-P12", STANDARD, WARN, STRUCTURAL, _BY,
        "行距28至29磅，22行撑满版心为28.99磅。"),
    Rule("LAY-P13", STANDARD, WARN, STRUCTURAL, _LAYOUT + "3",
        "一行指一个汉字的高度加3号汉字高度的八分之七，空一行、空二行以此计。"),
)

HEAD = (
    Rule("LAY-H01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.1",
        "份号用6位3号阿拉伯数字，顶格编排在版心左上角第一行。"),
    Rule("LAY-H02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.2",
        "密级和保密期限用3号黑体字，顶格编排在版心左上角第二行，期限数字用阿拉伯数字。"),
    Rule("LAY-H03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.3",
        "紧急程度用3号黑体字，顶格编排在版心左上角；份号、密级、紧急程度自上而下排列。"),
    Rule("LAY-H04", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.4",
        "发文机关标志居中，上边缘至版心上边缘35毫米，红色，推荐小标宋体字。"),
    Rule("LAY-H05", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.4；缩小字号为" + _HABIT,
        "联合行文发文机关标志主办机关在前、每个名称一行，“文件”二字置于名称右侧上下居中；名称过多时缩小，保证首页显示正文。"),
    Rule("LAY-H06", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.5",
        "发文字号编排在发文机关标志下空二行，居中，3号仿宋体字。"),
    Rule("LAY-H07", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.5",
        "上行文的发文字号居左空一字，与最后一个签发人姓名处在同一行。"),
    Rule("LAY-H08", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.6",
        "上行文标注签发人：“签发人”3号仿宋，姓名3号楷体，居右空一字，编排在发文机关标志下空二行。"),
    Rule("LAY-H09", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.6",
        "多个签发人按发文机关顺序从左到右、自上而下排列，一般每行两个，回行与上一行第一个姓名对齐。"),
    Rule("LAY-H10", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.2.7；线的粗细为" + _HABIT,
        "发文字号之下4毫米处居中印一条与版心等宽的红色分隔线。"),
)

MAIN = (
    Rule("LAY-B01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.1",
        "标题用2号小标宋体字，编排于红色分隔线下空二行，分一行或多行居中；回行词意完整，排成梯形或者菱形。"),
    Rule("LAY-B02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.2",
        "主送机关编排于标题下空一行，居左顶格，回行仍顶格，最后一个名称后标全角冒号。"),
    Rule("LAY-B03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.2、7.4.2",
        "主送机关名称过多导致首页不能显示正文时，移至版记，置于抄送机关之上一行，之间不加分隔线。"),
    Rule("LAY-B04", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.3",
        "正文编排于主送机关下一行，3号仿宋，每个自然段左空二字，回行顶格；公文首页必须显示正文。"),
    Rule("LAY-B05", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.3",
        "结构层次第一层用黑体字，第二层用楷体字，第三层和第四层用仿宋体字。"),
    Rule("LAY-B06", PRACTICE, WARN, STRUCTURAL, _HABIT,
        "正文不用加粗，轻重由字体表示。"),
    Rule("LAY-B07", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.4",
        "附件说明在正文下空一行左空二字，标“附件：”和名称，多个附件用阿拉伯数字编号，名称后不加标点，回行与名称首字对齐。"),
    Rule("LAY-B08", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.1",
        "加盖印章的公文成文日期右空四字，署名居中编排在日期之上；印章下压署名和日期，顶端距正文一行之内。"),
    Rule("LAY-B09", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.1",
        "联合行文各署名依次排列，一一对应加盖印章，最后一个印章下压署名和日期；印章互不相交相切，不超出版心。"),
    Rule("LAY-B10", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.2",
        "不加盖印章的公文正文下空一行右空二字署名，下一行编排日期，首字比署名首字右移二字；日期长于署名时日期右空二字。"),
    Rule("LAY-B11", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.2",
        "不加盖印章的联合行文先编排主办机关署名，其余依次向下编排。"),
    Rule("LAY-B12", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.3",
        "加盖签名章的公文正文下空二行右空四字留签名章位置，左空二字标注职务，上下居中；签名章下空一行右空四字编排日期。"),
    Rule("LAY-B13", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.4",
        "成文日期用阿拉伯数字将年、月、日标全，月、日不编虚位。"),
    Rule("LAY-B14", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.5.5",
        "末页空白容不下印章位置时调整行距、字距解决，不得出现只有署名和印章的一页。"),
    Rule("LAY-B15", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.6",
        "附注居左空二字加圆括号编排在成文日期下一行。"),
    Rule("LAY-B16", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.3.7",
        "附件另面编排在版记之前，“附件”及顺序号用3号黑体字顶格在第一行，标题居中在第三行。"),
    Rule("LAY-B17", STANDARD, WARN, PLANNED, _LAYOUT + "7.3.7",
        "附件与正文不能一起装订的，在附件第一行顶格编排发文字号并在其后标注“附件”及顺序号。"),
)

FOOT = (
    Rule("LAY-F01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.4.1",
        "版记分隔线与版心等宽，首末条用粗线（0.35毫米），中间用细线（0.25毫米）；末条与最后一面版心下边缘重合。"),
    Rule("LAY-F02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.1、7.5；置于双数页为" + _HABIT,
        "版记置于公文最后一面，附件之后。"),
    Rule("LAY-F03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.4.2",
        "抄送机关用4号仿宋，在印发机关之上一行，左右各空一字，回行与冒号后首字对齐，最后一个名称后标句号。"),
    Rule("LAY-F04", PRACTICE, WARN, HUMAN, _HABIT + "（未核实）",
        "抄送机关按上级、平级、下级和党委、人大、政府、政协顺序排列，同类之间用逗号。"),
    Rule("LAY-F05", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.4.3",
        "印发机关和印发日期用4号仿宋，在末条分隔线之上；印发机关左空一字，日期右空一字，后加“印发”。"),
    Rule("LAY-F06", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.4.3",
        "版记中其他要素与印发机关之间用细分隔线隔开。"),
)

PAGE_NUMBER = (
    Rule("LAY-N01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.5",
        "页码用4号半角宋体阿拉伯数字，左右各放一条一字线。"),
    Rule("LAY-N02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.5",
        "页码一字线上距版心下边缘7毫米。"),
    Rule("LAY-N03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.5",
        "单页码居右空一字，双页码居左空一字。"),
    Rule("LAY-N04", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.5",
        "版记页前有空白页的，空白页和版记页均不编页码。"),
    Rule("LAY-N05", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "7.5",
        "附件与正文一起装订时页码连续编排。"),
    Rule("LAY-N06", STANDARD, WARN, PLANNED, _LAYOUT + "8",
        "A4纸型的表格横排时页码位置与其他页码一致，单页码表头在订口一边，双页码表头在切口一边。"),
)

SPECIAL = (
    Rule("LAY-X01", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.1",
        "信函格式发文机关标志上边缘至上页边30毫米，红色小标宋体字，不加“文件”；联合行文只用主办机关标志。"),
    Rule("LAY-X02", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.1",
        "标志下4毫米印上粗下细红色双线，距下页边20毫米印上细下粗红色双线，线长170毫米，居中。"),
    Rule("LAY-X03", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.1",
        "份号、密级、紧急程度顶格居版心左边缘编排在第一条红色双线下，发文字号顶格居右，与线的距离为3号汉字高度的八分之七。"),
    Rule("LAY-X04", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.1",
        "信函标题与其上最后一个要素相距二行；首页不显示页码；版记不加印发机关、日期和分隔线，位于最后一面版心内最下方。"),
    Rule("LAY-X05", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.2",
        "命令（令）标志上边缘至版心上边缘20毫米，下空二行居中编排令号，令号下空二行编排正文。"),
    Rule("LAY-X06", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.3",
        "纪要标志“×××纪要”上边缘至版心上边缘35毫米，红色小标宋体字。"),
    Rule("LAY-X07", STANDARD, BLOCK, STRUCTURAL, _LAYOUT + "10.3",
        "纪要正文下空一行左空二字用3号黑体字编排“出席：”，后用3号仿宋标注单位、姓名，回行与冒号后首字对齐；请假、列席同。"),
    Rule("LAY-X08", STANDARD, WARN, PLANNED, _LAYOUT + "10.3",
        "纪要格式可以根据实际制定。"),
)

SETTING = (
    Rule("LAY-S01", PRACTICE, WARN, STRUCTURAL, _HABIT,
        "字体位置可以配置，商用字体不随系统提供，每一处替代都在结果中报告。"),
    Rule("LAY-S02", PRACTICE, WARN, STRUCTURAL, _HABIT,
        "红头文件有整版套红和预印红头纸套打两种输出，套打起始高度由单位设定。"),
    Rule("LAY-S03", PRACTICE, BLOCK, STRUCTURAL, "系统设计要求",
        "排版只留印章位置，不生成印章图形；签发前的稿件有醒目的稿件标记。"),
    Rule("LAY-S04", PRACTICE, WARN, PLANNED, "系统设计要求",
        "版式检查逐项报告严重程度、页码、实测值和标准值。"),
    Rule("LAY-S05", PRACTICE, WARN, STRUCTURAL, "系统设计要求",
        "版式以 PDF 坐标和文字处理文件属性实测为准，不从网页预览推断。"),
)
# fmt: on

RULES: tuple[Rule, ...] = (*PAGE, *HEAD, *MAIN, *FOOT, *PAGE_NUMBER, *SPECIAL, *SETTING)
"""The catalogue of rules on layout."""
