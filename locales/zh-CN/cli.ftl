# 命令行通用用语：故障。
fault-read-file = 无法读取文件“{ $path }”：{ $why }
fault-notice = 无法读取“{ $path }”：{ $why }
fault-law = 无法载入法规文件夹：{ $why }
fault-expected = 无法载入该通知的已知总数：{ $why }
fault-output = 无法写出结果：{ $why }
fault-demo = 演示无法继续：{ $why }
fault-house = 登记库故障：{ $why }
fault-listen = 无法监听 { $address }：{ $why }
fault-not-wired = 本程序未接入：{ $what }
serve-port-taken = { $address } 已被占用，改用空闲端口
serve-metrics = 指标见 { $url }；该地址应限于内网
serve-log-level = “{ $what }”不是级别；请用 off、error、warn、info、debug 或 trace，或指定各部分，例如 info,http=warn（register、log、http、ready、server）
serve-no-anchor = 未指定 --anchor 或 --witnesses：若有人用旧备份替换整个登记库文件夹，本程序无从发现
anchor-nowhere = 没有锚点：登记库若是较旧的副本，本程序无从发现；请用 dengji serve --anchor FILE 指定
anchor-missing = 锚点“{ $path }”不存在：登记库若是较旧的副本，本程序无从发现；请放回原处，或用 dengji serve --anchor FILE 另行指定
list-separator = {"、"}
