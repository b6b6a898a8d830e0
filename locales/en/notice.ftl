# Reading a notice: columns, reconciliation, anomalies, errors.

column-item = item
column-qualification = qualification
column-occupation = occupation
column-departments = departments
column-fate = batch
column-line = line

fate-batch = batch { $batch }
fate-access = toward access-type

figure-fate-items = { $fate }: items
figure-fate-occupations = { $fate }: occupations
figure-items = in all: items
figure-rows = in all: rows (item and occupation)
figure-bodies = implementing bodies

notice-known = Known as { $number }; held against the totals known of it.
notice-unknown = The document number is not known: held against the totals in the text alone.

reconciliation-stated = 1. Totals stated in the text
reconciliation-derived = 2. Totals counted in the table
reconciliation-none = the text states no totals
reconciliation-ok = Reconciled: every total agrees.
reconciliation-failed = NOT reconciled: totals that do not agree: { $count }.

check-stated = text { $value } (line { $line })
check-known = known { $value }
check-nothing = nothing to hold against
check-found = table { $value }
check-ok = agrees
check-counted = counted only
check-failed = DOES NOT AGREE
check-text-differs = DOES NOT AGREE: known { $known }
check-not-in-text = DOES NOT AGREE: not found in the text

remedy-none = No single item explains the difference.
remedy-many = Any one of these items would explain the difference alone: { $items }
remedy-likeliest = Item { $item } is the likeliest by its departments.
remedy-differs = Item { $item } differs from the known annex. Missing: { $missing }. Extra: { $extra }.
remedy-absent = Item { $item } is absent from the numbering, which explains the difference.
remedy-moved = Item { $item }: with its rows ({ $rows }) moved from { $from } to { $to } every total agrees.
remedy-surplus = Item { $item }: without its rows ({ $rows }) in { $fate } every total agrees.

anomalies = Anomalies: { $count }
anomaly-repeated-in-item = line { $lines }: item { $item } names `{ $occupation }` more than once
anomaly-repeated-in-table = line { $lines }: `{ $occupation }` stands in several items: { $items }
anomaly-inherited = line { $line }: item { $item } has a blank cell for { $column }, inherited from above: { $value }
anomaly-number-jumps = line { $line }: the items do not run on; { $expected } would follow, { $found } is printed
anomaly-mixed-brackets = brackets of both widths: half-width on lines { $half }; full-width on lines { $full }
anomaly-page-header = line { $line }: `{ $text }` is taken for a page header and left out
anomaly-no-stated-totals = the text states no totals, so nothing in it vouches for the table

error-empty = the file has no text in it
error-too-long = the file has { $bytes } bytes; a notice has at most { $max }
error-binary = byte { $offset } is { $byte }, which no text has; export the notice as plain text
error-encoding = it is neither UTF-8 (broken at byte { $utf8 }) nor GB 18030 (broken at byte { $gb18030 })
error-damaged = it is UTF-8 and damaged at byte { $offset }
error-utf16 = it begins as UTF-16 and does not stay so
error-no-table = no table found: no line runs from `序号` to `批次`
error-no-rows = line { $line }: the table has no row
error-unplaceable = line { $line }: `{ $text }` has no place in the table: { $reason }

reason-no-columns = it has no columns and is no known page mark
reason-too-many-cells = it has { $found } cells, more than fit
reason-number = `{ $text }` is not an item number
reason-no-item-above = it has no number and no item stands above it
reason-no-qualification = item { $item } has no qualification
reason-no-number = `{ $qualification }` begins an item and has no number
reason-two-qualifications = item { $item } is `{ $first }` above and `{ $second }` here
reason-no-occupation = it names no occupation
reason-empty-name = a name among the { $column } is empty
reason-fate = `{ $text }` is neither a batch nor access-type
reason-nothing-to-inherit = its { $column } is blank and item { $item } has no row above
