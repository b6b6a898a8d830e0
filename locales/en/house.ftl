# Faults of the register, the log and the demonstration.
house-refused = refused: { $why }
house-other-request = the request `{ $request }` was made before with another content; give it another name
house-stale = the register moved on while the act was under way; try again
house-seal = a signature, checkpoint or file is wrong: { $why }
house-entry = entry { $index } of the log cannot be read: { $why }; restore a backup, or compare with a mirror
house-no-entry = the log has no entry { $index }
house-not-an-act = entry { $index } of the log is no act; compare with a mirror
house-batch-broken = the batch at entry { $index } of the log is broken; compare with a mirror
house-not-founded = the register is not founded yet; found it first
house-entropy = the machine gives no random bytes: { $why }
house-key = the key file `{ $path }` could not be read or written: { $why }
house-not-a-key = the key file `{ $path }` does not hold 64 hexadecimal digits; put the right file back
house-private-row = a private row of `{ $group }` cannot be read; restore a backup
house-settled = the candidate's registration has ended already; it ends once, and a refund is paid once
house-no-candidate = the session has no candidate { $n }; check the number
house-no-session = there is no session { $n }; check the number
house-no-certificate = no certificate has that number; check it

import-rows = the sheet has { $count } errors and nothing of it was taken: { $rows }
import-stranger = row { $row } of the sheet is of nobody who registered for the session; correct the document or take the row out

entry-length = { $bytes } bytes; an entry has 1 to 65535
entry-form = unexpected CBOR at byte { $at }
entry-version = version { $n } is not known here; use a newer program
entry-kind = kind { $n } is not known here; use a newer program
entry-value = the value of `{ $field }` is out of range
entry-not-canonical = it is not in its canonical form
entry-batch = the certificates that follow are not those the header promises

store-moved = the log has moved: it has { $actual } entries and the writing expects { $expected }; try again
store-key-reused = the key of the request was used for another; take another key
store-limits = what is to be written is outside the limits of the store, and nothing was written: { $why }
store-range = entries { $from } to { $to } do not lie in a log of { $size }
store-read-only = `{ $path }` was opened for reading only
store-locked = `{ $path }` is in use by another process that writes; stop that process
store-open = could not open `{ $path }`: { $why }
store-missing = `{ $path }` does not exist; name the folder of a register that was begun
store-foreign = `{ $path }` is not a database of this program and was left as it is; name another folder
store-newer = `{ $path }` has schema { $found }, this program knows up to { $known }; use the newer program that wrote it
store-older = `{ $path }` has schema { $found }, reading needs { $known }; open it once for writing
store-journal = `{ $path }` cannot be written ahead (its journal is { $found }); put the folder on a local disk
store-damaged = the store is damaged: { $what }; restore a backup, or compare with a mirror of the log
store-backend = the store failed and nothing was written; the database says: { $why }
store-in-doubt = the writing at entry { $first } was cut short and may have been kept; repeat it with the same key

demo-folder = the folder `{ $path }` could not be cleared or written: { $why }
demo-not-ours = `{ $path }` is not empty and no demonstration made it; choose another folder with --data
demo-sheet = the sheet of results could not be made; its writer says: { $why }
demo-let-pass = an unlawful act was let pass, which is a bug: { $what }
demo-otherwise = the demonstration came out otherwise, which is a bug: { $what }
wired-people = invented people
wired-portal = the portal
