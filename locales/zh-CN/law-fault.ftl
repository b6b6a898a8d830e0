# 法规文件夹的错误：何处、何故、如何改正。
law-fault-at-line = { $file }:{ $line }：{ $field }：{ $fault }
law-fault-at-file = { $file }：{ $field }：{ $fault }

place-file = 整个文件
place-text = 正文
place-row = 行
place-row-of = “{ $name }”的行
place-paragraph = 段落 { $name }
place-of-rule = 规则 { $rule } 的 { $field }
place-overrides = 规则 { $rule } 的 overrides（行为 { $act }）
place-case-for = 规则 { $rule } 的案例
place-of-case = 案例「{ $case }」的 { $field }

law-fault-missing = 缺少该文件；请补上（见 docs/tasks/add-a-notice.md）
law-fault-not-text = 文件不是 UTF-8 编码；请另存为 UTF-8
law-fault-form = 文件不合格式，请照同类文件改正；读取程序的原话：{ $why }
law-fault-no-field = 缺少字段 { $name }；请补上
law-fault-unknown-field = 没有名为“{ $name }”的字段；请删去，或改为：{ $takes }
law-fault-thawed = { $file } 已按摘要 { $frozen } 固定，现摘要为 { $found }；请恢复原文件，法规的修改须另立新文件
law-fault-value = 此处不能填“{ $value }”；可填：{ $takes }
law-fault-twice = “{ $id }”出现两次；请为其中之一另取标识
law-fault-wrong-quote = 该段没有「{ $quote }」这些文字；请从 text.zh.md 照录
law-fault-uncovered = 没有规则引用「{ $words }」；请在规则中引用，或写入 unruled.toml 并说明理由
law-fault-no-row = 附件第 { $item } 项没有第 { $nth } 个“{ $printed }”；请照 annex.tsv 所印填写
law-fault-no-setting = 没有名为“{ $name }”的设置；可用：{ $all }
law-fault-no-act = 没有名为“{ $name }”的行为；可用：{ $all }
law-fault-no-predicate = 没有名为“{ $name }”的条件；请照其他规则的 when 填写
law-fault-no-rule = 没有标识为“{ $name }”的规则；请填写 rules/ 中某条规则的 id
law-fault-no-reading = 没有标识为“{ $name }”的解读；请填写 readings.toml 中某项的 id
law-fault-no-fact = 没有名为“{ $name }”的事实；可用：{ $all }
law-fault-no-occupation = 没有恰好一个职业名为“{ $name }”；请照 annex.tsv 或更正名填写
law-fault-base = 行为 { $act } 有 { $count } 条基本规则；其规则中应当恰有一条没有 when
law-fault-too-many-rules = 共 { $count } 条规则；一种行为至多 { $max } 条，请合并
law-fault-cycle = 规则互相排除，成为一圈：{ $rules }；请去掉其中一处 overrides
law-fault-conflict = { $first }与{ $second }就行为 { $act } 结论不同，且互不排除；例如：{ $case }；请在 overrides 中写明以何者为准
law-fault-side = { $rule }（{ $article }，{ $effect }）
law-fault-holds-not = 非 { $name }
law-fault-always = 任何情形
law-fault-no-case-decided = 该规则没有由它作出决定的案例；请在 cases/ 补上
law-fault-no-case-undecided = 该规则没有不由它作出决定的案例；请在 cases/ 补上

case-fault-outcome = 案例写作 { $expected }，实际为 { $got }，依据：{ $by }（需要的事实：{ $needs }）；请改正规则或案例
case-fault-cites = 案例写作依据 { $expected }，实际依据：{ $by }；请改正规则或案例
case-fault-needs = 案例写作需要 { $expected }，实际需要 { $found }；请改正规则或案例
case-fault-no-rule = 没有规则
case-fault-nothing = 无
case-fault-no-such-row = 附件没有第 { $row } 行
case-fault-unruled-act = 当时有效的规则均未涉及该行为（{ $act }）：法规早于该行为

derivation-fault = 正文不等于原文减去 deletions.tsv 所列：{ $how }；请改正 deletions.tsv 或正文
derivation-row = deletions.tsv 第 { $row } 行不是“行号、种类、文字”三栏
derivation-no-emphasis = 原文第 { $line } 行没有强调标记
derivation-other-line = 原文第 { $line } 行是「{ $found }」，不是「{ $listed }」
derivation-differs = 不计锚点的第 { $line } 行，正文作「{ $text }」，原文作「{ $source }」

annex-fault-cells = 有 { $found } 格；每行应为六格，以制表符分隔
annex-fault-number = { $column } 的“{ $text }”不是数字；请填数字
annex-fault-fate = “{ $text }”不是附件的安排；可填：batch1、batch2、access
annex-fault-no-day = “{ $row }”为 { $fate }，但 instrument.toml 没有为其定日；请补上 fate，或改正该行
annex-fault-header = 首行不是规定的表头；请改为：{ $header }
annex-fault-line = 第 { $line } 行：{ $fault }
annex-fault-departments = “{ $text }”中有空的部门名称；请补上或删去
annex-fault-no-number = “{ $text }”不是数字；请填数字
law-fault-standing = 职业在 { $day } 没有状态，或状态倒退；请改正其 fate

takes-fault-day = 日期，如 2020-07-21
takes-fault-instant = 2020-07-21 或 2020-07-21T09:00:00+08:00
takes-fault-number = 引号内的数字
takes-fault-rule-id = { $prefix }段落.名称，段落须在正文中

law-folder-read = 无法读取“{ $path }”：{ $why }
law-folder-name = “{ $path }”的名称不是 UTF-8；请改名
law-folder-too-long = “{ $path }”有 { $bytes } 字节，至多 { $max } 字节；请核对 --law 所指的文件夹
law-folder-too-deep = “{ $path }”超过 { $max } 层文件夹；请核对 --law 所指的文件夹
expected-utf8 = law/{ $path } 不是 UTF-8 编码（第 { $offset } 字节起）；请另存为 UTF-8
expected-toml = law/{ $path }：{ $fault }
expected-fate = law/{ $path }：“{ $name }”不是附件的安排；可用：batch1、batch2、access
expected-annex = law/{ $path }：{ $fault }
