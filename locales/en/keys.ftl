# Keys, drafts of acts, and what can be wrong with them.
house-to-sign = the act is drafted and waits for the signature of whoever acts; sign the draft and submit it
house-key-file = the key file `{ $path }` does not open: { $why }

draft-overtaken = the draft was overtaken: { $what }; draft the act again, and have the new draft signed
draft-moved-draft = the same act was drafted again since
draft-moved-sequence = the organisation has done another act since
draft-moved-candidates = candidates or results of the session have changed since
draft-moved-next-number = the number that it was to get was given away
draft-moved-content = the act would say something else now
draft-not-kept = this register keeps no such draft; draft the act again
draft-recorded = the act is recorded already, at entry { $index }; there is nothing to sign
draft-wrongly-signed = the signature is not that of the key in force over this act, and nothing was recorded; have the right key sign the draft itself
draft-not-a-signer = the key `{ $key }` is none of those that have to sign this act; take the right key
draft-too-few = { $have } of { $need } signatures that the act needs are there; have the others sign too
draft-form = line { $line } is not that of a draft; ask for the file again
draft-message = the bytes to sign are no act that is known here: { $why }

key-file-locked = it is encrypted and no passphrase was given; give it with --passphrase-file, in DENGJI_PASSPHRASE, or on a terminal when asked
key-file-wrong-passphrase = the passphrase is another, or the file was changed
key-file-cost = what it asks for to derive its key is not allowed (at most 1 GiB, 16 passes)
key-file-other-key = it holds another key than it says; put the right file back
key-file-readable = users other than its owner can read it; take that away (chmod 600), and think about a new key
