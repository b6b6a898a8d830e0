# The database of a register, where its rows do not lie in its folder.
database-address = the address of the database is not understood: { $why }; an address is written postgres://USER@HOST:PORT/NAME
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
database-says = the database says: { $why }
address-scheme = it does not begin with `postgres://`
address-no-host = it names no host
address-no-user = it names no user
address-half-certificate = `sslcert` and `sslkey` come together; give both or neither
address-no-roots = `sslmode` checks the certificate and `sslrootcert` is missing; add sslrootcert=FILE, or sslrootcert=system
address-system-roots = `sslrootcert=system` needs `sslmode=verify-full`
address-mode = `sslmode` is `{ $mode }`, not disable, prefer, require, verify-ca or verify-full
address-part = the driver says: { $why }
tls-not-offered = the server speaks no TLS; switch it on there (`ssl`)
tls-files = a file of certificates or keys cannot be used (the library says: { $why }); check sslrootcert, sslcert and sslkey
tls-unknown-signer = nobody who is believed signed the certificate of the server; name the root that did in sslrootcert
tls-other-host = the certificate of the server is of another host; write the host into the address as the certificate names it
tls-expired = the certificate of the server is not valid today; renew it, or set the clock
tls-other = the library says: { $why }; look at the certificate of the server and its settings
warning-no-flush = `fsync` is off: a loss of power takes back what was acknowledged
warning-torn-pages = `full_page_writes` is off: a loss of power can tear pages
warning-no-checksums = `data_checksums` is off: damage of the disk is not noticed by the server
warning-not-encrypted = the way over the network is not encrypted; write sslmode=verify-full and sslrootcert into the address
warning-perhaps-encrypted = the way over the network is encrypted only if whoever answers wants it, and nobody verifies who that is; write sslmode=verify-full and sslrootcert into the address
warning-not-verified = the way over the network is encrypted, but nobody verifies who is at its end; write sslmode=verify-full and sslrootcert into the address
warning-host-not-verified = the certificate of the server is verified, but not that it is the host's; write sslmode=verify-full into the address
database-warning = database: { $what }
help-arg-database = Address of the PostgreSQL database that holds the rows, such as postgres://USER@HOST/NAME; without it DENGJI_DATABASE, else they lie in the folder. A password belongs into the variable
help-takes-url = URL
