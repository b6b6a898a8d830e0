# Faults of a law folder: where, why, and what to do.
law-fault-at-line = { $file }:{ $line }: { $field }: { $fault }
law-fault-at-file = { $file }: { $field }: { $fault }

place-file = file
place-text = text
place-row = row
place-row-of = row of { $name }
place-paragraph = { $name }
place-of-rule = { $field } of { $rule }
place-overrides = overrides (act `{ $act }`) of { $rule }
place-case-for = case for { $rule }
place-of-case = { $field } of case 「{ $case }」

law-fault-missing = the file is missing; add it (docs/tasks/add-a-notice.md)
law-fault-not-text = the file is not UTF-8; save it as UTF-8
law-fault-form = the file does not have its form; mend it after another file of its kind; its reader says: { $why }
law-fault-no-field = the field `{ $name }` is missing; add it
law-fault-unknown-field = there is no field `{ $name }`; drop it, or name one of { $takes }
law-fault-thawed = { $file } is frozen at { $frozen }, but its digest is { $found }; put the old file back: a change of law is a new instrument
law-fault-value = `{ $value }` is not allowed here; it takes { $takes }
law-fault-twice = `{ $id }` stands twice; give one of them another id
law-fault-wrong-quote = the paragraph does not hold the words 「{ $quote }」; copy them from text.zh.md
law-fault-uncovered = no rule quotes the words 「{ $words }」; quote them in a rule, or list them in unruled.toml with the reason
law-fault-no-row = item { $item } of the annex has no `{ $printed }` number { $nth }; write it as annex.tsv prints it
law-fault-no-setting = there is no setting `{ $name }`; there are { $all }
law-fault-no-act = there is no act `{ $name }`; there are { $all }
law-fault-no-predicate = there is no predicate `{ $name }`; write it as the `when` of another rule does
law-fault-no-rule = there is no rule `{ $name }`; name the id of a rule in rules/
law-fault-no-reading = there is no reading `{ $name }`; name the id of one in readings.toml
law-fault-no-fact = there is no fact `{ $name }`; there are { $all }
law-fault-no-occupation = there is no single occupation `{ $name }`; write it as annex.tsv or its correction does
law-fault-base = `{ $act }` has { $count } base rules; exactly one of its rules must have no `when`
law-fault-too-many-rules = { $count } rules; an act has at most { $max }; join some
law-fault-cycle = rules override each other in a circle: { $rules }; drop one
law-fault-conflict = { $first } and { $second } disagree about `{ $act }` and neither overrides the other; for example { $case }; say in `overrides` which gives way
law-fault-side = `{ $rule }` ({ $article }, { $effect })
law-fault-holds-not = not { $name }
law-fault-always = always
law-fault-no-case-decided = the rule has no case in which it decides; add one to cases/
law-fault-no-case-undecided = the rule has no case in which it does not decide; add one to cases/

case-fault-outcome = expected { $expected }, decided { $got } by { $by } (needs: { $needs }); mend the rule or the case
case-fault-cites = expected { $expected }, cited { $by }; mend the rule or the case
case-fault-needs = expected needs { $expected }, found { $found }; mend the rule or the case
case-fault-no-rule = no rule
case-fault-nothing = none
case-fault-no-such-row = the annex has no row { $row }
case-fault-unruled-act = no rule in force speaks of `{ $act }`: the law is older than the act

derivation-fault = not the source less the listed deletions: { $how }; mend deletions.tsv or the text
derivation-row = row { $row } of deletions.tsv is not line, kind, text
derivation-no-emphasis = line { $line } has no emphasis marks
derivation-other-line = line { $line } is 「{ $found }」, not 「{ $listed }」
derivation-differs = line { $line } without anchors is 「{ $text }」 in the text and 「{ $source }」 in the source

annex-fault-cells = { $found } cells; a row has six, parted by tabs
annex-fault-number = { $column } `{ $text }` is no number; write one
annex-fault-fate = `{ $text }` is no fate; it takes batch1, batch2 or access
annex-fault-no-day = { $row } is { $fate }, which the instrument plans no day for; add the fate to instrument.toml or mend the row
annex-fault-header = line 1 is not the header; write { $header }
annex-fault-line = line { $line }: { $fault }
annex-fault-departments = a name in `{ $text }` is empty; fill it in or drop it
annex-fault-no-number = `{ $text }` is no number; write one
law-fault-standing = no standing on { $day }, or one that goes back; mend its fate

takes-fault-day = a day as YYYY-MM-DD
takes-fault-instant = 2020-07-21 or 2020-07-21T09:00:00+08:00
takes-fault-number = a number in quotation marks
takes-fault-rule-id = { $prefix }PARAGRAPH.NAME with a paragraph of the text

law-folder-read = could not read `{ $path }`: { $why }
law-folder-name = the name of `{ $path }` is not UTF-8; rename it
law-folder-too-long = `{ $path }` has { $bytes } bytes of at most { $max }; see whether --law names the right folder
law-folder-too-deep = `{ $path }` lies deeper than { $max } folders; see whether --law names the right folder
expected-utf8 = `law/{ $path }` is not UTF-8 from byte { $offset } on; save it as UTF-8
expected-toml = `law/{ $path }`: { $fault }
expected-fate = `law/{ $path }`: `{ $name }` is no fate; there are batch1, batch2 and access
expected-annex = `law/{ $path }`: { $fault }
