# 密钥、行为草稿及其差错。
house-to-sign = 该行为已拟成草稿，待行为机构签名；请签名后提交
house-key-file = 密钥文件“{ $path }”打不开：{ $why }

draft-overtaken = 草稿已过时：{ $what }；请重新拟稿并对新稿签名
draft-moved-draft = 同一行为此后又拟过稿
draft-moved-sequence = 该机构此后已有其他行为
draft-moved-candidates = 该批次的考生或成绩此后已变
draft-moved-next-number = 拟用的编号已被占用
draft-moved-content = 该行为的内容如今已不同
draft-not-kept = 本登记系统没有这份草稿；请重新拟稿
draft-recorded = 该行为已记录于第 { $index } 条，无须签名
draft-wrongly-signed = 签名不是现行密钥对该行为所签，未记录任何内容；请用正确的密钥对草稿本身签名
draft-not-a-signer = 密钥“{ $key }”不在应当签名者之列；请换用正确的密钥
draft-too-few = 该行为需要 { $need } 个签名，现有 { $have } 个；请其余各方签名
draft-form = 第 { $line } 行不合草稿格式；请索取原文件
draft-message = 待签字节不是本程序所知的行为：{ $why }

key-file-locked = 文件已加密而未提供口令；请用 --passphrase-file、环境变量 DENGJI_PASSPHRASE 或在终端输入
key-file-wrong-passphrase = 口令不对，或文件已被改动
key-file-cost = 文件要求的密钥推导参数超出许可（至多 1 GiB、16 遍）
key-file-other-key = 其中的密钥与所称不符；请恢复原文件
key-file-readable = 除所有者外还有他人可读；请收回权限（chmod 600），并考虑更换密钥
