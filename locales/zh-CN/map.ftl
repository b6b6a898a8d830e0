# 法规对照表。
map-title = # 法规，以及从原文文字到规则的对照表
map-generated = 由 `dengji law map` 生成，请勿手工修改。
map-folders = 每个文件夹是一份文件：`source.txt` 为所收到的原件，`text.zh.md` 为原件减去 `deletions.tsv` 所列，`annex.tsv` 为附件各行，`rules/` 为执行其文字的规则，`readings.toml` 为其未定之处，`unruled.toml` 为不设规则的文字，`translations.toml` 为说明文字的中文，`cases/` 为法律人士可以阅读并签署的案例。
map-how = 如何增加：[docs/tasks/add-a-notice.md](../docs/tasks/add-a-notice.md)、[docs/tasks/add-a-rule.md](../docs/tasks/add-a-rule.md)。
map-instrument = `{ $id }` · { $office } · 印发 { $printed } · 施行 { $effective } · { $where }
map-whole-country = 全国
map-region = 地区 { $region }
map-relayed = **转述**：公开报道的摘要，并非原文
map-counts = { $rules } 条规则 · { $cases } 个案例 · { $readings } 项解读 · { $unruled } 处不设规则的文句
map-rules = | 文字 | 规则 | 结论 | 行为 | 案例 | 解读 |
map-no-rule = 不设规则：「{ $words }」——{ $reason }
map-readings = ### 解读
map-reading-columns = | 编号 | 问题 | 采用 | 理由 | 其他读法 |
