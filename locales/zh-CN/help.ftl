# 命令行帮助与用法错误。
help-usage = 用法：
help-commands = 命令
help-arguments = 参数
help-options = 选项
help-heading-end = ：
help-command-mark = <命令>
help-options-mark = [选项]
help-default = { $help }；默认：{ $value }
help-values = { $help }；可取：{ $values }
help-value = { $name }（{ $says }）
help-exit-codes = 退出码：0 可以，1 被拒绝或总数不符，2 用法有误，3 故障，4 需补充事实。

help-command-dengji = 技能等级的登记与发证平台，等级·登记。
help-command-notice = 收到的通知。
help-command-notice-read = 读取通知的表格，并与文中总数核对。
help-command-decide = 说明某一行为可否办理，依据法规的哪些文字。
help-command-law = 法规本身：对照表与验证。
help-command-law-map = 显示或写出从原文文字到规则、案例和解读的对照表。
help-command-law-check = 运行全部检查和全部案例，说明验证了什么。
help-command-catalogue = 目录中的职业及其状态。
help-command-catalogue-list = 列出职业及其状态、日期。
help-command-catalogue-show = 显示一个职业，以及现在可以办理什么。
help-command-certificate = 证书。
help-command-certificate-verify = 离线查验证书文件。
help-command-demo = 依真实通知、以虚构人员演示主要业务，然后开设门户。
help-command-serve = 开设门户。

help-arg-help = 显示帮助
help-arg-version = 显示版本
help-arg-lang = 用语；不指明时依 LC_ALL 或 LANG，再无则为中文
help-arg-law = 覆盖在内置法规之上的文件夹：其中的文件替换或增补
help-arg-json = 输出供程序读取的一个对象
help-arg-known-at = 以何时所知为准；不指明时为现在
help-arg-on = 日期；不指明时为中国的今天
help-arg-data = 含登记库的文件夹；不指明时只提供法规
help-arg-listen = 监听的地址
help-arg-notice-read-file = 收到的通知：纯文本，编码为 UTF-8、GB 18030，或带标记的 UTF-16
help-arg-notice-read-format = 结果的形式；取 tsv 时标准输出只有各行，其余写到标准错误
help-arg-decide-act = 行为，如 announce-exam
help-arg-decide-occupation = 职业，照附件所印或更正名
help-arg-decide-on = 行为之日
help-arg-decide-facts = 一项事实；写作“事实=none”表示已知未发生
help-arg-decide-region = 两位代码或名称；不指明时仅依全国规定；也可写作 --fact region=32
help-arg-decide-explain = 另说明适用或未适用的规则、最小的改变、解读、如何提出异议
help-arg-decide-json = 输出供程序读取的一个对象，内容总是齐全
help-arg-law-map-write = 把 README.md 写入 --law 所指的文件夹，而不显示
help-arg-catalogue-list-name = 职业名称的一部分，印文或更正名
help-arg-catalogue-list-department = 实施部门名称的一部分
help-arg-catalogue-list-fate = 附件的安排：batch1、batch2 或 access
help-arg-catalogue-list-standing = 状态：listed、exit_planned、exited、access_pending 或 access
help-arg-catalogue-show-name = 职业，照附件所印或更正名
help-arg-certificate-verify-file = .dengji 文件
help-arg-certificate-verify-name = 所称持证人的姓名
help-arg-certificate-verify-id = 证件号码
help-arg-certificate-verify-log-key = 所信任日志的公钥；不指明时用演示自己的公钥（如有）
help-arg-certificate-verify-landmarks = 该日志的地标清单；不指定时，若使用演示登记库的公钥，则用其清单
help-arg-demo-entries = 继续以虚构的认定批次加长日志，直至有这么多条
help-arg-serve-anchor = 该文件夹之外记住最近检查点的文件，用以发现文件夹被换成旧副本
help-arg-serve-landmark-hours = 两个地标之间的小时数；不指定则为 24
help-arg-demo-no-serve = 演示后结束，不开设门户
help-arg-demo-data = 演示所用的文件夹；若由此前的演示建立，先行清空
help-arg-demo-listen = 门户的地址；已被占用时改用空闲端口

help-takes-n = 条数
help-takes-hours = 小时
help-takes-dir = 文件夹
help-takes-file = 文件
help-takes-lang = 语言
help-takes-name = 名称
help-takes-day = 日期
help-takes-key-value = 事实=值
help-takes-instant = 时刻
help-takes-region = 地区
help-takes-part = 部分名称
help-takes-fate = 安排
help-takes-standing = 状态
help-takes-addr = 地址
help-takes-act = 行为
help-takes-id = 号码
help-takes-format = 形式

help-value-lang-zh = 中文
help-value-lang-en = 英文
help-value-format-table = 对齐的各栏、核对结果与异常，供人阅读
help-value-format-tsv = 以制表符分隔的各行，带表头，与 annex.tsv 相同
help-value-format-json = 含各行、总数与异常的一个对象

usage-error = 用法有误：{ $why }
usage-more = 详见：{ $command }
usage-did-you-mean = 是否要写：{ $near }
usage-required = 缺少 { $args }；请补上
usage-unknown-argument = 没有参数“{ $arg }”；请删去或改正
usage-unknown-command = 没有命令“{ $command }”；可用：{ $all }
usage-no-command = “{ $command }”之后缺少命令；可用：{ $all }
usage-no-value = { $arg } 缺少值；请补上
usage-no-value-of = { $arg } 缺少值；可取：{ $all }
usage-value = “{ $value }”不是 { $arg } 的值；可取：{ $all }
usage-value-form = “{ $value }”不合 { $arg } 的写法；请照帮助中的写法填写
usage-address = “{ $value }”不是 { $arg } 的值；请写 IP 地址与端口，如 127.0.0.1:8420
usage-twice = { $arg } 只能写一次；请删去多余的
usage-conflict = { $arg } 不能与 { $other } 同用；请删去其一
usage-superfluous = { $arg } 不取更多的值，“{ $value }”多余；请删去
usage-count = { $arg } 的值的个数不对；请照用法填写
usage-equals = { $arg } 的值须以 = 相连
usage-not-utf8 = 参数不是 UTF-8；请改正
usage-unforeseen = 参数无法读取：{ $why }
