# 登记库、日志和演示的故障。
house-refused = 被拒绝：{ $why }
house-other-request = 请求“{ $request }”此前已用于其他内容；请另取名称
house-stale = 办理期间登记状态已变；请重试
house-seal = 签名、检查点或文件有误：{ $why }
house-entry = 日志第 { $index } 条无法读取：{ $why }；请恢复备份，或与日志的镜像比对
house-no-entry = 日志没有第 { $index } 条
house-not-an-act = 日志第 { $index } 条不是行为；请与日志的镜像比对
house-batch-broken = 日志第 { $index } 条起的一批证书不完整；请与日志的镜像比对
house-not-founded = 登记系统尚未创建；请先创建
house-entropy = 本机无法提供随机数：{ $why }
house-key = 无法读写密钥文件“{ $path }”：{ $why }
house-not-a-key = 密钥文件“{ $path }”的内容不是 64 位十六进制数；请恢复原文件
house-private-row = “{ $group }”的一行私有记录无法读取；请恢复备份
house-settled = 该考生的报名已经了结；只了结一次，费用只退一次
house-no-candidate = 该批次没有第 { $n } 名考生；请核对序号
house-no-session = 没有批次 { $n }；请核对序号
house-no-certificate = 没有这个编号的证书；请核对编号

import-rows = 成绩表有 { $count } 处错误，未导入任何一行：{ $rows }
import-stranger = 成绩表第 { $row } 行的人没有报名；请更正证件号码，或删去该行

entry-length = 有 { $bytes } 字节，应为 1 至 65535
entry-form = 第 { $at } 字节处不是应有的 CBOR
entry-version = 版本 { $n } 不为本程序所知；请用较新的程序
entry-kind = 种类 { $n } 不为本程序所知；请用较新的程序
entry-value = { $field } 的值超出范围
entry-not-canonical = 不是规范形式
entry-batch = 其后的证书与批首所载不符

store-moved = 日志已变：现有 { $actual } 条，写入时以为 { $expected } 条；请重试
store-key-reused = 该请求的标识已用于其他请求；请另取标识
store-limits = 写入的内容超出登记库的限度，没有写入：{ $why }
store-range = 第 { $from } 至 { $to } 条不在日志（共 { $size } 条）之内
store-read-only = “{ $path }”以只读方式打开，不能写入
store-locked = “{ $path }”正由另一程序写入；请先停止该程序
store-open = 无法打开“{ $path }”：{ $why }
store-missing = “{ $path }”不存在；请指明已建立登记库的文件夹
store-foreign = “{ $path }”不是本程序的数据库，未作改动；请另指文件夹
store-newer = “{ $path }”由较新的程序写成（结构 { $found }，本程序至多 { $known }）；请用该程序
store-older = “{ $path }”的结构为 { $found }，读取需要 { $known }；请先以写入方式打开一次
store-journal = “{ $path }”不能预写日志（现为 { $found }）；请把文件夹移到本地磁盘
store-damaged = 登记库已损坏（{ $what }）；请恢复备份，或与日志的镜像比对
store-backend = 登记库操作失败，没有写入；数据库的原话：{ $why }
store-in-doubt = 写入第 { $first } 条时中断，是否写入不明；请以同一标识重试

demo-folder = 无法清空或写入文件夹“{ $path }”：{ $why }
demo-not-ours = “{ $path }”不是空的，也不是演示所建；请用 --data 另指文件夹
demo-sheet = 无法写出成绩表；写表程序的原话：{ $why }
demo-let-pass = 应拒绝的行为未被拒绝，这是程序的错误：{ $what }
demo-otherwise = 演示的结果与预期不符，这是程序的错误：{ $what }
wired-people = 虚构人员
wired-portal = 门户
