/*
 * banned: calls that this program never makes (after git's banned.h). Included
 * by the compiler's command line after no header of its own, so every file of
 * ours sees it.
 */
#ifndef CS_BANNED_H
#define CS_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf strtok atoi atol gets
#pragma GCC poison gmtime localtime ctime asctime system strncpy strncat

#endif
