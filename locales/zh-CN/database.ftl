# 登记库的行不在文件夹中时所在的数据库。
database-address = 数据库地址无法识别：{ $why }；请写作 postgres://用户@主机:端口/库名
database-unreachable = 无法连接数据库 { $database }：{ $why }；请启动服务器，或核对主机与端口
database-sign-in = 数据库 { $database } 拒绝了用户或口令
database-none = { $database } 所在服务器没有该数据库；请用 createdb 建立
database-tls = 与数据库 { $database } 的连接无法加密保护：{ $why }
database-version = { $database } 为 PostgreSQL { $found }；需要 15 或以上版本
database-standby = { $database } 是备用服务器，不能写入；请指明主服务器
database-foreign = { $database } 中的模式 dengji 不属于本程序，未作改动；请指明另一数据库
database-newer = { $database } 的模式版本为 { $found }，本程序只识到 { $known }；请使用写入它的较新程序
database-older = { $database } 的模式版本为 { $found }（0 表示没有），读取需要 { $known }；请先以写入方式打开一次
database-held = 另一服务器正在写入 { $database }（{ $seconds } 秒前仍有信号）；请停止它，若其已不在，请待 { $wait } 秒后再试
database-read-only = { $database } 仅以读取方式打开
database-not-empty = 该数据库已有登记库；请指明空数据库
database-warning = 数据库：{ $what }
help-arg-database = 存放数据行的 PostgreSQL 数据库地址，如 postgres://用户@主机/库名；不指明时取 DENGJI_DATABASE，否则存于文件夹中。口令宜放在该变量中
help-takes-url = 地址
