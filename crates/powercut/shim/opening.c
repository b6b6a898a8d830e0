
/* The ways to open a file, each by open_at() of the shim that this is put behind.
   Out of scope: what opening does there. */

#define MODE(flags, mode)                    \
    mode_t mode = 0;                         \
    if ((flags) & (O_CREAT | O_TMPFILE)) {   \
        va_list values;                      \
        va_start(values, flags);             \
        mode = va_arg(values, int);          \
        va_end(values);                      \
    }

int open(const char *name, int flags, ...) {
    MODE(flags, mode)
    return open_at(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    MODE(flags, mode)
    return open_at(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
    MODE(flags, mode)
    return open_at(folder, name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
    MODE(flags, mode)
    return open_at(folder, name, flags, mode);
}
