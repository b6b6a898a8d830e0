# What remains to be done of examinations of the old scheme.
act-kind-complete-batch = completion of a batch
act-kind-report-choices = report of candidates' choices
act-kind-close-exam = close of an examination
act-field-admitted = admission numbers
act-field-certified = certified
act-field-not-passed = not passed
act-field-received-fen = fees received, in fen
act-field-refunded-fen = fees paid back, in fen
