# 原体系鉴定考试的后续工作。
act-kind-complete-batch = 登记批次手续完备
act-kind-report-choices = 报告考生选择情况
act-kind-close-exam = 办结鉴定考试
act-field-admitted = 准考证号数
act-field-certified = 取证
act-field-not-passed = 不合格
act-field-received-fen = 所收费用（分）
act-field-refunded-fen = 所退费用（分）
house-examined = 第 { $n } 名考生已参加考试，其选择已执行，不再变更
house-order-used = 退费单 { $order } 或其付款凭证已用于该批次的另一笔退费
house-open-ends = 序号 { $places } 尚无结果：取证、成绩、退费、退出或原因
