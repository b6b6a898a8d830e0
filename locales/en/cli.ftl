# Words of every command: faults.
fault-read-file = could not read `{ $path }`: { $why }
fault-notice = `{ $path }` cannot be read as a notice: { $why }
fault-law = could not load the law folder: { $why }
fault-expected = could not load the totals known of this notice: { $why }
fault-output = could not write the answer: { $why }
fault-demo = the demonstration could not go on: { $why }
fault-house = the register failed: { $why }
fault-listen = could not listen on { $address }: { $why }
fault-not-wired = not wired into this program: { $what }
serve-port-taken = { $address } is taken; using a free port
serve-metrics = metrics at { $url }; keep that address to a private network
serve-log-level = “{ $what }” says no level; write off, error, warn, info, debug or trace, or parts as in info,http=warn (register, log, http, ready, server)
serve-no-anchor = without --anchor or --witnesses nobody notices when the whole folder is replaced by an older copy
anchor-nowhere = no anchor: nobody notices when this register is an older copy; name one with `dengji serve --anchor FILE`
anchor-missing = the anchor “{ $path }” is not there: nobody notices when this register is an older copy; put it back, or name another with `dengji serve --anchor FILE`
list-separator = {", "}
