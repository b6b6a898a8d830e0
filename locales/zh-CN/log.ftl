# recheck 与 log verify 的用语。
recheck-progress = 检查中
recheck-log = 日志
recheck-key = 密钥
recheck-key-given = 所给的密钥
recheck-key-own = 日志自称的密钥；用 --key 指定，才能确定是所指的日志
recheck-size = 条目
recheck-entries = { $size } 条，已读 { $entries } 条
recheck-root = 根
recheck-certificates = 证书
recheck-acts = 行为
recheck-act = { $kind ->
    [founding] 创建
    [recognising] 机构备案
    [announcing] 公告批次
    [closing] 截止报名
    [recording] 登记结果
    [confirming] 确认结果
    [issuing] 签发批次
    [settling] 处置报告
    [inspecting] 检查
    [landmarking] 地标
    [rotating] 更换密钥
    [retiring] 停用密钥
    [compromising] 密钥泄露
    [adding] 授予密钥
   *[other] 其他
 } { $count }
recheck-separator = 、
recheck-register = 登记
recheck-counts = 机构 { $organisations } 家，其中备案 { $bodies } 家；批次 { $sessions } 个
recheck-law = 法规
recheck-state = 状态
recheck-doubt = 机构 { $organisation } 的密钥 { $key } 自 { $since } 起落入他人之手：其自第 { $from } 条起签署的内容无法核实
recheck-clean = 每一条目均在其位、签名有效，重新判定均合法
recheck-clean-tree = 每一条目均在其位、签名有效；未依法规判定
recheck-findings = 发现 { $count } 处不符
recheck-entry = 条目 { $index }
recheck-stopped = 检查到此停止：其后可能还有不符之处。
recheck-fault-at = 第 { $index } 条：{ $why }
recheck-no-log = 没有检查点：不是日志，或从未发布；请指定含有“checkpoint”文件的文件夹或网址
recheck-no-key = 不知道日志的密钥；请用 --key 指定，或放入日志的“vkey”文件
recheck-bad-key = 日志的“vkey”文件不是验证密钥：{ $why }；请用 --key 指定
recheck-bad-path = “{ $path }”不是日志文件的路径
recheck-bad-url = “{ $url }”不是日志的网址；请写 http:// 或 https://、主机和路径，不带用户、口令、查询和片段
recheck-not-a-file = “{ $place }”不是文件
recheck-unreadable = 无法读取“{ $place }”：{ $why }
recheck-too-long = “{ $place }”超过 { $max } 字节
recheck-status = “{ $place }”的答复状态为 { $status }；请询问日志的提供者
recheck-slow = “{ $place }”未按时答复；请稍后再试，或检查文件夹中的副本
recheck-redirects = “{ $place }”转向超过 { $max } 次；请直接写最终网址

help-command-recheck = 从第一条起检查已发布的日志：树、签名，并重新判定每一行为。
help-command-log = 已发布的日志。
help-command-log-verify = 检查已发布日志的树和签名；不依法规判定。
help-arg-log = 日志：含有其检查点的文件夹，或提供检查点的网址
help-arg-key = 所指日志的公钥；不给则以日志自称的为准
help-arg-kept = 此前保存的日志检查点，日志须与之一致；可重复
help-arg-findings = 发现多少处不符后停止
help-takes-log = 日志
