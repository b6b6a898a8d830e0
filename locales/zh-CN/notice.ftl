# 读取通知：表头、核对、异常、错误。

column-item = 序号
column-qualification = 职业资格名称
column-occupation = 职业
column-departments = 实施部门（单位）
column-fate = 批次
column-line = 原文行

fate-batch = 第{ $batch }批
fate-access = 拟准入

figure-fate-items = { $fate }：项
figure-fate-occupations = { $fate }：职业
figure-items = 合计：项
figure-rows = 合计：行（项与职业）
figure-bodies = 实施部门（单位）

notice-known = 已识别为 { $number }，并与库中已知总数核对。
notice-unknown = 文号不在库中：只与文中所载总数核对。

reconciliation-stated = 一、文中载明的总数
reconciliation-derived = 二、由表计得的总数
reconciliation-none = 文中未载明任何总数
reconciliation-ok = 核对结果：全部相符。
reconciliation-failed = 核对结果：有 { $count } 项不符。

check-stated = 文中 { $value }（第 { $line } 行）
check-known = 已知 { $value }
check-nothing = 无可比数
check-found = 表中 { $value }
check-ok = 相符
check-counted = 仅计数
check-failed = 不符
check-text-differs = 不符：已知 { $known }
check-not-in-text = 不符：文中未见此数

remedy-none = 没有任何单独一项能解释这一差异。
remedy-many = 下列各项中任何一项都可单独解释差异，无从分辨：{ $items }
remedy-likeliest = 从实施部门（单位）看，最可能的是第 { $item } 项。
remedy-differs = 第 { $item } 项与已知附件不同。缺：{ $missing }。多：{ $extra }。
remedy-absent = 序号中缺第 { $item } 项，补上即可解释差异。
remedy-moved = 若第 { $item } 项中列为“{ $from }”的 { $rows } 行改为“{ $to }”，总数即全部相符。
remedy-surplus = 若去掉第 { $item } 项中列为“{ $fate }”的 { $rows } 行，总数即全部相符。

anomalies = 异常 { $count } 处
anomaly-repeated-in-item = 第 { $lines } 行：第 { $item } 项内“{ $occupation }”重复出现
anomaly-repeated-in-table = 第 { $lines } 行：“{ $occupation }”出现于多项：{ $items }
anomaly-inherited = 第 { $line } 行：第 { $item } 项“{ $column }”为空，沿用上一行：{ $value }
anomaly-number-jumps = 第 { $line } 行：序号不连续，应为 { $expected }，实为 { $found }
anomaly-mixed-brackets = 全角、半角括号混用：半角在第 { $half } 行，全角在第 { $full } 行
anomaly-page-header = 第 { $line } 行：“{ $text }”视为页眉，未计入
anomaly-no-stated-totals = 文中未载明总数，表格无从由原文自证

error-empty = 文件中没有文字
error-too-long = 文件有 { $bytes } 字节，通知至多 { $max } 字节
error-binary = 第 { $offset } 字节为 { $byte }，不是文本；请另存为纯文本
error-encoding = 既非 UTF-8（第 { $utf8 } 字节不合），也非 GB 18030（第 { $gb18030 } 字节不合）
error-damaged = 文件为 UTF-8，但第 { $offset } 字节已损坏
error-utf16 = 文件以 UTF-16 标记开头，但其后不是 UTF-16
error-no-table = 没有找到表格：没有一行自“序号”起至“批次”止
error-no-rows = 第 { $line } 行：表格没有任何一行内容
error-unplaceable = 第 { $line } 行“{ $text }”无法归入表格：{ $reason }

reason-no-columns = 该行没有分栏，也不是页码、页眉之类
reason-too-many-cells = 有 { $found } 格，多于表格的栏数
reason-number = “{ $text }”不是序号
reason-no-item-above = 没有序号，上方也没有任何项
reason-no-qualification = 第 { $item } 项没有职业资格名称
reason-no-number = “{ $qualification }”另起一项而没有序号
reason-two-qualifications = 第 { $item } 项上文为“{ $first }”，此处为“{ $second }”
reason-no-occupation = 没有写明职业
reason-empty-name = “{ $column }”中有空的名称
reason-fate = “{ $text }”既不是批次，也不是调整为准入类
reason-nothing-to-inherit = “{ $column }”为空，而第 { $item } 项上方没有可沿用的行
