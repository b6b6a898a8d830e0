# 操作系统报告的故障。
system-not-found = 不存在；请核对路径
system-permission = 没有权限；请核对文件夹和文件的权限
system-exists = 已经存在；请另取名称
system-folder = 是文件夹，不是文件；请改用文件的路径
system-no-folder = 不是文件夹；请改用文件夹的路径
system-full = 磁盘已满；请腾出空间后重试
system-read-only = 磁盘只读；请以可写方式挂载，或另选位置
system-in-use = 地址已被占用；请另选端口
system-no-address = 本机没有这个地址；请另选地址
system-refused = 那里没有程序应答
system-cut = 连接被中断
system-timed-out = 等待超时
system-no-way = 网络上没有通往该主机的路
system-not-utf8 = 内容不是 UTF-8
system-cut-short = 内容不完整
system-other = 系统的原话：{ $why }
