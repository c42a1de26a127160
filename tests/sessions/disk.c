/* Stands between a program and the disk, loaded by LD_PRELOAD. Concerns files below DISK_FOLDER only.

   With DISK_LOG, everything that is written, cut, flushed or removed there is told to that file, and so is what goes
   to standard output, so that a test can work out what a power cut at any moment would leave.
   With DISK_FAILS (flush or write) and DISK_AFTER (how many succeed), the disk fails from then on. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static int log_file(void) {
    static int file = -2;
    if (file == -2) {
        const char *name = getenv("DISK_LOG");
        file = name ? open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    }
    return file;
}

/* The name of an open file below the folder, "" for the folder itself, or NULL. */
static const char *name_of(int file, char *room) {
    char link[64];
    const char *folder = getenv("DISK_FOLDER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, room, PATH_MAX - 1);
    if (!folder || length < 0) return NULL;
    room[length] = 0;
    size_t start = strlen(folder);
    if (strncmp(room, folder, start) != 0) return NULL;
    return room[start] == '/' ? room + start + 1 : room[start] == 0 ? "" : NULL;
}

static void tell(char kind, const char *name, uint64_t at, const void *content, uint64_t length) {
    uint64_t head[3] = {strlen(name), at, length};
    int file = log_file();
    if (file < 0) return;
    pthread_mutex_lock(&one_at_a_time);
    syscall(SYS_write, file, &kind, 1);
    syscall(SYS_write, file, head, sizeof head);
    syscall(SYS_write, file, name, head[0]);
    if (content) syscall(SYS_write, file, content, length);
    pthread_mutex_unlock(&one_at_a_time);
}

static int fails(const char *what) {
    static long done = 0;
    const char *wanted = getenv("DISK_FAILS"), *after = getenv("DISK_AFTER");
    if (!wanted || strcmp(wanted, what) != 0) return 0;
    return done++ >= atol(after ? after : "0");
}

ssize_t write(int file, const void *content, size_t length) {
    char room[PATH_MAX];
    const char *name = name_of(file, room);
    if (name && fails("write")) { errno = EIO; return -1; }
    int64_t at = name ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = syscall(SYS_write, file, content, length);
    if (done > 0 && name) tell('w', name, at, content, done);
    if (done > 0 && file == 1) tell('a', "", 0, content, done);
    return done;
}

ssize_t pwrite64(int file, const void *content, size_t length, off64_t at) {
    char room[PATH_MAX];
    const char *name = name_of(file, room);
    if (name && fails("write")) { errno = EIO; return -1; }
    ssize_t done = syscall(SYS_pwrite64, file, content, length, at);
    if (done > 0 && name) tell('w', name, at, content, done);
    return done;
}

ssize_t pwrite(int file, const void *content, size_t length, off_t at) { return pwrite64(file, content, length, at); }

int ftruncate64(int file, off64_t length) {
    char room[PATH_MAX];
    const char *name = name_of(file, room);
    int done = syscall(SYS_ftruncate, file, length);
    if (done == 0 && name) tell('t', name, length, NULL, 0);
    return done;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int flush(int file, long call) {
    char room[PATH_MAX];
    const char *name = name_of(file, room);
    if (name && fails("flush")) { errno = EIO; return -1; }
    int done = syscall(call, file);
    if (done == 0 && name) tell('f', name, 0, NULL, 0);
    return done;
}

int fsync(int file) { return flush(file, SYS_fsync); }

int fdatasync(int file) { return flush(file, SYS_fdatasync); }

int unlink(const char *path) {
    const char *folder = getenv("DISK_FOLDER");
    int done = syscall(SYS_unlink, path);
    size_t start = folder ? strlen(folder) : 0;
    if (done == 0 && start && strncmp(path, folder, start) == 0 && path[start] == '/')
        tell('u', path + start + 1, 0, NULL, 0);
    return done;
}
