/** The database below the repositories: URL, schema, transactions and error translation for H2 and PostgreSQL. */
package io.tourbus.state.db;
