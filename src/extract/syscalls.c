/*
 * The system calls that are left. Everything else kills the process, except
 * what well-behaved libraries ask for and can do without: that is refused.
 */
#include "extract/sandbox.h"

#include <sys/mman.h>

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdint.h>
#include <unistd.h>

static const int *
common(void)
{
	static const int	 calls[] = {
		SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek),
		SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(poll),
		SCMP_SYS(ppoll), SCMP_SYS(brk), SCMP_SYS(munmap),
		SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
		SCMP_SYS(getrandom),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(time), SCMP_SYS(rt_sigaction),
		SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
		SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
		SCMP_SYS(gettid), SCMP_SYS(wait4), SCMP_SYS(exit),
		SCMP_SYS(exit_group), __NR_SCMP_ERROR
	};

	return calls;
}

/* what starting a dynamic program takes, and reading files by name */
static const int *
starting(void)
{
	static const int	 calls[] = {
		SCMP_SYS(mmap), SCMP_SYS(mprotect), SCMP_SYS(arch_prctl),
		SCMP_SYS(set_tid_address),
		SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
		SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield),
		SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
		SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat),
		SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs),
		SCMP_SYS(getdents64), SCMP_SYS(readlink),
		SCMP_SYS(readlinkat), SCMP_SYS(fadvise64), SCMP_SYS(getcwd),
		SCMP_SYS(sysinfo), SCMP_SYS(getuid), SCMP_SYS(geteuid),
		SCMP_SYS(getgid), SCMP_SYS(getegid), __NR_SCMP_ERROR
	};

	return calls;
}

/* asked out of habit (is this a terminal? which locale?) and refused */
static const int *
refused(void)
{
	static const int	 calls[] = {
		SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access),
		SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(stat),
		SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(readlink),
		SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(ioctl),
		SCMP_SYS(fcntl), SCMP_SYS(uname),
		SCMP_SYS(sysinfo), SCMP_SYS(prlimit64), SCMP_SYS(getrlimit),
		SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield),
		SCMP_SYS(sigaltstack), SCMP_SYS(getuid), SCMP_SYS(geteuid),
		SCMP_SYS(getgid), SCMP_SYS(getegid), __NR_SCMP_ERROR
	};

	return calls;
}

/* a call that this architecture lacks is not an error */
static bool
add_all(scmp_filter_ctx f, uint32_t action, const int *calls)
{
	for (; *calls != __NR_SCMP_ERROR; calls++) {
		int	 e = seccomp_rule_add(f, action, *calls, 0);

		if (e != 0 && e != -EEXIST && e != -EDOM && e != -EINVAL &&
		    e != -EACCES)
			return false;
	}
	return true;
}

/* bytes leave by standard output and standard error, nowhere else */
static bool
add_writes(scmp_filter_ctx f)
{
	static const int	 calls[] = { SCMP_SYS(write),
		SCMP_SYS(writev) };
	int			 e = 0;

	for (int i = 0; i < 2; i++)
		for (uint64_t fd = 1; fd <= 2; fd++)
			e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 1,
			    SCMP_A0(SCMP_CMP_EQ, fd));
	return e == 0;
}

/* no new code in memory, and fstat(2) in the manner of glibc */
static bool
add_reading(scmp_filter_ctx f)
{
	static const int	 calls[] = { SCMP_SYS(mmap),
		SCMP_SYS(mprotect) };
	int			 e = 0;

	for (int i = 0; i < 2; i++)
		e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, calls[i], 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
	    SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH));
	e |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES),
	    SCMP_SYS(newfstatat), 1, SCMP_A3(SCMP_CMP_NE, AT_EMPTY_PATH));
	return e == 0 && add_all(f, SCMP_ACT_ERRNO(EACCES), refused());
}

#define WRITING	((uint64_t)(O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND))

static bool
add_starting(scmp_filter_ctx f, const char *exec)
{
	int	 e = 0;

	e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, WRITING, O_RDONLY));
	e |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, UINT64_C(2), UINT64_C(2)));
	/* only while this very string is in memory: before the execution */
	e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(execve), 1,
	    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)(uintptr_t)exec));
	/* asks for limits, never sets them */
	e |= seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
	    SCMP_A2(SCMP_CMP_EQ, 0));
	return e == 0 && add_all(f, SCMP_ACT_ALLOW, starting()) &&
	    add_all(f, SCMP_ACT_ERRNO(ENOSYS), (const int[]){
	    SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(uname),
	    SCMP_SYS(sigaltstack), SCMP_SYS(clone3), __NR_SCMP_ERROR });
}

bool
sandbox_syscalls(enum sandbox_profile profile, const char *exec)
{
	scmp_filter_ctx	 f;
	bool		 ok;

	f = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (f == NULL)
		return false;
	ok = add_all(f, SCMP_ACT_ALLOW, common()) && add_writes(f);
	if (profile == SANDBOX_PROGRAM)
		ok = ok && add_starting(f, exec);
	else
		ok = ok && add_reading(f);
	ok = ok && seccomp_load(f) == 0;
	seccomp_release(f);
	return ok;
}
