# Occupations that leave, or turn toward access-type.
occupation-act-exit = announcement of an exit
occupation-act-reclassify = step of a reclassification
occupation-field-effective = has effect on
occupation-field-step = step
occupation-field-basis = digest of the legal text
occupation-step-drafted = law or regulation drafted
occupation-step-enacted = law or regulation enacted
occupation-step-catalogue = catalogue changed
occupation-step-turned = turned to level assessment
occupation-step-continue = examinations go on
occupation-step-stop = examinations stop
