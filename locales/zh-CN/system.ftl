# 操作系统报告的故障。
system-not-found = 不存在；请核对路径
system-permission = 没有权限；请核对文件夹和文件的权限
system-exists = 已经存在
system-folder = 是文件夹，不是文件
system-no-folder = 不是文件夹
system-full = 磁盘已满
system-read-only = 磁盘只读
system-in-use = 地址已被占用；请另选端口
system-no-address = 本机没有这个地址；请另选地址
system-not-utf8 = 内容不是 UTF-8
system-cut-short = 内容不完整
system-other = 系统的原话：{ $why }
