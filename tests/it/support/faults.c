/* Stands between a program and the disk: what is written to the files of a database fails when it is told to.
   Loaded with LD_PRELOAD; the orders are a file that is mapped, which the test writes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

struct orders {
    volatile int32_t left;    /* calls until the one that fails */
    volatile int32_t error;   /* with this; 0: none fails */
    volatile int32_t lasting; /* and every one after it */
    volatile int32_t failed;
    volatile int32_t calls;
};

#define FILES 4096
static struct orders *orders;
static volatile char is_database[FILES];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void take_orders(void) {
    const char *path = getenv("FAULTS");
    int (*opens)(const char *, int, ...) = real("open");
    if (path == NULL) return;
    int file = opens(path, O_RDWR | O_CLOEXEC);
    if (file < 0) abort();
    void *mapped = mmap(NULL, sizeof *orders, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) abort();
    orders = mapped;
}

static int fail(int error) {
    __sync_add_and_fetch(&orders->failed, 1);
    errno = error;
    return 1;
}

static int fails(int file) {
    if (orders == NULL || file < 0 || file >= FILES || !is_database[file]) return 0;
    __sync_add_and_fetch(&orders->calls, 1);
    int error = orders->error;
    if (error == 0) return 0;
    int left = __sync_sub_and_fetch(&orders->left, 1);
    return left == 0 || (left < 0 && orders->lasting) ? fail(error) : 0;
}

static int ends_with(const char *path, const char *end) {
    size_t whole = strlen(path), part = strlen(end);
    return whole >= part && strcmp(path + whole - part, end) == 0;
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*opens)(const char *, int, ...) = real(name);
    int ours = ends_with(path, "jastar.db") || ends_with(path, "jastar.db-wal");
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    if (ours && writes && orders != NULL && orders->error == EROFS && orders->lasting && orders->left <= 0) {
        fail(EROFS);
        return -1;
    }
    int file = opens(path, flags, mode);
    if (file >= 0 && file < FILES) is_database[file] = ours && writes;
    return file;
}

#define OPENS(name)                                            \
    int name(const char *path, int flags, ...) {               \
        mode_t mode = 0;                                       \
        if (flags & (O_CREAT | O_TMPFILE)) {                   \
            va_list rest;                                      \
            va_start(rest, flags);                             \
            mode = va_arg(rest, mode_t);                       \
            va_end(rest);                                      \
        }                                                      \
        return opened(#name, path, flags, mode);               \
    }
OPENS(open)
OPENS(open64)

int close(int file) {
    int (*closes)(int) = real("close");
    if (file >= 0 && file < FILES) is_database[file] = 0;
    return closes(file);
}

#define FAILS(result, name, takes, gives)        \
    result name takes {                          \
        result(*does) takes = real(#name);       \
        if (fails(file)) return -1;              \
        return does gives;                       \
    }
FAILS(ssize_t, write, (int file, const void *from, size_t size), (file, from, size))
FAILS(ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at))
FAILS(ssize_t, pwrite64, (int file, const void *from, size_t size, off64_t at), (file, from, size, at))
FAILS(int, fsync, (int file), (file))
FAILS(int, fdatasync, (int file), (file))
FAILS(int, ftruncate, (int file, off_t size), (file, size))
FAILS(int, ftruncate64, (int file, off64_t size), (file, size))
