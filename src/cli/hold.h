/*
 * hold: having a house to oneself: its folders, its lock, its environment and
 * its database, for serve and restore. Each gives NULL or a sentence that says
 * what to do.
 */
#ifndef CS_CLI_HOLD_H
#define CS_CLI_HOLD_H

#define PG_BIN	"/usr/lib/postgresql/15/bin/"

const char	*hold_house(void);
/* makes sure of the folders of a house alone */
const char	*hold_folders(void);
/* starts the private cluster, or asks the operator's server for an answer */
const char	*hold_database(void);
/* the same, and migrates it */
const char	*hold_schema(void);

#endif
