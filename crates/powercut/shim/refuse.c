/*
 * Refuses the changes that a process wants to make below one folder, for as long as a file says so.
 *
 * In scope: calls of the C library that put bytes or names. Out of scope: what is there already
 * can be read, and a shared memory mapping that is open can be written, as on a real disk.
 *
 * POWERCUT_REFUSE_ROOT   the folder, as a real path
 * POWERCUT_REFUSE        a file outside of it: its text is the number of the error, after `flush `
 *                        where only flushes are refused; without it nothing is
 *
 * A full disk still lets names go, files be opened or cut, and flushes what it took; one that is
 * read-only has nothing to flush. A flush that is refused is not done: the bytes are in memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...)                            \
    static type (*real)(__VA_ARGS__);                    \
    if (real == NULL) {                                  \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name); \
    }

static int is_below(const char *path) {
    const char *root = getenv("POWERCUT_REFUSE_ROOT");
    size_t length = root == NULL ? 0 : strlen(root);
    return root != NULL && strncmp(path, root, length) == 0 &&
           (path[length] == 0 || path[length] == '/');
}

#define FLUSH "flush "

/* Returns the error that stands for changes or for flushes, or nought. */
static int standing_for(int flushes) {
    const char *path = getenv("POWERCUT_REFUSE");
    char text[24] = {0};
    if (path == NULL) {
        return 0;
    }
    int fd = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length <= 0) {
        return 0;
    }
    if (strncmp(text, FLUSH, strlen(FLUSH)) == 0) {
        return flushes ? atoi(text + strlen(FLUSH)) : 0;
    }
    int error = atoi(text);
    return flushes && error != EIO ? 0 : error;
}

static int standing(void) {
    return standing_for(0);
}

static int refuses(int fd, int flushes) {
    char link[64], path[PATH_MAX];
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
    int error = is_below(path) ? standing_for(flushes) : 0;
    errno = error == 0 ? before : error;
    return error != 0;
}

static int refuses_file(int fd) {
    return refuses(fd, 0);
}

static int path_error(int folder, const char *name) {
    char path[PATH_MAX] = {0}, link[64];
    if (name[0] != '/') {
        if (folder == AT_FDCWD) {
            if (getcwd(path, sizeof path) == NULL) {
                return 0;
            }
        } else {
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
            ssize_t length = readlink(link, path, PATH_MAX - 1);
            path[length < 0 ? 0 : length] = 0;
        }
        strncat(path, "/", PATH_MAX - strlen(path) - 1);
    }
    strncat(path, name, PATH_MAX - strlen(path) - 1);
    return is_below(path) ? standing() : 0;
}

/* A name that goes, or one that takes the place of another, needs no space. */
static int refuses_name(int folder, const char *name, int needs_space) {
    int before = errno, error = path_error(folder, name);
    if (error == ENOSPC && !needs_space) {
        error = 0;
    }
    errno = error == 0 ? before : error;
    return error != 0;
}

/* ---- bytes ------------------------------------------------------------------------------- */

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t)
    return refuses_file(fd) ? -1 : real(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(ssize_t, "writev", int, const struct iovec *, int)
    return refuses_file(fd) ? -1 : real(fd, parts, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t)
    return refuses_file(fd) ? -1 : real(fd, bytes, length, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
    return pwrite(fd, bytes, length, at);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    REAL(ssize_t, "pwritev", int, const struct iovec *, int, off_t)
    return refuses_file(fd) ? -1 : real(fd, parts, count, at);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) {
    return pwritev(fd, parts, count, at);
}

int fallocate(int fd, int mode, off_t at, off_t length) {
    REAL(int, "fallocate", int, int, off_t, off_t)
    return refuses_file(fd) ? -1 : real(fd, mode, at, length);
}

int fallocate64(int fd, int mode, off_t at, off_t length) {
    return fallocate(fd, mode, at, length);
}

int posix_fallocate(int fd, off_t at, off_t length) {
    return fallocate(fd, 0, at, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off_t at, off_t length) {
    return posix_fallocate(fd, at, length);
}

int ftruncate(int fd, off_t length) {
    REAL(int, "ftruncate", int, off_t)
    return standing() != ENOSPC && refuses_file(fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off_t length) {
    return ftruncate(fd, length);
}

/* ---- flushes ----------------------------------------------------------------------------- */

int fsync(int fd) {
    REAL(int, "fsync", int)
    return refuses(fd, 1) ? -1 : real(fd);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int)
    return refuses(fd, 1) ? -1 : real(fd);
}

int sync_file_range(int fd, off_t at, off_t length, unsigned flags) {
    REAL(int, "sync_file_range", int, off_t, off_t, unsigned)
    return refuses(fd, 1) ? -1 : real(fd, at, length, flags);
}

/* ---- names ------------------------------------------------------------------------------- */

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    REAL(int, "openat", int, const char *, int, ...)
    int before = errno, error = 0;
    int changes = (flags & (O_CREAT | O_TRUNC)) != 0 || (flags & O_ACCMODE) != O_RDONLY;
    if (changes && (error = path_error(folder, name)) == ENOSPC) {
        struct stat found;
        /* What is there can be opened on a full disk. */
        int there = fstatat(folder, name, &found, 0) == 0;
        error = !there && (flags & O_CREAT) ? ENOSPC : 0;
    }
    errno = error == 0 ? before : error;
    return error != 0 ? -1 : real(folder, name, flags, mode);
}

int renameat(int from, const char *old, int to, const char *new) {
    REAL(int, "renameat", int, const char *, int, const char *)
    return refuses_name(to, new, 0) ? -1 : real(from, old, to, new);
}

int rename(const char *old, const char *new) {
    return renameat(AT_FDCWD, old, AT_FDCWD, new);
}

int unlinkat(int folder, const char *name, int flags) {
    REAL(int, "unlinkat", int, const char *, int)
    return refuses_name(folder, name, 0) ? -1 : real(folder, name, flags);
}

int unlink(const char *name) {
    return unlinkat(AT_FDCWD, name, 0);
}

int mkdirat(int folder, const char *name, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t)
    return refuses_name(folder, name, 1) ? -1 : real(folder, name, mode);
}

int mkdir(const char *name, mode_t mode) {
    return mkdirat(AT_FDCWD, name, mode);
}
