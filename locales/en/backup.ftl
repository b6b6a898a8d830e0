# Backup, restore, check.
help-command-backup = Writes a register into one file, also while it is served
help-command-backup-check = Reads a backup to its end: whether it is whole, and a register
help-command-restore = Restores a register out of a backup, whole or as of an earlier act
help-command-check = Looks a register through for damage, and derives again what is derived
help-arg-backup-data = Folder of the register
help-arg-backup-to = The file to write; there must be none of that name
help-arg-recipient = Encrypts the backup for whoever holds the key of this age recipient (age1…); may be repeated
help-arg-encrypt = Encrypts the backup under a passphrase, taken from DENGJI_PASSPHRASE or asked for
help-arg-backup-passphrase-file = File whose first line is a passphrase; the backup is encrypted under it
help-arg-with-keys = Puts the private keys into the backup, too; only where it is encrypted
help-arg-backup-check-file = The backup
help-arg-identity = File with the key of a recipient (AGE-SECRET-KEY-1…); may be repeated
help-arg-restore-file = The backup
help-arg-restore-to = Folder for the register; it is empty or not there
help-arg-restore-size = Restores the log as of so many entries, which must end an act; rows about persons stay as they were when the backup was taken
help-arg-check-data = Folder of the register
help-takes-recipient = RECIPIENT
backup-written = `{ $path }` is written and whole
backup-whole = `{ $path }` is whole, and its entries are those of a register
backup-origin = origin
backup-not-founded = not founded yet
backup-taken-at = taken at
backup-entries = entries
backup-batches = batches
backup-private = rows about persons
backup-tokens = keyed hashes to find by
backup-answers = answers by request
backup-notes = notes
backup-keys = files of keys
backup-file-bytes = bytes of the file
backup-state = state digest
backup-root = root of the tree
backup-not-encrypted = the backup is not encrypted: rows about persons are sealed as in the register, everything else can be read (--encrypt, --recipient)
backup-without-keys = the private keys are not in it; without them a restored register cannot be opened: keep the folder `keys` elsewhere, or use --with-keys
backup-not-empty = `{ $path }` is not empty; a register is restored into an empty folder only
backup-not-undone = { $why }; what was put into the database could not be dropped: run DROP SCHEMA dengji CASCADE and restore again
backup-store-not-empty = the database holds { $size } entries already; a register is restored into an empty one only
backup-left-over = `{ $path }` is there: a restoring was stopped, or is under way; when none is, remove that folder and try again
backup-folder = the folder `{ $path }` could not be made or moved: { $why }
backup-beyond = the backup has { $size } entries; { $asked } were asked for
backup-inside-act = the first { $asked } entries end inside an act, which goes from { $first } to { $end }; ask for { $first } or { $end }
backup-write = `{ $path }` could not be written: { $why }
backup-read = `{ $path }` could not be read: { $why }
backup-exists = `{ $path }` is there already and stays as it is; name another file
backup-busy = another backup is being written to `{ $path }`; wait until it is done
backup-keys-unlocked = private keys are put only into a backup that is encrypted (--encrypt, --passphrase-file or --recipient)
backup-foreign = `{ $path }` is no backup of this program
backup-newer = `{ $path }` is a backup of version { $found }, which this program does not know; use the newer program that wrote it
backup-cut-short = `{ $path }` is cut short or damaged: it ends at byte { $at }, before its end; nothing was restored; use another backup
backup-damaged = `{ $path }` is damaged between byte { $from } and byte { $to }; nothing was restored; use another backup
backup-locked = `{ $path }` is encrypted; { $by ->
    [passphrase] give its passphrase (--passphrase-file)
   *[key] give the key of a recipient (--identity)
 }
backup-wrong-key = `{ $path }` does not open with the { $by ->
    [passphrase] passphrase
   *[key] keys
 } given, or its beginning is damaged
backup-too-much-work = `{ $path }` asks for more work to derive its key than is allowed; it is damaged, or not of this program
backup-no-recipient = `{ $text }` is no recipient; one begins with age1
backup-no-identity = `{ $path }` holds no key of a recipient; one begins with AGE-SECRET-KEY-1
restore-done = restored into `{ $path }`: { $size } of { $of } entries
restore-to-a-point = the log is as of an earlier act; where more was published, an anchor or a witness has seen it, and opening refuses
restore-left-out = of what is private, { $rows } blocks of rows and { $notes } notes belonged to what is gone and were left out; the first opening cuts the rest to that point
restore-kept = choices, refunds and erasures in what remains are as they were when the backup was taken: no entry says when they came
restore-open = registration was open at that point in { $count ->
    [one] one session
   *[other] { $count } sessions
 } ({ $sessions }): everybody registered until the backup was taken is kept; look the lists through
restore-next = the published log is derived: the next opening publishes it again; `dengji check` looks the register through
check-head-what = what
check-head-compared = compared
check-head-found = found
check-store = the store, for damage
check-entries = entries, read and applied
check-batches = batches, derived again from the entries
check-answers = answers, inside the log (not to be derived)
check-kept-state = the kept state, derived again
check-private = blocks of rows about persons, readable (not to be derived)
check-published = the published log, derived again from the entries
check-keys = private keys that the register needs
check-clean = nothing is wrong
check-could-not = could not check: { $why }
check-unchecked = nothing is wrong with what could be checked; what needs the missing keys could not be
check-not-clean = something is wrong: restore a backup, or compare with a mirror of the log
check-more = { $what }: { $n } findings more
check-damage = the store found: { $what }
check-batch-missing = the entries make batch { $batch }, and it is not stored
check-batch-strange = batch { $batch } is stored, and the entries do not make it
check-answer-beyond = an answer names { $count } entries from { $first } on, beyond the log
check-state-differs = the state kept for { $size } entries is not that of the entries; it is thrown away at the next opening
check-file-missing = `log/{ $file }` of the published log is missing; remove the folder `log`, and the next opening publishes it again
check-file-differs = `log/{ $file }` of the published log is not what the entries make
check-published-ahead = { $published } entries are published, more than there are: the database is an older copy; put back the newer one
check-no-log-key = the private key of the log is missing: `keys/log.seed` has to hold that of { $key }; put back the folder `keys`, or restore a backup with keys
check-no-master-key = the key of personal data is missing: `keys/private.seed`; put back the folder `keys`, or restore a backup with keys
check-no-key = the private key of organisation { $n } is missing: `keys/{ $key }.seed`; without it nothing is signed for it
house-no-log-key = the private key of the log is missing: `{ $path }` has to hold that of { $key }; put back the folder `keys`, or restore a backup with keys; no other key can take its place
house-other-log-key = the key of the log is another than { $key }, with which the register was founded; put that one back
