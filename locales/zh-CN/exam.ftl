# 原体系鉴定考试的后续工作。
act-kind-complete-batch = 登记批次手续完备
act-kind-report-choices = 报告考生选择情况
act-kind-close-exam = 办结鉴定考试
act-field-admitted = 准考证号数
act-field-certified = 取证
act-field-not-passed = 不合格
act-field-received-fen = 所收费用（分）
act-field-refunded-fen = 所退费用（分）
