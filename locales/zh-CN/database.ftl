# 登记库的行不在文件夹中时所在的数据库。
database-address = 数据库地址无法识别：{ $why }；地址写作 postgres://用户@主机:端口/库名
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
database-says = 数据库的原话：{ $why }
address-scheme = 不是以 postgres:// 开头
address-no-host = 没有写主机
address-no-user = 没有写用户
address-half-certificate = sslcert 与 sslkey 须一并给出；请补上或都删去
address-no-roots = sslmode 要求核对证书，却没有 sslrootcert；请加上 sslrootcert=文件，或 sslrootcert=system
address-system-roots = sslrootcert=system 须与 sslmode=verify-full 并用
address-mode = sslmode 为 { $mode }，不是 disable、prefer、require、verify-ca 或 verify-full
address-part = 驱动程序的原话：{ $why }
tls-not-offered = 服务器不支持 TLS；请在服务器上启用（ssl）
tls-files = 证书或密钥文件无法使用（程序库的原话：{ $why }）；请核对 sslrootcert、sslcert 和 sslkey
tls-unknown-signer = 服务器的证书不是由受信任的根签发；请在 sslrootcert 中指明签发它的根证书
tls-other-host = 服务器的证书属于另一主机；请在地址中写证书所载的主机名
tls-expired = 服务器的证书今日无效；请更换证书，或校准时钟
tls-other = 加密程序库的原话：{ $why }；请核对服务器的证书设置
warning-no-flush = fsync 已关闭：断电会使已确认的内容丢失
warning-torn-pages = full_page_writes 已关闭：断电可能使页面残缺
warning-no-checksums = data_checksums 已关闭：服务器不能发现磁盘损坏
warning-not-encrypted = 经由网络的连接没有加密；请在地址中写 sslmode=verify-full 和 sslrootcert
warning-perhaps-encrypted = 经由网络的连接是否加密取决于应答的一方，且未核对对方是谁；请在地址中写 sslmode=verify-full 和 sslrootcert
warning-not-verified = 经由网络的连接已加密，但未核对对方是谁；请在地址中写 sslmode=verify-full 和 sslrootcert
warning-host-not-verified = 已核对服务器证书的签发者，但未核对其是否属于该主机；请在地址中写 sslmode=verify-full
database-warning = 数据库：{ $what }
help-arg-database = 存放数据行的 PostgreSQL 数据库地址，如 postgres://用户@主机/库名；不指明时取 DENGJI_DATABASE，否则存于文件夹中。口令宜放在该变量中
help-takes-url = 地址
