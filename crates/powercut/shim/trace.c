/*
 * Records what a process does to the files below one folder, in order, so that a test can play
 * what the disk would hold after a loss of power at any moment.
 *
 * In scope: calls of the C library that change files, names or what is flushed.
 * Out of scope: shared memory mappings (SQLite's `-shm`, which is made anew at each opening); any
 * other writable one is recorded as `unknown`, and reading the trace fails on it.
 *
 * POWERCUT_ROOT    the folder, as a real path
 * POWERCUT_TRACE   the file that records are appended to
 * POWERCUT_MARKS   a file outside the folder; what is written to it becomes a `mark`
 * POWERCUT_STOP    the process kills itself before the change after so many; nought: never
 * POWERCUT_FAIL    `2-5`: the flushes 2, 3 and 4 of the process fail (EIO), counted from nought
 *
 * A flush is recorded and not done: nobody cuts the power of the machine that the test runs on.
 * Nor is one that fails; of a folder it leaves no record.
 * A call and its record are under one lock, so the order of records is the order of changes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define LOAD(name) real_##name = dlsym(RTLD_NEXT, #name)

static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_writev)(int, const struct iovec *, int);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_pwritev)(int, const struct iovec *, int, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_renameat2)(int, const char *, int, const char *, unsigned);
static int (*real_unlinkat)(int, const char *, int);
static int (*real_mkdirat)(int, const char *, mode_t);
static int (*real_linkat)(int, const char *, int, const char *, int);
static int (*real_fallocate)(int, int, off_t, off_t);
static ssize_t (*real_copy_file_range)(int, off_t *, int, off_t *, size_t, unsigned);
static void *(*real_mmap)(void *, size_t, int, int, int, off_t);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static const char *marks;
static size_t root_length;
static int trace = -1;
static unsigned long stop;
static unsigned long changes;
static unsigned long fail_from, fail_to;
static unsigned long flushes;

static void load(void) {
    LOAD(openat);
    LOAD(write);
    LOAD(writev);
    LOAD(pwrite);
    LOAD(pwritev);
    LOAD(ftruncate);
    LOAD(fsync);
    LOAD(fdatasync);
    LOAD(renameat2);
    LOAD(unlinkat);
    LOAD(mkdirat);
    LOAD(linkat);
    LOAD(fallocate);
    LOAD(copy_file_range);
    LOAD(mmap);
    const char *path = getenv("POWERCUT_TRACE");
    root = getenv("POWERCUT_ROOT");
    marks = getenv("POWERCUT_MARKS");
    const char *number = getenv("POWERCUT_STOP");
    const char *fail = getenv("POWERCUT_FAIL");
    if (fail != NULL && sscanf(fail, "%lu-%lu", &fail_from, &fail_to) != 2) {
        abort();
    }
    if (path == NULL || root == NULL || marks == NULL) {
        root = NULL;
        return;
    }
    root_length = strlen(root);
    stop = number == NULL ? 0 : strtoul(number, NULL, 10);
    trace = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (trace < 0) {
        abort();
    }
}

static void begin(void) {
    pthread_once(&once, load);
    pthread_mutex_lock(&lock);
}

static void end(void) {
    int before = errno;
    pthread_mutex_unlock(&lock);
    errno = before;
}

/* Returns the path below the root, without a leading slash, or NULL when it is not there. */
static const char *below(const char *path) {
    if (root == NULL || strncmp(path, root, root_length) != 0) {
        return NULL;
    }
    path += root_length;
    if (*path == 0) {
        return path;
    }
    return *path == '/' ? path + 1 : NULL;
}

static void path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void full_path(int folder, const char *name, char *path) {
    path[0] = 0;
    if (name[0] != '/') {
        if (folder == AT_FDCWD) {
            if (getcwd(path, PATH_MAX) == NULL) {
                abort();
            }
        } else {
            path_of(folder, path);
        }
    }
    size_t length = strlen(path);
    snprintf(path + length, PATH_MAX - length, "%s%s", length == 0 ? "" : "/", name);
}

static void record(const char *bytes, size_t length, const char *form, ...) {
    char line[2 * PATH_MAX + 64];
    va_list values;
    va_start(values, form);
    int head = vsnprintf(line, sizeof line, form, values);
    va_end(values);
    struct iovec parts[3] = {{line, head}, {(void *)bytes, length}, {"\n", bytes == NULL ? 0 : 1}};
    ssize_t all = head + length + parts[2].iov_len;
    if (syscall(SYS_writev, trace, parts, 3) != all) {
        abort();
    }
}

/* Called before every change: the moment at which the process may have to die. */
static void changing(void) {
    if (stop != 0 && stop < ++changes) {
        kill(getpid(), SIGKILL);
        for (;;) {
            pause();
        }
    }
}

/* Says whether a file descriptor is one of the folder's, and which file it is. */
static int ours(int fd, unsigned long *inode) {
    char path[PATH_MAX];
    struct stat found;
    if (root == NULL) {
        return 0;
    }
    path_of(fd, path);
    if (below(path) == NULL || fstat(fd, &found) != 0) {
        return 0;
    }
    *inode = found.st_ino;
    return 1;
}

static int is_marks(int fd) {
    char path[PATH_MAX];
    path_of(fd, path);
    return marks != NULL && strcmp(path, marks) == 0;
}

static off_t here(int fd) {
    if (fcntl(fd, F_GETFL) & O_APPEND) {
        return lseek(fd, 0, SEEK_END);
    }
    return lseek(fd, 0, SEEK_CUR);
}

static void wrote(unsigned long inode, off_t at, const void *bytes, ssize_t length) {
    if (0 < length) {
        record(bytes, length, "write %lu %lld %zd\n", inode, (long long)at, length);
    }
}

/* ---- bytes ------------------------------------------------------------------------------- */

ssize_t write(int fd, const void *bytes, size_t length) {
    unsigned long inode;
    pthread_once(&once, load);
    if (fd == trace || root == NULL) {
        return real_write(fd, bytes, length);
    }
    begin();
    ssize_t done;
    if (ours(fd, &inode)) {
        changing();
        off_t at = here(fd);
        done = real_write(fd, bytes, length);
        wrote(inode, at, bytes, done);
    } else {
        done = real_write(fd, bytes, length);
        if (0 < done && is_marks(fd)) {
            record(NULL, 0, "mark %.*s", (int)done, (const char *)bytes);
        }
    }
    end();
    return done;
}

static ssize_t write_parts(int fd, const struct iovec *parts, int count, off_t at, int moves) {
    unsigned long inode;
    begin();
    ssize_t done;
    int own = ours(fd, &inode);
    if (own) {
        changing();
        at = moves ? here(fd) : at;
    }
    done = moves ? real_writev(fd, parts, count) : real_pwritev(fd, parts, count, at);
    ssize_t left = own ? done : 0;
    for (int i = 0; i < count && 0 < left; i++) {
        ssize_t length = parts[i].iov_len < (size_t)left ? (ssize_t)parts[i].iov_len : left;
        wrote(inode, at, parts[i].iov_base, length);
        at += length;
        left -= length;
    }
    end();
    return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    return write_parts(fd, parts, count, 0, 1);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    return write_parts(fd, parts, count, at, 0);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t at) {
    return write_parts(fd, parts, count, at, 0);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    unsigned long inode;
    begin();
    int own = ours(fd, &inode);
    if (own) {
        changing();
    }
    ssize_t done = real_pwrite(fd, bytes, length, at);
    if (own) {
        wrote(inode, at, bytes, done);
    }
    end();
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) {
    return pwrite(fd, bytes, length, at);
}

int ftruncate(int fd, off_t length) {
    unsigned long inode;
    begin();
    int own = ours(fd, &inode);
    if (own) {
        changing();
    }
    int done = real_ftruncate(fd, length);
    if (own && done == 0) {
        record(NULL, 0, "truncate %lu %lld\n", inode, (long long)length);
    }
    end();
    return done;
}

int ftruncate64(int fd, off_t length) {
    return ftruncate(fd, length);
}

/* ---- flushes ----------------------------------------------------------------------------- */

/* Records a flush of ours, says so and whether it failed; the caller does any other. */
static int flushed(int fd, int *failed) {
    unsigned long inode;
    char path[PATH_MAX];
    struct stat found;
    begin();
    int own = ours(fd, &inode);
    if (own) {
        changing();
        path_of(fd, path);
        *failed = fail_from <= flushes && flushes < fail_to;
        flushes++;
        if (fstat(fd, &found) == 0 && S_ISDIR(found.st_mode)) {
            if (!*failed) {
                record(NULL, 0, "flush-folder %s\n", below(path));
            }
        } else {
            record(NULL, 0, "%s %lu\n", *failed ? "flush-failed" : "flush", inode);
        }
    }
    end();
    if (own && *failed) {
        errno = EIO;
    }
    return own;
}

int fsync(int fd) {
    int failed = 0;
    return flushed(fd, &failed) ? -failed : real_fsync(fd);
}

int fdatasync(int fd) {
    int failed = 0;
    return flushed(fd, &failed) ? -failed : real_fdatasync(fd);
}

/* ---- names ------------------------------------------------------------------------------- */

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    struct stat found;
    pthread_once(&once, load);
    if (root == NULL || (flags & (O_CREAT | O_TRUNC)) == 0) {
        return real_openat(folder, name, flags, mode);
    }
    begin();
    full_path(folder, name, path);
    const char *own = below(path);
    int there = own != NULL && fstatat(AT_FDCWD, path, &found, 0) == 0;
    int changes_it = own != NULL && (there ? (flags & O_TRUNC) : (flags & O_CREAT));
    if (changes_it) {
        changing();
    }
    int fd = real_openat(folder, name, flags, mode);
    if (changes_it && 0 <= fd && fstat(fd, &found) == 0) {
        if (there) {
            record(NULL, 0, "truncate %lu 0\n", (unsigned long)found.st_ino);
        } else {
            record(NULL, 0, "create %lu %s\n", (unsigned long)found.st_ino, own);
        }
    }
    end();
    return fd;
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    char old_path[PATH_MAX], new_path[PATH_MAX];
    begin();
    full_path(from, old, old_path);
    full_path(to, new, new_path);
    int own = below(old_path) != NULL || below(new_path) != NULL;
    if (own) {
        changing();
    }
    int done = real_renameat2(from, old, to, new, flags);
    if (own && done == 0) {
        if (below(old_path) == NULL || below(new_path) == NULL || (flags & RENAME_EXCHANGE)) {
            record(NULL, 0, "unknown rename of %s\n", old_path);
        } else {
            record(NULL, 0, "rename %s %s\n", below(old_path), below(new_path));
        }
    }
    end();
    return done;
}

int renameat(int from, const char *old, int to, const char *new) {
    return renameat2(from, old, to, new, 0);
}

int rename(const char *old, const char *new) {
    return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    begin();
    full_path(folder, name, path);
    const char *own = below(path);
    if (own != NULL) {
        changing();
    }
    int done = real_unlinkat(folder, name, flags);
    if (own != NULL && done == 0) {
        record(NULL, 0, "%s %s\n", flags & AT_REMOVEDIR ? "remove-folder" : "unlink", own);
    }
    end();
    return done;
}

int unlink(const char *name) {
    return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name) {
    return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int mkdirat(int folder, const char *name, mode_t mode) {
    char path[PATH_MAX];
    begin();
    full_path(folder, name, path);
    const char *own = below(path);
    if (own != NULL) {
        changing();
    }
    int done = real_mkdirat(folder, name, mode);
    if (own != NULL && done == 0) {
        record(NULL, 0, "make-folder %s\n", own);
    }
    end();
    return done;
}

int mkdir(const char *name, mode_t mode) {
    return mkdirat(AT_FDCWD, name, mode);
}

/* ---- what no model is made of: the trace says so, and reading it fails ------------------------ */

static void unknown_path(const char *call, const char *path) {
    if (below(path) != NULL) {
        record(NULL, 0, "unknown %s of %s\n", call, below(path));
    }
}

static void unknown(const char *call, int fd) {
    char path[PATH_MAX];
    begin();
    path_of(fd, path);
    unknown_path(call, path);
    end();
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
    char path[PATH_MAX];
    begin();
    full_path(to, new, path);
    unknown_path("link", path);
    end();
    return real_linkat(from, old, to, new, flags);
}

int link(const char *old, const char *new) {
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int fallocate(int fd, int mode, off_t at, off_t length) {
    unknown("fallocate", fd);
    return real_fallocate(fd, mode, at, length);
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

ssize_t copy_file_range(int in, off_t *from, int out, off_t *to, size_t length, unsigned flags) {
    unknown("copy_file_range", out);
    return real_copy_file_range(in, from, out, to, length, flags);
}

void *mmap(void *at, size_t length, int rights, int flags, int fd, off_t from) {
    char path[PATH_MAX];
    pthread_once(&once, load);
    if (root != NULL && 0 <= fd && (rights & PROT_WRITE) && (flags & MAP_SHARED)) {
        path_of(fd, path);
        size_t end_of = strlen(path);
        if (end_of < 4 || strcmp(path + end_of - 4, "-shm") != 0) {
            unknown("mmap", fd);
        }
    }
    return real_mmap(at, length, rights, flags, fd, from);
}

void *mmap64(void *at, size_t length, int rights, int flags, int fd, off_t from) {
    return mmap(at, length, rights, flags, fd, from);
}
