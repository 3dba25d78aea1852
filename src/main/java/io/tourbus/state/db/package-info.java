/** The infrastructure below the repositories of the state: connection URL, schema, transactions and error translation for H2 and PostgreSQL. */
package io.tourbus.state.db;
