"""How people of an office write: 拟办, 批示, 阅示, 注办, and the reasons of everything that goes another way.

``{leader}`` is who instructs, ``{section}`` who handles, ``{bureau}`` whose subject it is, ``{to}`` another person.
"""

from typing import Final

from app.vocabulary.returns import ReturnReason

BUREAUS: Final = {
    "economy": "县发展和改革局",
    "finance": "县财政局",
    "safety": "县应急管理局",
    "water": "县水利局",
    "agriculture": "县农业农村局",
    "education": "县教育局",
    "health": "县卫生健康局",
    "building": "县住房和城乡建设局",
    "land": "县自然资源和规划局",
    "traffic": "县交通运输局",
    "ecology": "县生态环境分局",
    "petition": "县信访局",
    "general": "有关单位",
}

PROPOSALS: Final = (
    "拟请{leader}阅批。建议由{section}商{bureau}研究提出意见，按期报送。",
    "拟请{leader}批示。建议由{section}会同{bureau}抓好落实。",
    "来文要求明确，拟由{section}具体承办、{bureau}配合，请{leader}审示。",
    "拟按来文要求组织落实，{section}跟踪督促，请{leader}阅示。",
    "该事项涉及多个单位，拟由{section}牵头协调{bureau}等单位办理，请{leader}定。",
    "呈{leader}阅示。拟请{bureau}提出初步意见，{section}审核后办理。",
)
PROPOSALS_TO_READ: Final = (
    "拟送{leader}及有关同志传阅。",
    "阅知件，拟送有关领导和{section}传阅。",
    "拟请{leader}阅，{section}阅存。",
    None,
)
URGENT_PROPOSALS: Final = (
    "紧急来电，拟请{leader}即批，由{section}立即转{bureau}落实并反馈。",
    "特办件，拟由{section}第一时间通知{bureau}和各乡镇，落实情况即报。请{leader}批示。",
)
INSTRUCTIONS: Final = (
    "同意拟办意见。请{section}抓紧办理。",
    "请{bureau}提出具体意见，{section}汇总后报我。",
    "同意。请按要求落实，有关情况及时报告。",
    "此事关系群众切身利益，请{section}会同{bureau}认真研究，务必按期办结。",
    "请{section}对照要求逐项落实，不得走形式。",
    "请{bureau}阅办。{section}跟踪问效。",
    "原则同意，请注意与上级政策衔接。",
    "请{section}牵头，尽快拿出意见。",
)
URGENT_INSTRUCTIONS: Final = (
    "立即落实。请{bureau}、各乡镇在岗在位，{section}随时报告情况。",
    "按上级要求迅速部署，隐患点要再排查一遍。请{section}督办。",
    "请{section}马上通知到位，今晚前报落实情况。",
)
READINGS: Final = (
    None,
    None,
    None,
    "阅。",
    "已阅。",
    "请{section}跟进。",
    "阅，请{bureau}借鉴。",
    "请对照通报查找不足。",
)
ASSIGNMENTS: Final = (None, "请按领导批示办理，按期反馈。", "请{section}牵头办理，结果报文电股。")
CO_REPORTS: Final = (
    "已会同{bureau}核实，我们无不同意见，有关数据已送牵头股室。",
    "涉及我处的事项已落实，情况说明已送牵头股室。",
    "建议补充资金来源和完成时限两项内容，其余无意见。",
)
REPLIES: Final = (
    "已按程序研究，意见已函复来文单位。",
    "经{leader}同意，已正式答复来文单位，并抄送{bureau}。",
    "相关意见已汇总，无原则性修改，已函复。",
)
RESULTS: Final = (
    "已转{bureau}办理，并按要求报送落实情况。",
    "已部署落实，相关工作纳入{section}台账。",
    "已印发通知，各乡镇、各部门按要求执行。",
    "已答复来文单位，事项办结。",
    "已会同{bureau}研究处理完毕，材料随文归档。",
)
RESULTS_READ: Final = ("传阅完毕。", "有关领导已阅，存档备查。", "传阅完毕，领导批注已转{section}。")
REMARKS: Final = (
    "已电话提醒{bureau}抓紧报送材料。",
    "与{bureau}沟通，初稿下周可报。",
    "附件数据与上月口径不一致，请承办时核对。",
)
URGINGS: Final = (
    "该件已超过办理时限，请说明原因并于今日下班前反馈。",
    "距办理时限不足一个工作日，请抓紧。",
    "领导过问此件办理进度，请尽快办结。",
)
HAND_BACKS: Final = (
    "该事项主要职责在其他股室，建议改由{to}承办。",
    "来文事项不属于我股室职责范围，请重新分办。",
)
HAND_OVERS: Final = ("近期集中参加培训，转{to}继续办理。", "按股室分工调整，该件转{to}办理。")
EXTENSIONS: Final = (
    "需征求{bureau}等多个单位意见，尚有单位未反馈，申请延期。",
    "来文单位补充了材料，需重新核算，申请延期三个工作日。",
)
GRANTS: Final = ("同意，请抓紧。", "同意延期，不再二次延期。")
REFUSALS: Final = ("上级时限明确，不同意延期，请加班完成。", "请先报送已有情况，不予延期。")
SEND_BACKS: Final = ("拟办意见过于笼统，请补充{bureau}意见后再报。", "涉及资金安排，请先提出测算意见再呈批。")
WITHDRAWALS: Final = ("呈批领导有误，撤回重新拟办。", "拟办意见漏列牵头单位，撤回补充。")
VOIDS: Final = ("与此前登记的来文重复，作废。", "误将内部材料按来文登记，作废。")
TWINS: Final = "来文单位更正后重新印发，已与对方核实，不是重复来文。"
DAMAGES: Final = ("信封破损，内件完整。", "第2页右下角折损，不影响阅读。", "附件缺1页，已请来文单位补送。")
CORRECTIONS: Final = (
    ("请补送附件2《资金测算表》。", "附件2已补齐。"),
    ("请补充联系人及联系电话。", "来文单位已补充联系人及电话。"),
    ("请补盖印章后重新报送正文末页。", "末页已补盖印章。"),
)
RETURNS: Final = (
    ((ReturnReason.MULTI_MATTER,), "一文两事，请分别行文。"),
    ((ReturnReason.NO_SIGNER, ReturnReason.NO_CONTACT), "上行文未标注签发人，亦未注明联系人。"),
    ((ReturnReason.REQUEST_IN_REPORT,), "报告中夹带请示事项，请另行请示。"),
    ((ReturnReason.MULTI_RECIPIENT,), "请示只主送一个上级机关。"),
    ((ReturnReason.ATTACHMENTS_MISSING,), "未附可行性研究报告。"),
    ((ReturnReason.NOT_OUR_REMIT,), "该事项属县自然资源和规划局职权，请径送。"),
    ((ReturnReason.NO_CONSULTATION_EVIDENCE,), "涉及财政资金，未附财政部门意见。"),
    ((ReturnReason.WRONG_TYPE, ReturnReason.OTHER), "应当使用请示，且标题与正文事项不一致。"),
)
BASES: Final = ("机关文书档案保管期限表", "文书档案归档范围和保管期限规定")
DELEGATION: Final = "赴江州参加全市办公室主任培训班"

SECTORS: Final = (
    "建筑施工",
    "城镇燃气",
    "道路交通",
    "矿山",
    "危险化学品",
    "人员密集场所",
    "森林防火",
    "学校食堂",
    "水利工程",
)
TOWNS: Final = ("柳河镇", "白塔镇", "石桥乡", "云岭乡", "青山镇", "太平镇", "沙溪乡", "兴隆镇")
VILLAGES: Final = ("杨家湾", "李家坪", "东风", "红旗", "小河口", "黄泥岗", "双龙", "新塘", "枣林", "石门")
ROADS: Final = ("人民路", "解放大道", "滨河路", "清白公路", "建设东路", "柳石公路", "环城北路", "城南大道")
RIVERS: Final = ("清河", "柳河", "沙溪河", "白塔河")
SCHOOLS: Final = ("县第一中学", "县第二小学", "柳河镇中心小学", "县职业中学", "白塔镇初级中学", "城东幼儿园")
