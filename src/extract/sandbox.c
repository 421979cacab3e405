#include "extract/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "base/extract_reason.h"

#define NOBODY	65534

/* newer than the header of Debian 12 (Linux 6.1 describes versions 1 and 2) */
#define FS_VERSION_1	((UINT64_C(1) << 13) - 1)
#define FS_REFER	(UINT64_C(1) << 13)
#define FS_TRUNCATE	(UINT64_C(1) << 14)
#define FS_IOCTL_DEV	(UINT64_C(1) << 15)
#define NET_TCP		UINT64_C(3)	/* bind and connect */
#define SCOPES		UINT64_C(3)	/* abstract unix sockets, signals */

struct ruleset {
	uint64_t	 fs;
	uint64_t	 net;		/* from version 4 on */
	uint64_t	 scoped;	/* from version 6 on */
};

#define READ	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RUN	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE)

/* what the programs open: their libraries, tables of characters, fonts */
static const struct {
	const char	*path;
	uint64_t	 access;
} programs_see[] = {
	{ "/etc/fonts",				READ },
	{ "/etc/ld.so.cache",			LANDLOCK_ACCESS_FS_READ_FILE },
	{ "/lib",				READ },
	{ "/lib/ld-linux-aarch64.so.1",		RUN },
	{ "/lib64",				READ },
	{ "/lib64/ld-linux-x86-64.so.2",	RUN },
	{ "/usr/lib",				READ },
	{ "/usr/lib64",				READ },
	{ "/usr/share/fontconfig",		READ },
	{ "/usr/share/fonts",			READ },
	{ "/usr/share/poppler",			READ },
	{ "/usr/share/tesseract-ocr",		READ },
	{ "/var/cache/fontconfig",		READ },
};

static bool
limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	struct rlimit	 r = { .rlim_cur = soft, .rlim_max = hard };

	return setrlimit(what, &r) == 0;
}

static bool
limits(void)
{
	bool	 ok = true;

	ok &= limit(RLIMIT_CPU, SANDBOX_CPU, SANDBOX_CPU + 1);
	ok &= limit(RLIMIT_CORE, 0, 0);
	ok &= limit(RLIMIT_FSIZE, EXTRACT_TEXT_MAX, EXTRACT_TEXT_MAX);
	ok &= limit(RLIMIT_NOFILE, SANDBOX_FILES, SANDBOX_FILES);
	ok &= limit(RLIMIT_MEMLOCK, 0, 0);
#ifndef __SANITIZE_ADDRESS__	/* which reserves terabytes of addresses */
	ok &= limit(RLIMIT_AS, SANDBOX_MEMORY, SANDBOX_MEMORY);
#endif
	return ok;
}

/* root alone may do without a user namespace, and stops being root here */
static bool
leave_network(void)
{
	bool	 gone;

	if (geteuid() != 0)
		return unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC)
		    == 0;
	gone = unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0;
	if (setgroups(0, NULL) == -1 ||
	    setresgid(NOBODY, NOBODY, NOBODY) == -1 ||
	    setresuid(NOBODY, NOBODY, NOBODY) == -1)
		_exit(EXTRACT_EXIT_SANDBOX);
	return gone;
}

/* a new user namespace hands out all capabilities within it: back with them */
static void
drop_capabilities(void)
{
	struct __user_cap_header_struct	 head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct	 none[2] = { 0 };

	syscall(SYS_capset, &head, none);
}

void
sandbox_limits(struct sandbox *s)
{
	pid_t	 parent = getppid();

	*s = (struct sandbox){ 0 };
	clearenv();
	s->network = leave_network();
	drop_capabilities();
	s->limits = limits();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		_exit(EXTRACT_EXIT_SANDBOX);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	/* last: a change of user or capabilities would clear it */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != parent)
		_exit(EXTRACT_EXIT_SANDBOX);
}

/* a path that this machine lacks is no loss */
static void
allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr	 a = {
		.allowed_access = access };

	a.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (a.parent_fd == -1)
		return;
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &a,
	    0);
	close(a.parent_fd);
}

static struct ruleset
everything(int version)
{
	struct ruleset	 r = { .fs = FS_VERSION_1 };

	if (version >= 2)
		r.fs |= FS_REFER;
	if (version >= 3)
		r.fs |= FS_TRUNCATE;
	if (version >= 4)
		r.net = NET_TCP;
	if (version >= 5)
		r.fs |= FS_IOCTL_DEV;
	if (version >= 6)
		r.scoped = SCOPES;
	return r;
}

static int
close_files(enum sandbox_profile profile, const char *exec)
{
	int		 version, rules;
	struct ruleset	 handled;
	size_t		 n = sizeof(programs_see) / sizeof(programs_see[0]);

	version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return 0;
	handled = everything(version);
	rules = (int)syscall(SYS_landlock_create_ruleset, &handled,
	    version >= 6 ? sizeof(handled) : version >= 4 ?
	    2 * sizeof(uint64_t) : sizeof(uint64_t), 0);
	if (rules == -1)
		return 0;
	if (profile == SANDBOX_PROGRAM) {
		allow(rules, exec, RUN);
		for (size_t i = 0; i < n; i++)
			allow(rules, programs_see[i].path,
			    programs_see[i].access);
	}
	if (syscall(SYS_landlock_restrict_self, rules, 0) == -1)
		version = 0;
	close(rules);
	return version;
}

bool
sandbox_lock(struct sandbox *s, enum sandbox_profile profile,
    const char *exec)
{
	s->landlock = close_files(profile, exec);
	s->limits &= limit(RLIMIT_NPROC, 0, 0);
	s->seccomp = sandbox_syscalls(profile, exec);
	if (profile == SANDBOX_PROGRAM)
		return s->landlock > 0;
	return s->landlock > 0 || s->seccomp;
}
