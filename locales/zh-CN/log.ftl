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
    [announce-exit] 公告职业退出
    [reclassify] 准入类调整步骤
    [complete-batch] 批次手续完备
    [report-choices] 报告考生选择
    [close-exam] 办结鉴定考试
    [admit-cohort] 招收学生（学员）
    [change-cohort] 学生（学员）变动
    [complete-cohort] 结业
    [name-cohort-body] 指定评价机构
    [report-cohort] 报告取证情况
    [registering] 登记机构
    [describing] 更新机构资料
    [applying] 申请备案
    [reviewing] 评审步骤
    [granting] 备案
    [amending] 调整备案范围
    [renewing] 备案续期
    [suspending] 暂停机构
    [reinstating] 恢复机构
    [removing] 移出机构
    [changing-site] 变更站点
    [converting] 中心转型
    [arranging] 编排考场
    [signing-in] 签到
    [objecting] 异议
    [deciding-objection] 处理异议
    [revising-results] 更正结果
    [archiving] 归档
    [lending] 借调考评人员
    [declaring-relation] 申报回避
    [correct] 更正证书
    [reissue] 补发证书
    [revoke] 撤销证书
    [register-legacy] 登记旧证名单
    [open-counter] 承接编号
    [stock] 空白证书
    [hold] 暂停发证
    [release] 解除暂停发证
    [draw-population] 抽查承诺总体
    [draw-witness] 见证方承诺
    [draw-nonce] 揭示随机数
    [draw] 抽取
    [inspected] 检查记录
    [case] 立案
    [finding] 认定违规事实
    [rectify] 责令整改
    [rectified] 报告整改
    [sanction] 处理
    [appeal] 申诉
    [appeal-decided] 申诉裁决
    [case-closed] 结案
    [relation] 申报利害关系
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
help-command-log-proof = 打印证书在已发布日志中的证明。
help-arg-log-proof-number = 证书编号
help-arg-log-proof-data = 登记库文件夹

# mirror、witness serve 和请求见证的用语。
mirror-own-key = 以日志自称的密钥为准，此后不再改变：{ $key }
mirror-grown = 已有 { $to } 条；此前 { $from } 条
mirror-same = 已有 { $size } 条；日志没有增加
mirror-older = 已有 { $held } 条；日志出示较旧的树，{ $shown } 条，现有条目是其延续
mirror-missing = 日志缺少“{ $path }”；请询问日志的提供者
mirror-no-key = 不知道日志的密钥；请用 --key 指定
mirror-other-log = 该文件夹是日志 { $held } 的镜像，不是 { $asked } 的；请另用文件夹
mirror-note = 日志的“{ $path }”不合要求：{ $why }
mirror-fork = 日志签署的 { $shown } 条的树不是其 { $held } 条的树的延续：日志分叉。两个检查点保存在“{ $path }”；请出示给他人
mirror-root = 日志末端的瓦片得不出其 { $size } 条检查点的根
mirror-length = “{ $path }”有 { $found } 字节，应有 { $expected }
mirror-tile = “{ $path }”不是所签之根下的瓦片
mirror-bundle = “{ $path }”不能读作条目
mirror-entry = “{ $path }”中的条目 { $index } 不是所签之根下的条目
mirror-landmark = { $size } 条的地标与日志当时的内容不符
mirror-spoiled = “{ $path }”的内容不是本镜像所存；请另用新文件夹
mirror-locked = “{ $path }”正由另一进程使用
mirror-read = 无法读取“{ $path }”：{ $why }
mirror-write = 无法写入“{ $path }”：{ $why }

witness-key = 本见证方签署前后一致的检查点；其密钥为 { $key }
witness-key-lawful = 本见证方只签署前后一致且每一条目均合法的检查点；其密钥为 { $key }
witness-read = 无法读取“{ $path }”：{ $why }
witness-write = 无法写入“{ $path }”：{ $why }
witness-not-a-key = “{ $path }”没有见证方的密钥
witness-key-exposed = “{ $path }”可被他人读取（权限 { $mode }）；请改为 600，并考虑谁已读过
witness-no-name = “{ $path }”还没有密钥；请用 --name 为见证方命名以生成密钥
witness-name = 见证方不能用此名称：{ $why }
witness-other-name = 密钥的名称为“{ $found }”，不是“{ $asked }”；另一名称须另用文件夹
witness-other-statement = 该文件夹的密钥此前所作的声明不同（普通或合法）；另一声明须另用文件夹和密钥
witness-locked = “{ $path }”正由另一进程使用
witness-spoiled = “{ $path }”不是本见证方所签：{ $why }。不得继续；请停用其密钥
witness-clock-back = 时钟为 { $now } 秒，早于上次见证的 { $last } 秒；请校正
witness-cosign = 检查点无法签署：{ $why }

ask-no-address = 规则文件没有其地址
ask-request = 无法向其请求：{ $why }
ask-too-long = 其答复超过 { $max } 字节
ask-status = 其答复状态为 { $status }：{ $said }
ask-answer = 其答复不合协议
ask-ahead = 其所知为 { $known } 条，检查点为 { $size } 条
ask-fork = 其签署过 { $size } 条的另一个根
ask-proof = 无法作出自 { $old } 条起的证明：{ $why }
ask-cosignature = 其见证签名不成立：{ $why }
ask-time-ahead = 其见证时刻为 { $time } 秒，现在为 { $now } 秒
ask-met = { $size } 条的地标：新增见证 { $new } 个；已足数
ask-not-met = { $size } 条的地标：新增见证 { $new } 个；尚未足数
ask-missing = 缺少见证方“{ $name }”：{ $why }
ask-contradicted = 见证方“{ $name }”与本登记系统矛盾：{ $why }。可能恢复了文件夹的旧副本，或有人冒名签署；未写入任何内容

fault-policy = “{ $path }”不是见证规则文件：{ $why }
fault-key = 密钥无法读取：{ $why }；请写作 名称+十六进制+base64，或指定含有密钥的文件
fault-lawful-of-one = 合法性见证方只见证一个日志：--lawful 只能与一个 --log 同用
policy-too-long = 有 { $bytes } 字节，过长
policy-line = 第 { $line } 行不是以下之一：log 密钥 [网址]、witness 名称 密钥 [网址]、group 名称 all|any|个数 名称…、quorum 名称
policy-key = 第 { $line } 行的密钥：{ $why }
policy-key-twice = 第 { $line } 行的密钥已经列出
policy-name = 第 { $line } 行：名称“{ $name }”重复、尚未定义或已是成员
policy-threshold = 第 { $line } 行的组只能要求 1 至 { $members } 个
policy-too-many = 第 { $line } 行超过个数
policy-no-quorum = 没有 quorum 行

help-command-mirror = 把日志核实后复制到文件夹，并提供副本。
help-command-witness = 日志的见证方。
help-command-witness-serve = 见证日志的检查点；可只在每一条目均合法时签署。
help-arg-mirror-folder = 镜像的文件夹；没有则新建
help-arg-mirror-key = 所指日志的验证密钥，或含有密钥的文件；不给则第一次以日志自称的为准
help-arg-mirror-follow = 持续跟随日志直至中断，每次间隔的秒数
help-arg-mirror-serve = 在该地址提供镜像直至中断
help-arg-witness-serve-folder = 见证方的密钥及其所知的文件夹；没有则新建
help-arg-witness-serve-log = 所见证日志的验证密钥，或含有密钥的文件；可重复
help-arg-witness-serve-name = 新密钥的名称，例如 witness.example/1
help-arg-witness-serve-lawful = 该日志的发布位置：此时只签署合法的内容
help-arg-serve-witnesses = 见证规则文件，列出请其见证地标的见证方
help-takes-vkey = 验证密钥
help-takes-seconds = 秒数
help-command-log-export = 把登记库已发布的日志复制为任何人都可提供的文件夹。
help-arg-log-export-folder = 写入的文件夹；不存在则新建，已存在则更新
help-arg-log-export-data = 登记库文件夹
recheck-served-law = 依日志所提供的法规判定；其摘要与首条一致
help-arg-witness = 见证方的公钥或存放它的文件：其共同签名的时间与各条目的时间比较；可重复
