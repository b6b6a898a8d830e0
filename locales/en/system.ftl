# What the operating system reports.
system-not-found = it does not exist; check the path
system-permission = permission is denied; check who may read and write it
system-exists = it exists already; name another
system-folder = it is a folder and not a file; name a file
system-no-folder = it is no folder; name a folder
system-full = the disk is full; make room and try again
system-read-only = the disk is read-only; mount it for writing, or name another place
system-in-use = the address is taken; choose another port
system-no-address = this machine does not have the address; choose another
system-refused = nothing answers there
system-cut = the connection was cut
system-timed-out = it took too long
system-no-way = no way leads there over the network
system-not-utf8 = the content is not UTF-8
system-cut-short = it is cut short
system-other = the system says: { $why }
