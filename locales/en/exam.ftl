# What remains to be done of examinations of the old scheme.
act-kind-complete-batch = completion of a batch
act-kind-report-choices = report of candidates' choices
act-kind-close-exam = close of an examination
act-field-admitted = admission numbers
act-field-certified = certified
act-field-not-passed = not passed
act-field-received-fen = fees received, in fen
act-field-refunded-fen = fees paid back, in fen
house-examined = candidate { $n } was examined: the choice was acted upon and stays
house-order-used = the order { $order } or its payment stands for another refund of the session
house-open-ends = numbers { $places } have come to no end yet: certificate, result, refund, withdrawal or reason
