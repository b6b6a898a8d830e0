# 机构与评价机构。
body-kind-register = 登记机构
body-kind-describe = 登记机构的地区与隶属
body-organisation-authority = 人力资源社会保障部门
body-organisation-department = 实施部门或其鉴定中心
body-organisation-supervisor = 质量监管中心
body-organisation-employer = 用人单位
body-organisation-social = 社会培训评价组织
body-organisation-school = 技工院校
body-centre-none = 不是鉴定中心
body-centre-hr = 人力资源社会保障部门的鉴定中心
body-centre-other = 其他单位的鉴定中心
body-field-kind = 类别
body-field-region = 地区
body-field-parent = 隶属
body-field-centre = 鉴定中心
body-no-region = 全国，或未登记
body-act-register-organisation = 登记机构
