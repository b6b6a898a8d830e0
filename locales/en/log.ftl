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
