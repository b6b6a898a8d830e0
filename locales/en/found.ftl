# Founding a register.
help-command-found = Founds a register in an empty folder, with its first authority.
help-arg-found-data = Folder for the register; it must not hold one
help-arg-found-origin = The origin of the log: a name that no other log has, such as a host name and a path
help-arg-authority = The name of the authority that founds the register
help-arg-found-recovery = A public key of the recovery set, made elsewhere by dengji key new; as often as there are
help-arg-threshold = How many of them must sign; without it, more than half
help-arg-found-plain = The keys are not encrypted
fault-holds-register = `{ $path }` holds a register already; choose another folder
