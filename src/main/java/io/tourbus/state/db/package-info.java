/** The database of the state: H2 in a file, or PostgreSQL. */
package io.tourbus.state.db;
