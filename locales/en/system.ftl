# What the operating system reports.
system-not-found = it does not exist; check the path
system-permission = permission is denied; check who may read and write it
system-exists = it exists already
system-folder = it is a folder and not a file
system-no-folder = it is no folder
system-full = the disk is full
system-read-only = the disk is read-only
system-in-use = the address is taken; choose another port
system-no-address = this machine does not have the address; choose another
system-not-utf8 = the content is not UTF-8
system-cut-short = it is cut short
system-other = the system says: { $why }
