/*
 * What a hostile reader could try from inside the sandbox. Each attempt runs
 * in a process of its own under the real walls; one that works ends with 42.
 */
#include "extract/sandbox.h"

#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "unit.h"

#define WORKED	42

static const char	 shell[] = "/bin/sh", no_such[] = "/nonexistent";
static char		 secret[64];	/* a file as in the store */
static pid_t		 parent;

static bool
opens(const char *path, int flags)
{
	return open(path, flags, 0600) != -1;
}

static bool write_passwd(void) { return opens("/etc/passwd", O_WRONLY); }
static bool append_passwd(void)
{
	return opens("/etc/passwd", O_RDWR | O_APPEND);
}
static bool read_passwd(void) { return opens("/etc/passwd", O_RDONLY); }
static bool read_store(void) { return opens(secret, O_RDONLY); }
static bool read_environment(void)
{
	return getenv("HOME") != NULL || opens("/proc/self/environ", O_RDONLY);
}
static bool list_root(void) { return opens("/", O_RDONLY | O_DIRECTORY); }
static bool write_tmp(void)
{
	return opens("/tmp/sandbox-was-here", O_WRONLY | O_CREAT);
}
static bool remove_file(void) { return unlink(secret) == 0; }
static bool rename_file(void) { return rename(secret, "/tmp/moved") == 0; }
static bool make_folder(void) { return mkdir("/tmp/sandbox-d", 0700) == 0; }
static bool link_file(void) { return symlink(secret, "/tmp/sl") == 0; }
static bool truncate_file(void) { return truncate(secret, 0) == 0; }
static bool change_mode(void) { return chmod(secret, 0777) == 0; }

static bool
connect_inet(void)
{
	struct sockaddr_in	 a = { .sin_family = AF_INET,
		.sin_port = htons(53) };
	int			 s = socket(AF_INET, SOCK_DGRAM, 0);

	inet_pton(AF_INET, "127.0.0.1", &a.sin_addr);
	return s != -1 && connect(s, (struct sockaddr *)&a, sizeof(a)) == 0;
}

static bool unix_socket(void) { return socket(AF_UNIX, SOCK_STREAM, 0) != -1; }
static bool netlink(void) { return socket(AF_NETLINK, SOCK_RAW, 0) != -1; }
static bool
pair(void)
{
	int	 p[2];

	return socketpair(AF_UNIX, SOCK_STREAM, 0, p) == 0;
}

static bool
fork_bomb(void)
{
	pid_t	 pid = fork();

	if (pid == 0)
		_exit(0);
	return pid != -1;
}

static bool
run_shell(void)
{
	char *const	 argv[] = { secret, NULL };

	execve(shell, argv, NULL);
	return false;
}

static bool trace_parent(void)
{
	return ptrace(PTRACE_ATTACH, parent, NULL, NULL) == 0;
}
static bool kill_parent(void) { return kill(parent, 0) == 0; }
static bool mount_over(void)
{
	return mount("none", "/tmp", "tmpfs", 0, NULL) == 0;
}
static bool new_rights(void) { return setuid(0) == 0 && geteuid() == 0; }
static bool raise_limit(void)
{
	struct rlimit	 r = { RLIM_INFINITY, RLIM_INFINITY };

	return setrlimit(RLIMIT_AS, &r) == 0;
}
static bool memory_file(void) { return syscall(SYS_memfd_create, "x", 0) != -1; }
static bool new_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

/* 10 GB in pieces, every page touched */
static bool
much_memory(void)
{
	const size_t	 piece = 64 << 20;
	size_t		 got = 0;

	while (got < ((size_t)10 << 30)) {
		char	*p = mmap(NULL, piece, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p == MAP_FAILED)
			break;
		for (size_t i = 0; i < piece; i += 4096)
			p[i] = 1;
		got += piece;
	}
	return got > SANDBOX_MEMORY;
}

/* the file that it reads, through the descriptor that it has */
static bool write_input(void) { return write(STDIN_FILENO, "x", 1) == 1; }
static bool
fill_disk(void)
{
	static char	 much[1 << 20];
	int		 fd = open("/tmp/sandbox-full", O_WRONLY | O_CREAT, 0600);

	return fd != -1 && write(fd, much, sizeof(much)) > 0;
}
static bool new_namespace(void)
{
	return syscall(SYS_unshare, 0x10000000 /* a new user */) == 0;
}
static bool change_root(void) { return chroot("/tmp") == 0; }
static bool io_ring(void) { return syscall(SYS_io_uring_setup, 1, NULL) >= 0; }
static bool kernel_program(void) { return syscall(SYS_bpf, 0, NULL, 0) >= 0; }
static bool key_ring(void) { return syscall(SYS_add_key, "user", "x", "y", 1,
    -3) != -1; }
static bool
read_parent(void)
{
	char	 c;

	return syscall(SYS_process_vm_readv, parent, &(struct iovec){ &c, 1 },
	    1, &(struct iovec){ &parent, 1 }, 1, 0) == 1;
}
static bool new_terminal(void) { return opens("/dev/ptmx", O_RDWR); }
static bool outlive(void) { return setsid() != -1; }

static const struct attack {
	const char	*what;
	bool		(*try)(void);
	bool		 both;		/* pdftotext may not either */
} attacks[] = {
	{ "open /etc/passwd for writing", write_passwd, true },
	{ "open /etc/passwd for appending", append_passwd, true },
	{ "read /etc/passwd", read_passwd, true },
	{ "read a file of the store", read_store, true },
	{ "read the environment", read_environment, true },
	{ "list the root folder", list_root, true },
	{ "write in /tmp", write_tmp, true },
	{ "remove a file", remove_file, true },
	{ "rename a file", rename_file, true },
	{ "make a folder", make_folder, true },
	{ "make a link", link_file, true },
	{ "truncate a file", truncate_file, true },
	{ "change a mode", change_mode, true },
	{ "connect to the network", connect_inet, true },
	{ "open a unix socket", unix_socket, true },
	{ "open a netlink socket", netlink, true },
	{ "make a pair of sockets", pair, true },
	{ "fork", fork_bomb, true },
	{ "run /bin/sh", run_shell, true },
	{ "trace the parent", trace_parent, true },
	{ "signal the parent", kill_parent, true },
	{ "mount", mount_over, true },
	{ "become root", new_rights, true },
	{ "raise a limit", raise_limit, true },
	{ "make a file in memory", memory_file, true },
	{ "use 10 GB", much_memory, true },
	{ "write into the file it reads", write_input, true },
	{ "fill the disk", fill_disk, true },
	{ "make a user namespace", new_namespace, true },
	{ "change the root", change_root, true },
	{ "open a ring of system calls", io_ring, true },
	{ "load a program into the kernel", kernel_program, true },
	{ "keep a key", key_ring, true },
	{ "read the parent's memory", read_parent, true },
	{ "open a terminal", new_terminal, true },
	{ "leave the group", outlive, true },
	{ "make new code", new_code, false },
};

static int
attempt(const struct attack *a, enum sandbox_profile profile)
{
	struct sandbox	 s;
	int		 status;
	pid_t		 pid = fork();

	if (pid == 0) {
		int	 quiet = open("/dev/null", O_RDWR);

		/* what a shell would say about itself: it is there */
		dup2(quiet, STDIN_FILENO);
		sandbox_limits(&s);
		if (!sandbox_lock(&s, profile, no_such))
			_exit(4);
		_exit(a->try() ? WORKED : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
every_attempt_fails(enum sandbox_profile profile)
{
	size_t	 n = sizeof(attacks) / sizeof(attacks[0]);
	int	 worked = 0;

	for (size_t i = 0; i < n; i++) {
		int	 status;

		if (profile == SANDBOX_PROGRAM && !attacks[i].both)
			continue;
		status = attempt(&attacks[i], profile);
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			continue;
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
			continue;
		print_message("worked or broke: %s (status %x)\n",
		    attacks[i].what, (unsigned)status);
		worked++;
	}
	assert_int_equal(worked, 0);
}

static void
reader_is_closed(void **state)
{
	(void)state;
	every_attempt_fails(SANDBOX_READER);
}

static void
program_is_closed(void **state)
{
	(void)state;
	every_attempt_fails(SANDBOX_PROGRAM);
}

/* outside, enough of them work to show that the attempts are real */
static void
attempts_are_real(void **state)
{
	(void)state;
	assert_true(read_passwd());
	assert_true(read_store());
	assert_true(list_root());
	assert_true(unix_socket());
	assert_true(pair());
	assert_true(kill_parent());
	assert_true(memory_file());
	assert_true(new_code());
}

static int
make_secret(void **state)
{
	int	 fd;

	(void)state;
	snprintf(secret, sizeof(secret), "/tmp/sandbox-XXXXXX");
	fd = mkstemp(secret);
	fchmod(fd, 0666);
	close(fd);
	parent = getpid();
	return fd == -1;
}

static int
remove_secret(void **state)
{
	(void)state;
	return unlink(secret);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(attempts_are_real),
		cmocka_unit_test(reader_is_closed),
		cmocka_unit_test(program_is_closed),
	};

	return cmocka_run_group_tests(tests, make_secret, remove_secret);
}
