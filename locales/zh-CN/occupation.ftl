# 职业退出目录与调整为准入类。
occupation-act-exit = 公告职业退出
occupation-act-reclassify = 登记调整步骤
occupation-field-effective = 生效日
occupation-field-step = 步骤
occupation-field-basis = 法律文本摘要
occupation-step-drafted = 起草法律法规
occupation-step-enacted = 法律法规公布施行
occupation-step-catalogue = 目录调整
occupation-step-turned = 转等级认定
occupation-step-continue = 政府考试继续
occupation-step-stop = 政府考试停止
