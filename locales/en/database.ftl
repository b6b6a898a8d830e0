# The database of a register, where its rows do not lie in its folder.
database-address = the address of the database is not understood: { $why }; write postgres://USER@HOST:PORT/NAME
database-unreachable = could not reach the database { $database }: { $why }; start the server, or check host and port
database-sign-in = the database { $database } refused the user or the password
database-none = the server of { $database } has no such database; create it with createdb
database-tls = could not protect the way to the database { $database }: { $why }
database-version = { $database } is PostgreSQL { $found }; version 15 or later is needed
database-standby = { $database } is a standby, which cannot be written; name the primary server
database-foreign = the schema `dengji` of { $database } is not of this program and was left as it is; name another database
database-newer = { $database } has schema { $found }, this program knows up to { $known }; use the newer program that wrote it
database-older = { $database } has schema { $found } (0 is none), reading needs { $known }; open it once for writing
database-held = another server writes into { $database } (its last sign of life was { $seconds } s ago); stop it, or wait until { $wait } s have passed if it is gone
database-read-only = { $database } was opened for reading only
database-not-empty = the database holds a register already; name an empty database
database-warning = database: { $what }
help-arg-database = Address of the PostgreSQL database that holds the rows, such as postgres://USER@HOST/NAME; without it DENGJI_DATABASE, else they lie in the folder. A password belongs into the variable
help-takes-url = URL
