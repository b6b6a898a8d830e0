# Organisations and evaluation bodies.
body-kind-register = registration of an organisation
body-kind-describe = description of an organisation
body-organisation-authority = human-resources authority
body-organisation-department = department or examination centre
body-organisation-supervisor = supervising centre
body-organisation-employer = employer
body-organisation-social = social training and evaluation body
body-organisation-school = technical school
body-centre-none = no centre
body-centre-hr = centre of a human-resources department
body-centre-other = centre of another unit
body-field-kind = kind
body-field-region = region
body-field-parent = belongs to
body-field-centre = examination centre
body-no-region = the whole country, or not said
body-act-register-organisation = Register an organisation
