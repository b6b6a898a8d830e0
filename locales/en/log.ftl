# Words of `recheck` and `log verify`.
recheck-progress = checking
recheck-log = log
recheck-key = key
recheck-key-given = the one given
recheck-key-own = the log's own word; give --key to be sure that it is the log you mean
recheck-size = entries
recheck-entries = { $size }, of which { $entries } were read
recheck-root = root
recheck-certificates = certificates
recheck-acts = acts
recheck-act = { $kind ->
    [founding] founding
    [recognising] bodies recognised
    [announcing] sessions announced
    [closing] registrations closed
    [recording] results recorded
    [confirming] results confirmed
    [issuing] batches issued
    [settling] settlements
    [inspecting] inspections
    [landmarking] landmarks
    [rotating] keys rotated
    [retiring] keys retired
    [compromising] keys compromised
    [adding] keys added
    [announce-exit] exits announced
    [reclassify] steps of reclassification
    [complete-batch] batches completed
    [report-choices] reports of choices
    [close-exam] examinations closed
    [admit-cohort] cohorts admitted
    [change-cohort] changes of cohorts
    [complete-cohort] cohorts completed
    [name-cohort-body] bodies named for cohorts
    [report-cohort] reports of cohorts
    [registering] organisations registered
    [describing] organisations described anew
    [applying] applications
    [reviewing] steps of review
    [granting] recognitions
    [amending] scopes amended
    [renewing] renewals
    [suspending] bodies suspended
    [reinstating] bodies reinstated
    [removing] bodies removed
    [changing-site] changes of sites
    [converting] centres converted
    [arranging] arrangements
    [signing-in] sign-ins
    [objecting] objections
    [deciding-objection] objections decided
    [revising-results] results revised
    [archiving] archives
    [lending] staff lent
    [declaring-relation] relations declared by staff
    [correct] certificates corrected
    [reissue] certificates printed again
    [revoke] revocations
    [register-legacy] lists of older certificates
    [open-counter] counters taken over
    [stock] changes of blanks
    [hold] holds on issuing
    [release] holds released
    [draw-population] populations committed to
    [draw-witness] commitments of witnesses to draws
    [draw-nonce] nonces revealed
    [draw] draws
    [inspected] inspections on record
    [case] cases opened
    [finding] findings
    [rectify] rectifications ordered
    [rectified] rectifications reported
    [sanction] sanctions
    [appeal] appeals
    [appeal-decided] appeals decided
    [case-closed] cases closed
    [relation] relations declared
   *[other] others
 } { $count }
recheck-separator = ,{" "}
recheck-register = register
recheck-counts = organisations { $organisations }, recognised bodies among them { $bodies }; sessions { $sessions }
recheck-law = law
recheck-state = state
recheck-doubt = key { $key } of organisation { $organisation } was in other hands since { $since }: what it signed from entry { $from } on could not be checked
recheck-clean = every entry is in its place, signed, and lawful when decided again
recheck-clean-tree = every entry is in its place and signed; no law was asked
recheck-findings = { $count ->
    [one] one thing is wrong
   *[other] { $count } things are wrong
 }
recheck-entry = entry { $index }
recheck-stopped = It stopped there: more may be wrong.
recheck-fault-at = at entry { $index }: { $why }
recheck-no-log = there is no checkpoint: it is no log, or one that was never published; name the folder or URL that holds the file “checkpoint”
recheck-no-key = no key of the log is known; name one by --key, or put it into the log's file “vkey”
recheck-bad-key = the log's file “vkey” holds no verifier key: { $why }; name one by --key
recheck-bad-path = “{ $path }” is no path of a file of a log
recheck-bad-url = “{ $url }” is no URL of a log; write http:// or https://, a host and a path, without user, password, query or fragment
recheck-not-a-file = “{ $place }” is not a file
recheck-unreadable = “{ $place }” cannot be read: { $why }
recheck-too-long = “{ $place }” is longer than { $max } bytes
recheck-status = “{ $place }” was answered with status { $status }; ask whoever serves the log
recheck-slow = “{ $place }” was not answered in time; try again later, or check a copy in a folder
recheck-redirects = “{ $place }” was redirected more than { $max } times; name the URL at the end of them

help-command-recheck = Checks a published log from its first entry: tree, signatures, and every act decided again.
help-command-log = Published logs.
help-command-log-verify = Checks tree and signatures of a published log; no law is asked.
help-arg-log = The log: the folder that holds its checkpoint, or the URL under which that is served
help-arg-key = Public key of the log that is meant; without it, the log's own word is taken for it
help-arg-kept = A checkpoint of the log kept from earlier, which it has to have kept to; may be repeated
help-arg-findings = Number of findings after which it stops
help-takes-log = LOG
help-command-log-proof = Prints the proof that a certificate stands in the published log.
help-arg-log-proof-number = Number of the certificate
help-arg-log-proof-data = Folder of the register

# Words of `mirror`, of `witness serve` and of asking witnesses.
mirror-own-key = the log's own word is taken for its key, and it is held to it from now on: { $key }
mirror-grown = { $to } entries held; { $from } before
mirror-same = { $size } entries held; the log has not grown
mirror-older = { $held } entries held; the log shows an older tree of { $shown }, of which they are a continuation
mirror-missing = the log lacks “{ $path }”; ask whoever serves it
mirror-no-key = no key of the log is known; name one by --key
mirror-other-log = the folder mirrors the log of { $held }, not of { $asked }; take another folder
mirror-note = “{ $path }” of the log is not what it has to be: { $why }
mirror-fork = the log signed a tree of { $shown } entries that does not go on from its tree of { $held }: a fork. Both checkpoints are kept in “{ $path }”; show them to others
mirror-root = the last tiles of the log do not give the root of its checkpoint of { $size } entries
mirror-length = “{ $path }” has { $found } bytes and should have { $expected }
mirror-tile = “{ $path }” is not the tile under the signed root
mirror-bundle = “{ $path }” cannot be read as entries
mirror-entry = entry { $index } in “{ $path }” is not the one under the signed root
mirror-landmark = the landmark of { $size } entries is not what the log was then
mirror-spoiled = “{ $path }” holds something else than this mirror put there; take a new folder
mirror-locked = “{ $path }” is in use by another process
mirror-read = “{ $path }” cannot be read: { $why }
mirror-write = “{ $path }” cannot be written: { $why }

witness-key = this witness cosigns what is consistent; its key is { $key }
witness-key-lawful = this witness cosigns what is consistent and lawful in every entry; its key is { $key }
witness-read = “{ $path }” cannot be read: { $why }
witness-write = “{ $path }” cannot be written: { $why }
witness-not-a-key = “{ $path }” holds no key of a witness
witness-key-exposed = “{ $path }” can be read by others (mode { $mode }); make it mode 600, and think about who has read it
witness-no-name = “{ $path }” has no key yet; name the witness by --name to make one
witness-name = the witness cannot have this name: { $why }
witness-other-name = the key is named “{ $found }”, not “{ $asked }”; another name needs another folder
witness-other-statement = the key in this folder has stated the other thing, plain or lawful; another statement needs another folder and key
witness-locked = “{ $path }” is in use by another process
witness-spoiled = “{ $path }” is not what this witness cosigned: { $why }. It must not go on; retire its key
witness-clock-back = the clock stands at { $now } s, before the last cosignature at { $last } s; set it right
witness-cosign = the checkpoint cannot be cosigned: { $why }

ask-no-address = the policy names no address for it
ask-request = it could not be asked: { $why }
ask-too-long = its answer is longer than { $max } bytes
ask-status = it answered with status { $status }: { $said }
ask-answer = its answer is none of the protocol
ask-ahead = it knows { $known } entries, and the checkpoint has { $size }
ask-fork = it cosigned another root of { $size } entries
ask-proof = the proof from { $old } entries could not be made: { $why }
ask-cosignature = its cosignature does not hold: { $why }
ask-time-ahead = its cosignature is of { $time } s, and it is { $now } s now
ask-met = landmark of { $size } entries: { $new } new cosignatures; the quorum is met
ask-not-met = landmark of { $size } entries: { $new } new cosignatures; the quorum is not met
ask-missing = witness “{ $name }” is missing: { $why }
ask-contradicted = witness “{ $name }” contradicts this register: { $why }. An older copy of the folder may have been restored, or somebody else signs in its name; nothing was written

fault-policy = “{ $path }” is no policy: { $why }
fault-key = the key cannot be read: { $why }; write it as name+hex+base64, or name the file that holds it
fault-lawful-of-one = a lawful witness watches one log: give one --log with --lawful
policy-too-long = it has { $bytes } bytes, which is too long
policy-line = line { $line } is none of: log KEY [URL], witness NAME KEY [URL], group NAME all|any|K NAME…, quorum NAME
policy-key = the key on line { $line }: { $why }
policy-key-twice = the key on line { $line } stands there already
policy-name = line { $line }: the name “{ $name }” is defined twice, not yet, or is a member already
policy-threshold = the group on line { $line } may ask for 1 to { $members }
policy-too-many = line { $line } is one too many
policy-no-quorum = it has no quorum line

help-command-mirror = Copies a log into a folder, verified, and serves the copy.
help-command-witness = Witnesses of logs.
help-command-witness-serve = Cosigns checkpoints of logs, plainly or only while every entry is lawful.
help-arg-mirror-folder = Folder of the mirror; it is made when it is not there
help-arg-mirror-key = Verifier key of the log that is meant, or the file that holds it; without it, the log's own word is taken for it the first time
help-arg-mirror-follow = Follows the log until interrupted, with so many seconds in between
help-arg-mirror-serve = Serves the mirror at an address until interrupted
help-arg-witness-serve-folder = Folder with the key of the witness and what it knows; it is made when it is not there
help-arg-witness-serve-log = Verifier key of a log to watch, or the file that holds it; may be repeated
help-arg-witness-serve-name = Name under which a new key is made, such as witness.example/1
help-arg-witness-serve-lawful = Where the one log is published: then only what is lawful is cosigned
help-arg-serve-witnesses = Policy file that names the witnesses who are asked to cosign landmarks
help-takes-vkey = VKEY
help-takes-seconds = SECONDS
help-command-log-export = Copies the published log of a register into a folder that anybody can serve.
help-arg-log-export-folder = Folder to write; it is made when it is not there, and brought up to date when it is
help-arg-log-export-data = Folder of the register
recheck-served-law = decided under the law that the log serves; its digest is the one of the first entry
help-arg-witness = Verifier key of a witness, or the file that holds it: the times of its cosignatures are compared with those of the entries; may be repeated
