# 问法、看目录、校核法规。

answer-permit = 可以
answer-forbid = 不可以
answer-duty = 应当办理
answer-offer-choice = 由考生选择
answer-need-fact = 尚不能回答：需补充事实

standing-listed = 在目录内
standing-exit-planned = 拟退出
standing-exited = 已退出
standing-access-pending = 拟调整为准入类
standing-access = 准入类

ask-unknown-act = 没有名为“{ $name }”的行为。最接近的：{ $nearest }
ask-unknown-occupation = 没有名为“{ $name }”的职业。最接近的：{ $nearest }
ask-several-occupations = “{ $name }”对应附件中的多个职业，请用更正后的名称指明其一：{ $rows }
ask-day-form = “{ $text }”不是日期；请写作 2020-09-30
ask-day-none = 日历上没有“{ $text }”这一天
ask-known-at = “{ $text }”不是时刻；请写作 2020-09-30 或 2020-09-30T17:00:00+08:00
ask-region = “{ $text }”不是地区；请写两位代码或名称，如 32 或 江苏
ask-fact-form = “{ $text }”不合“事实=值”的写法，如 passed=yes
ask-unknown-fact = 没有名为“{ $name }”的事实。最接近的：{ $nearest }。全部事实：{ $all }
ask-fact-value = “{ $value }”不是 { $fact }（{ $says }）的值；可取：{ $takes }
ask-fact-twice = 事实 { $fact } 给出了两次
ask-fate = “{ $text }”不是附件的安排；可取：batch1、batch2、access
ask-standing = “{ $text }”不是职业的状态；可取：{ $all }
ask-level = “{ $text }”不是等级；请写 1 至 5，或三级、高级工等
ask-before-law = { $on } 早于库中任何文件的施行日；请问 { $first } 或以后
ask-nothing-known = 截至 { $at } 尚无任何文件为人所知；请截至 { $first } 或以后

row-name = { $name }（第 { $item } 项 { $qualification }）
row-name-corrected = { $name }（附件印作“{ $printed }”，第 { $item } 项 { $qualification }）

takes-day = 日期（YYYY-MM-DD）或 none（已知未发生）
takes-year = 四位年份或 none
takes-yes-no = yes 或 no

decision-question = { $act } · { $occupation } · { $on }
decision-region = 地区：{ $region }
decision-national = 仅依全国规定
decision-known-at = 截至 { $at } 所知
decision-source = { $number } { $article } · { $rule }
decision-relayed = 注意：该文件为公开报道的转述，并非原文。
decision-choices = 可选：{ $choices }
decision-because = 依据的事实
decision-needs = 需要的事实
decision-if-none = 若为 none：{ $effect }
decision-takes = 可取：{ $takes }
decision-alternatives = 可改为：{ $acts }
decision-fired = 适用的规则
decision-none-fired = 目前没有确定适用的规则
decision-blocked = 未作决定的规则
decision-by-rule = 被 { $rule } 排除
decision-by-fact = 因 { $fact } 不适用
decision-flips = 最小的改变
decision-flip = 若 { $facts } 不同，使得{ $changes }：{ $effect }
decision-holds = “{ $statement }”成立
decision-holds-not = “{ $statement }”不成立
decision-no-flips = 仅改变所给事实，不会改变结论
decision-readings = 所据的解读
decision-reading-evidence = 理由：{ $evidence }
decision-reading-others = 其他读法：{ $others }
decision-dispute = 如有异议
decision-dispute-rule = 请写明规则 { $rule }、上述行为、职业、日期和事实，向作出该行为的人力资源社会保障部门提出；认为规则误读原文的，可向本项目提出问题。
decision-dispute-needs = 尚无结论，无从异议；补充上列事实后再问。

column-standing = 状态
column-planned = 计划最后一日
column-actual = 实际之日
column-days-left = 剩余天数
column-corrected = 更正

catalogue-as-of = { $on } 的目录，截至 { $at } 所知：{ $rows } 行（共 { $total } 行）
catalogue-none = 没有符合条件的职业。
catalogue-correction = 印作“{ $printed }”，更正 { $id }（{ $confidence }）：{ $evidence }
catalogue-line = 原文第 { $line } 行
catalogue-assumed = 以下以 { $fact }={ $value } 为前提（{ $says }：没有）；另有事实的，请用 dengji decide 询问。
catalogue-old = 职业资格：鉴定考试与证书
catalogue-new = 职业技能等级：认定与证书
catalogue-needs = 需要：{ $facts }

proved-instruments = 文件
proved-rules = 规则
proved-compiled = 规则组合（已编译，互不冲突）
proved-nodes = 决策图节点
proved-characters = 条文字数（每字都有规则或不设规则的理由）
proved-readings = 解读
proved-unruled = 不设规则的文句
proved-cases = 案例（结果均如所载）
proved-standings = 职业 × 每月首日（各恰有一种状态）
proved-dead = 永不起决定作用的规则
proved-digest = 法规摘要
law-has-faults = 法规文件夹有误，共 { $count } 处；没有写入任何文件。

map-written = 已写入 { $path }
map-needs-folder = 请用 --law 指明写入哪个法规文件夹
fault-law-file = 法规文件夹有误：{ $why }
fault-map = 无法写入法规对照表“{ $path }”：{ $why }
confidence-certain = 确定
confidence-high = 很可能
confidence-punctuation = 仅标点不同
