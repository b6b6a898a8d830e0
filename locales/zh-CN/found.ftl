# 创建登记系统。
help-command-found = 在空文件夹中创建登记系统及其首个人力资源社会保障部门。
help-arg-found-data = 登记系统的文件夹，其中不得已有登记系统
help-arg-found-origin = 日志的来源名：不与其他日志重名，例如主机名加路径
help-arg-authority = 创建登记系统的人力资源社会保障部门名称
help-arg-found-recovery = 恢复密钥组的一个公钥（在别处生成）；有几个写几次
help-arg-threshold = 其中几个签名方为有效；不指明时为半数以上
help-arg-found-plain = 密钥不加密
fault-holds-register = 文件夹 { $path } 中已有登记系统；请另选文件夹
