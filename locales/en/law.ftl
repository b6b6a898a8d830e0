# Asking the law, seeing the catalogue, checking the law.

answer-permit = may be done
answer-forbid = may not be done
answer-duty = must be done
answer-offer-choice = the candidate chooses
answer-need-fact = no answer yet: facts are needed

standing-listed = listed
standing-exit-planned = exit planned
standing-exited = exited
standing-access-pending = access pending
standing-access = access-type

ask-unknown-act = there is no act `{ $name }`; nearest: { $nearest }
ask-unknown-occupation = there is no occupation `{ $name }`; nearest: { $nearest }
ask-several-occupations = `{ $name }` stands for several occupations of the annex; name one by its corrected name: { $rows }
ask-day-form = `{ $text }` is not a day; write it as 2020-09-30
ask-day-none = `{ $text }` is not in the calendar
ask-known-at = `{ $text }` is not an instant; write it as 2020-09-30 or 2020-09-30T17:00:00+08:00
ask-region = `{ $text }` is no region; write two digits or a name, for example 32 or 江苏
ask-fact-form = `{ $text }` is not of the form KEY=VALUE, for example passed=yes
ask-unknown-fact = there is no fact `{ $name }`; nearest: { $nearest }; all facts: { $all }
ask-fact-value = `{ $value }` is not a value of `{ $fact }` ({ $says }); it takes { $takes }
ask-fact-twice = the fact `{ $fact }` is given twice
ask-fate = `{ $text }` is no fate; it takes batch1, batch2, access
ask-standing = `{ $text }` is no standing; it takes { $all }
ask-level = `{ $text }` is no level; write 1 to 5, or a name, for example 三级 or 高级工
ask-before-law = { $on } lies before the first day of any instrument here; ask about { $first } or later
ask-nothing-known = at { $at } no instrument was known; ask as of { $first } or later

row-name = { $name } (item { $item } { $qualification })
row-name-corrected = { $name } (printed as { $printed }, item { $item } { $qualification })

takes-day = a day as YYYY-MM-DD, or none (known not to have happened)
takes-year = a year of four digits, or none
takes-yes-no = yes or no

decision-question = { $act } · { $occupation } · { $on }
decision-region = region: { $region }
decision-national = the national law alone
decision-known-at = as known at { $at }
decision-source = { $number } { $article } · { $rule }
decision-relayed = Note: this instrument is a summary of a public report, not the original.
decision-choices = choices: { $choices }
decision-because = What it rests on
decision-needs = Facts needed
decision-if-none = if none: { $effect }
decision-takes = takes { $takes }
decision-alternatives = instead: { $acts }
decision-fired = Rules that apply
decision-none-fired = no rule is sure to apply yet
decision-blocked = Rules that do not decide
decision-by-rule = set aside by { $rule }
decision-by-fact = kept from applying by { $fact }
decision-flips = The least change
decision-flip = if { $facts } were otherwise, so that { $changes }: { $effect }
decision-holds = “{ $statement }” holds
decision-holds-not = “{ $statement }” does not hold
decision-no-flips = no change of the facts given alone would change the answer
decision-readings = Readings it rests on
decision-reading-evidence = evidence: { $evidence }
decision-reading-others = other readings: { $others }
decision-dispute = To dispute this
decision-dispute-rule = Name the rule { $rule } with the act, occupation, day and facts above, and appeal to the human-resources authority responsible; where the rule misreads the text, open an issue with this project.
decision-dispute-needs = There is no answer to dispute yet; give the facts above and ask again.

column-standing = standing
column-planned = planned last day
column-actual = actual day
column-days-left = days left
column-corrected = correction

catalogue-as-of = The catalogue on { $on }, as known at { $at }: { $rows } rows of { $total }
catalogue-none = No occupation matches.
catalogue-correction = printed as { $printed }; correction { $id } ({ $confidence }): { $evidence }
catalogue-line = line { $line } of the source
catalogue-assumed = What follows assumes { $fact }={ $value } ({ $says }: none); with other facts, ask `dengji decide`.
catalogue-old = Old scheme: examination and qualification certificate
catalogue-new = New scheme: assessment and level certificate
catalogue-needs = needs { $facts }

proved-instruments = instruments
proved-rules = rules
proved-compiled = distinct sets of rules, compiled and free of conflict
proved-nodes = nodes of their diagrams
proved-characters = characters, each ruled or unruled with a reason
proved-readings = readings
proved-unruled = clauses without a rule
proved-cases = cases, all decided as they say
proved-standings = occupations × firsts of a month, each with one standing
proved-dead = rules that can never decide
proved-digest = law digest
law-has-faults = The law folder has faults: { $count }. Nothing was written.

map-written = wrote { $path }
map-needs-folder = say with --law which law folder to write to
fault-law-file = the law folder has a fault: { $why }
fault-map = could not write the law map `{ $path }`: { $why }
confidence-certain = certain
confidence-high = high
confidence-punctuation = punctuation
